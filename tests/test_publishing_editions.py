"""Only a finished edition is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from publishing_editions import edition, podcast_file

from narrate.errors import PublishError
from narrate.publishing import load_podcast, publish
from narrate.publishing.editions import read_edition


def changed(place: Path, **values: object) -> None:
    path = place / "edition.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(facts | values), encoding="utf-8")


def renamed_file(place: Path, name: str) -> None:
    facts = json.loads((place / "edition.json").read_text(encoding="utf-8"))
    changed(place, files={name: facts["files"]["transcript.vtt"]})


BREAKS: dict[str, Callable[[Path], object]] = {
    "edition.json is missing": lambda place: (place / "edition.json").unlink(),
    "edition.json is broken": lambda place: (place / "edition.json").write_text('{"version": 1,', encoding="utf-8"),
    "not an object": lambda place: (place / "edition.json").write_text("[]", encoding="utf-8"),
    "version 2": lambda place: changed(place, version=2),
    "episode.mp3 is missing": lambda place: (place / "episode.mp3").unlink(),
    "transcript.vtt is missing": lambda place: (place / "transcript.vtt").unlink(),
    "bytes, edition.json says": lambda place: (place / "episode.mp3").write_bytes(b"ID3"),
    "SHA-256 differs": lambda place: (place / "transcript.vtt").write_bytes(
        (place / "transcript.vtt").read_bytes().replace(b"Good", b"Bad!")
    ),
    "no slug or no title": lambda place: changed(place, title="  "),
    "'title' is not text": lambda place: changed(place, title=["x"]),
    "KeyError": lambda place: changed(place, audio={}),
    "not a plain file name": lambda place: renamed_file(place, "../../etc/passwd"),
    "'.ssh' is not a plain": lambda place: renamed_file(place, ".ssh"),
    "not a regular file": lambda place: (
        (place / "transcript.vtt").unlink(),
        (place / "transcript.vtt").symlink_to(place / "transcript.json"),
    ),
}


@pytest.mark.parametrize("said", BREAKS)
def test_an_unfinished_edition_is_refused_with_the_reason(tmp_path: Path, said: str) -> None:
    place = edition(tmp_path)
    BREAKS[said](place)
    with pytest.raises(PublishError) as caught:
        read_edition(place)
    assert said in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_one_unfinished_edition_does_not_keep_the_others_back(tmp_path: Path) -> None:
    good, bad = edition(tmp_path, "good"), edition(tmp_path, "bad")
    (bad / "episode.mp3").write_bytes(b"")
    report = publish([bad, good, tmp_path / "nowhere"], load_podcast(podcast_file(tmp_path)))
    assert [(outcome.slug, outcome.action) for outcome in report.outcomes] == [
        ("bad", "refused"),
        ("nowhere", "refused"),
        ("good", "published"),
    ]
    assert report.failed


def test_the_fingerprint_is_of_what_a_listener_notices(tmp_path: Path) -> None:
    first = read_edition(edition(tmp_path)).fingerprint
    assert read_edition(edition(tmp_path, versions={"narrate": "9"})).fingerprint == first
    assert read_edition(edition(tmp_path, title="Other")).fingerprint != first
    assert read_edition(edition(tmp_path, audio=b"ID3 other")).fingerprint != first


def test_edition_json_itself_may_be_named(tmp_path: Path) -> None:
    place = edition(tmp_path)
    assert read_edition(place / "edition.json") == read_edition(place)
