"""Classes of news prose, a file each: after every quotation stands who says it, or a dash where nobody does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

_ANSWER = re.compile(r"\{([^{}]*)\}")
_FOLDER = Path(__file__).parent / "data" / "dialogue" / "prose"


def _articles() -> list[tuple[str, str]]:
    files = sorted(_FOLDER.glob("*.txt"))
    return [(file.stem, text) for file in files for text in file.read_text(encoding="utf-8").strip().split("\n---\n")]


def _wanted(marked: str) -> dict[int, list[str]]:
    """The answers that are right, by the end of the quotation in the text without them."""
    wanted, removed = {}, 0
    for match in _ANSWER.finditer(marked):
        wanted[match.start() - removed] = match[1].split("|")
        removed += len(match[0])
    return wanted


def test_every_class_has_articles() -> None:
    assert len({stem for stem, _ in _articles()}) == len(list(_FOLDER.glob("*.txt"))) >= 9


@pytest.mark.parametrize(("stem", "marked"), _articles())
def test_prose_of_the_class_has_its_speakers(stem: str, marked: str) -> None:
    text = _ANSWER.sub("", marked)
    found = find_quotations(article_of(text, "en"), DialogueSettings(min_confidence=0.0)).quotations
    for end, answers in _wanted(marked).items():
        run = next((q for q in found if q.start < end <= q.end + 1), None)
        voiced = run is not None and run.kind == "speech"
        assert ((run.speaker if run is not None else None) if voiced else "-") in answers, text[:end]
