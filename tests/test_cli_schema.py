"""JSON Schemas agree with what narrate reads: what it writes is valid, what it refuses is not."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Run

from narrate import config, engines, script

ROOT = Path(__file__).parent.parent


def check(schema: dict[str, Any], text: str) -> list[str]:
    jsonschema = pytest.importorskip("jsonschema", reason="pip install jsonschema")
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return [error.message for error in validator(schema).iter_errors(yaml.safe_load(text))]


VOICES = config.schema(engines.names())


def test_the_shipped_voices_are_valid_and_every_section_is_described() -> None:
    text = (ROOT / "voices.yaml").read_text(encoding="utf-8")
    assert check(VOICES, text) == []
    assert set(yaml.safe_load(text)) == set(VOICES["properties"])
    for section, keys in config.SECTIONS.items():
        assert set(VOICES["properties"][section]["properties"]) == set(keys)


@pytest.mark.parametrize(
    "text",
    [
        "engine: espeek",
        "narator: Anna",
        "pauses: {paragraph: -1}",
        "pauses: {paragraph: 20001}",
        "sound: {bitrate: 100}",
        "speech: {urls: never}",
        "style: per-person",
        "cast: {Ivo Marsh: {aliases: [Marsh]}}",
        "voices: {Anna: {rate: 1000}}",
        "pool: []",
    ],
)
def test_what_narrate_refuses_the_schema_refuses(narrate: Run, work: Path, text: str) -> None:
    (work / "voices.yaml").write_text(text, encoding="utf-8")
    assert narrate("voices").code == 1
    assert check(VOICES, text) != []


def test_every_script_that_narrate_writes_is_valid(narrate: Run, work: Path) -> None:
    for example in sorted((ROOT / "examples").glob("*.txt")):
        assert check(script.schema(), narrate("script", example).out) == []


@pytest.mark.parametrize(
    "text",
    [
        "skript: []",
        "script: []",
        "script:\n- narrator: words\n  rate: fast",
        "script:\n- narrator: words\n  skip: 1",
        "cast: {Ivo: {gender: many}}\nscript:\n- narrator: words",
    ],
)
def test_a_mistake_in_a_script_is_one_for_the_schema(text: str) -> None:
    assert check(script.schema(), text) != []


@pytest.mark.parametrize("name", ["voices", "script", "podcast"])
def test_schemas_are_printed_or_written(narrate: Run, work: Path, name: str) -> None:
    printed = narrate("schema", name).out
    assert json.loads(printed)["title"] == f"{name}.yaml of narrate"
    assert narrate("schema", name, "-o", "x.json").code == 0
    assert (work / "x.json").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("zzz: 1", VOICES["properties"]),
        ("voices: {Anna: {zzz: 1}}", VOICES["properties"]["voices"]["additionalProperties"]["properties"]),
        ("sound: {zzz: 1}", VOICES["properties"]["sound"]["properties"]),
    ],
)
def test_the_schema_knows_every_key_that_narrate_knows(
    narrate: Run, work: Path, text: str, described: dict[str, Any]
) -> None:
    (work / "voices.yaml").write_text(text, encoding="utf-8")
    valid = narrate("voices").err.partition("valid: ")[2]
    assert set(valid.strip().split(", ")) == set(described)
