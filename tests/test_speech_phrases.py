"""What is said for the written forms of news, phrase by phrase: tests/data/speech/phrases.tsv."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrate.model import SpeechSettings
from narrate.speech import Verbalizer

TABLE = Path(__file__).parent / "data" / "speech" / "phrases.tsv"
CASES = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
VERBALIZERS = {language: Verbalizer(language, SpeechSettings()) for language in ("en-US", "en-GB", "en-AU")}


def heard(text: str) -> str:
    """Letters and figures alone: "A.M" and "am" sound the same, commas are pauses."""
    return "".join(c for c in text.casefold() if c.isalnum())


def letter_by_letter(text: str) -> str:
    """Words in a row, each spelled letter ("F.B.I", "F B I") one of its own: "who" is not "W.H.O"."""
    text = re.sub(r"\b([A-Z])([A-Z])'s", r"\1.\2's", text)
    apart = re.sub(r"(?<=\b[A-Z])\.(?=[A-Z]s?\b)", " ", text.replace("'", ""))
    return " ".join(re.findall(r"\w+", apart)).casefold()


@pytest.mark.parametrize(("kind", "language", "written", "accepted"), CASES, ids=[f"{c[1]}: {c[2]}" for c in CASES])
def test_a_phrase_is_said_as_accepted(kind: str, language: str, written: str, accepted: str) -> None:
    compared = letter_by_letter if kind == "acronym" else heard
    assert compared(VERBALIZERS[language].say(written).text) in {compared(form) for form in accepted.split("|")}


CONTINENTAL = [
    tuple(line.split("\t"))
    for line in TABLE.with_name("continental.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "written", "accepted"), CONTINENTAL, ids=[f"{c[0]}: {c[1]}" for c in CONTINENTAL])
def test_german_french_and_spanish_are_said_in_their_own_words(language: str, written: str, accepted: str) -> None:
    said = Verbalizer(language, SpeechSettings()).say(written).text
    assert heard(said) in {heard(form) for form in accepted.split("|")}
