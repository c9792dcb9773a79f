"""Languages without rules of their own: numbers and words are left to the engine, unsayable signs go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.speech.english import symbols
from narrate.speech.english.dialect import English
from narrate.speech.languages import Emoji
from narrate.speech.rules import first_edit
from narrate.speech.tiling import Edit

AND = {
    "de": "und",
    "fr": "et",
    "es": "y",
    "it": "e",
    "nl": "en",
    "pt": "e",
    "sv": "och",
    "da": "og",
    "no": "og",
    "pl": "i",
}
ABBREVIATIONS = {
    "de": "dr prof hr fr st nr bzw ca usw str evtl ggf inkl max min mio mrd vgl jan feb mär apr jun jul aug "
    "sept okt nov dez z b d h u a s o",
    "fr": "m mm mme mlle dr pr st ste p ex etc av janv févr avr juil sept oct nov déc env no",
    "es": "sr sra srta dr dra d dña ud uds ee uu pág núm etc av ene feb mar abr jun jul ago sept oct nov dic",
}  # fmt: skip
DATED = {
    "de": "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
}
SIGN = re.compile(r"--+|[^\w\s.,;:!?'\"()\-–—…%$£€¥+/=@#°§]| - ")


class PlainGrammar:
    """Removes markup, emoji and signs that engines misread; says "&" in the language."""

    starters: frozenset[str] = frozenset()

    def __init__(self, language: str, emoji: Emoji) -> None:
        self.abbreviations = frozenset(ABBREVIATIONS.get(language, "").split())
        self.dated = frozenset(DATED.get(language, "").split())
        self._and = AND.get(language, "")
        self._english = English(emoji=emoji)

    def edits(self, text: str, start: int, stop: int) -> Iterator[Edit]:
        """Disjoint edits in order for text[start:stop]."""
        at = start
        while (match := SIGN.search(text, at, stop)) is not None:
            at = match.end()
            edit = self.edit(text, match, stop)
            if edit is not None:
                yield edit
                at = edit.end

    def edit(self, text: str, match: re.Match[str], stop: int) -> Edit | None:
        """What is said for a sign that `SIGN` found."""
        if match.group() == "&" and self._and:
            lead, tail = (" " * text[at : at + 1].isalnum() for at in (match.start() - 1, match.end()))
            return Edit(match.start(), match.end(), f"{lead}{self._and}{tail}", "sign")
        rules = (symbols.TAG, symbols.DASHES, symbols.EMOJI, symbols.DROPPED)
        return first_edit(rules, text, match.start(), stop, self._english)
