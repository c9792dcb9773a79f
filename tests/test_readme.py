"""README and docs/ tell the truth: commands, options, settings and links exist, and all that exist stand there."""

from __future__ import annotations

import re
import shlex
import tomllib
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from command_reference import PAGE, commands, options, reference
from conftest import Run
from publishing_editions import podcast_file

from narrate import lookup
from narrate.cli import narrate as group
from narrate.config import CLIP, CLIPS, SECTIONS
from narrate.engines.registry import BUILT_IN
from narrate.pronunciations import KEYS
from narrate.publishing import load_podcast
from narrate.script import load
from narrate.script.cues import KEYS as SOUND_KEYS
from narrate.script.keys import OVERRIDES
from narrate.testing import check_engine

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
DOCUMENTS = {"README": README, **PAGES}
EVERYWHERE = "\n".join(DOCUMENTS.values())
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.S | re.M)
documents = pytest.mark.parametrize("document", DOCUMENTS)


def prose(document: str) -> str:
    return FENCE.sub("", DOCUMENTS[document])


def spans(document: str) -> list[str]:
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose(document))]


def blocks(document: str, language: str) -> list[str]:
    return [code for name, code in FENCE.findall(DOCUMENTS[document]) if name == language]


def command_lines(document: str) -> list[list[str]]:
    """What is written as a command: spans, and lines of shell, cron and systemd, from "narrate" on."""
    lines = [
        line for name, code in FENCE.findall(DOCUMENTS[document]) if name != "python" for line in code.splitlines()
    ]
    found = [re.search(r"(?:^|[\s/])narrate (?=[a-z-]).*", line) for line in [*spans(document), *lines]]
    texts = [match.group().split("# ")[0].split(" && ")[0] for match in found if match]
    return [shlex.split(text.replace("'", "") if text.count("'") % 2 else text)[1:] for text in texts]


def command_of(words: list[str]) -> click.Command | None:
    known = commands(group)
    return known.get(" ".join(words[:2])) or known.get(words[0])


@pytest.mark.parametrize("name", commands(group))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    command = commands(group)[name]
    assert command.get_short_help_str()
    assert f"narrate {name}" in README
    for option in options(command):
        assert option.help, option.name


def test_the_page_of_commands_says_what_the_commands_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "python tests/command_reference.py writes it anew"


@documents
def test_every_command_that_is_named_exists_and_takes_these_options(document: str) -> None:
    for words in command_lines(document):
        if words[0].startswith("--"):
            continue
        command = command_of(words)
        assert command is not None, words
        flags = {flag for each in options(command) for flag in (*each.opts, *each.secondary_opts)}
        given = {word.split("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)}
        assert given <= flags | {"--help"}, words


@documents
def test_every_option_that_is_named_exists(document: str) -> None:
    known = {f for each in commands(group).values() for o in options(each) for f in (*o.opts, *o.secondary_opts)}
    foreign = r"`?python benchmarks/[^`\n]*|`[^`]*\{wav\}[^`]*`|^dask .*$|^export .*$"
    for flag in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(foreign, "", DOCUMENTS[document], flags=re.M))):
        assert flag in known | {"--help", "--version"}, flag


@documents
def test_every_benchmark_that_is_named_exists_and_takes_these_options(document: str) -> None:
    if not (ROOT / "benchmarks").is_dir():
        pytest.skip("benchmarks are not in the source distribution")
    for name, rest in re.findall(r"python benchmarks/(\w+)\.py([^`\n]*)", DOCUMENTS[document]):
        code = (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8")
        for flag in re.findall(r"--[a-z-]+", rest):
            assert f'"{flag}"' in code or f'"--{flag.removeprefix("--no-")}"' in code, (name, flag)


@documents
def test_every_link_leads_somewhere(document: str) -> None:
    home = ROOT if document == "README" else ROOT / "docs"
    for target in re.findall(r"\]\(([^)]+)\)", prose(document)):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        path = home / name if name else home / f"{document}.md"
        assert path.is_file(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}, target


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_linked_from_the_readme(page: str) -> None:
    assert f"](docs/{page}.md" in README


@documents
def test_every_setting_that_is_shown_loads(document: str, tmp_path: Path) -> None:
    names = {*SECTIONS, "music", "engines", "voices", "narrator", "cast", "style", "fallback", "driver", "engine"}
    names |= {"pronunciations", "pool", "quote"}
    shown = [span for span in spans(document) if re.match(rf"({'|'.join(names)}): [^.]*$", span)]
    for text in [*blocks(document, "yaml"), *shown]:
        keys = yaml.safe_load(text)
        for name in re.findall(r"\b[\w-]+\.(?:mp3|ogg|wav|flac)\b", text):
            (tmp_path / name).touch()
        file = tmp_path / "voices.yaml"
        file.write_text(text, encoding="utf-8")
        if "script" in keys:
            load(text, "script.yaml")
        elif "shows" in keys:
            load_podcast(file)
        else:
            settings = lookup.load_settings(file)
            for engine, given in settings.engines.items():
                assert set(given) <= set(options_of(engine)), text


def options_of(engine: str) -> list[str]:
    module, _, name = BUILT_IN[engine].partition(":")
    return list(signature(getattr(import_module(module), name)).parameters)


@pytest.mark.parametrize("engine", sorted(set(BUILT_IN) - {"system"}))  # what it takes is for its tests
def test_every_option_of_an_engine_stands_on_its_page(engine: str) -> None:
    missing = [name for name in options_of(engine) if not re.search(rf"`{name}\b", PAGES["engines"])]
    assert not missing


def test_the_targets_of_the_page_are_known(tmp_path: Path) -> None:
    (plain,) = blocks("publishing", "yaml")
    targets = [span for span in spans("publishing") if span.startswith("target: ")]
    assert len(targets) == 5
    for target in targets:
        (tmp_path / "podcast.yaml").write_text(plain.replace("target: ./public", target), encoding="utf-8")
        load_podcast(tmp_path / "podcast.yaml")


@pytest.mark.parametrize(
    ("page", "keys"),
    [("pronunciation", KEYS), ("script", OVERRIDES), ("sound", [*SOUND_KEYS, *CLIP, *CLIPS, *CLIPS["intro"]])],
)
def test_every_key_stands_on_its_page(page: str, keys: list[str]) -> None:
    assert not [key for key in keys if not re.search(rf"\b{key}\b", PAGES[page])]


def test_every_environment_variable_stands_on_its_page_and_no_other() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "narrate").rglob("*.py"))
    variable = r"(?<![A-Z_])NARRATE_[A-Z_]+"
    assert set(re.findall(variable, code)) == set(re.findall(variable, PAGES["environment"]))
    assert set(re.findall(variable, EVERYWHERE)) <= set(re.findall(variable, code))


def test_every_extra_that_is_named_exists_and_all_are_named() -> None:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = set(re.findall(r"(?:narrate-audio|\.)\[(\w+)\]", EVERYWHERE))
    assert named == set(known) - {"dev", "judges"}


def test_the_python_example_runs(narrate: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = [block for block in blocks("README", "python") if "narrate.perform" in block]
    (work / "examples").symlink_to(ROOT / "examples")
    podcast_file(work)
    code = code.replace("narrate.load_settings()", 'narrate.load_settings(Path("voices.yaml"))')
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert [outcome.action for outcome in names["report"].outcomes] == ["published"]
    assert list((work / "out").glob("*/episode.mp3"))


def test_the_engine_of_the_documents_keeps_the_contract() -> None:
    (code,) = [block for block in blocks("engines", "python") if "class ToneEngine" in block]
    names: dict[str, Any] = {}
    exec(compile(code, "engines.md", "exec"), names)
    check_engine(names["ToneEngine"]())


def test_the_files_that_the_readme_promises_are_made(narrate: Run, work: Path) -> None:
    promised = re.findall(r"^\| `([a-z]+)\.([a-z0-9]+)`", README, re.M)
    narrate("build", ROOT / "examples" / "storm-harbour.txt")
    (home,) = (work / "out").iterdir()
    assert {f"{stem}.{suffix}" for stem, suffix in promised} <= {path.name for path in home.iterdir()}
