"""Where the entries of a pronunciation lexicon apply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.model import Pronunciation
from narrate.speech.characters import cleaned
from narrate.speech.tiling import Edit

RULE = "lexicon"
WORD = re.compile(r"[^\W_]+")
NEIGHBOURS = 60
"""Characters before and after that `when` looks at."""


@dataclass(frozen=True)
class Hit:
    """An entry at a place of the text."""

    start: int
    end: int
    entry: Pronunciation
    spoken: str


class Matcher:
    """Finds entries in the lines of one episode, and remembers which were used."""

    def __init__(self, language: str, entries: Sequence[Pronunciation], *, ipa: bool) -> None:
        self._ipa = ipa
        self._used: set[int] = set()
        wanted = [e for e in entries if speaks(e, language)]
        self._order = {id(e): rank for rank, e in enumerate(wanted)}
        self._regexes = [(e, compiled(m, e)) for e in wanted if e.regex for m in e.match]
        self._words: dict[str, list[tuple[re.Pattern[str], Pronunciation]]] = {}
        for entry in wanted:
            if not entry.regex:
                for form in entry.match:
                    first = WORD.search(form)
                    if first:
                        self._words.setdefault(first.group().lower(), []).append((compiled(form, entry), entry))

    def claims(self, text: str, voice: str = "") -> list[Edit]:
        """Disjoint edits in order; longer matches go first, then earlier entries."""
        hits = sorted(self._hits(text, voice), key=lambda h: (h.start - h.end, self._order[id(h.entry)], h.start))
        taken: list[Hit] = []
        covered = bytearray(len(text))
        for hit in hits:
            if not any(covered[hit.start : hit.end]):
                covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
                taken.append(hit)
        taken.sort(key=lambda h: h.start)
        return [Edit(h.start, h.end, h.spoken, RULE) for h in taken if self._first(h.entry)]

    def _first(self, entry: Pronunciation) -> bool:
        if not entry.first_only:
            return True
        fresh = id(entry) not in self._used
        self._used.add(id(entry))
        return fresh

    def _hits(self, text: str, voice: str) -> Iterator[Hit]:
        if self._words:
            lookup = self._words.get
            for word in WORD.finditer(text):
                for pattern, entry in lookup(word.group().lower(), ()):
                    match = pattern.match(text, max(0, word.start() - pattern_lead(pattern)))
                    if match and fits(entry, match, voice):
                        yield Hit(match.start(), match.end(), entry, self._spoken(entry, match))
        for entry, pattern in self._regexes:
            for match in pattern.finditer(text):
                if match.end() > match.start() and fits(entry, match, voice):
                    yield Hit(match.start(), match.end(), entry, self._spoken(entry, match))

    def _spoken(self, entry: Pronunciation, match: re.Match[str]) -> str:
        written = match.group()
        if entry.keep:
            return written
        if entry.spell:
            return ".".join(c for c in written.upper() if c.isalnum())
        if entry.ipa and self._ipa:
            return f"[[{entry.ipa}]]" + match.groupdict().get("possessive", "")
        said = match.expand(entry.say) if entry.regex else entry.say
        return safe(said) or written


def speaks(entry: Pronunciation, language: str) -> bool:
    """Whether an entry holds for a language: "en" holds for "en-au", "en-gb" does not."""
    if not entry.language:
        return True
    want, have = entry.language.lower().replace("_", "-"), language.lower().replace("_", "-")
    return have == want or have.startswith(want + "-")


def compiled(form: str, entry: Pronunciation) -> re.Pattern[str]:
    """A form as a regular expression: whole words; "smart" case is exact where the form has a capital."""
    exact = entry.case == "exact" or (entry.case == "smart" and form != form.lower())
    flags = re.NOFLAG if exact else re.IGNORECASE
    if entry.regex:
        return re.compile(form, flags)
    body = r"[ \-]".join(re.escape(cleaned(part)) for part in re.split(r"[ ]+", form.strip()))
    lead = r"(?<!\w)" if form[:1].isalnum() else ""
    tail = r"(?!\w)" if form[-1:].isalnum() else ""
    return re.compile(lead + body + tail, flags)


def pattern_lead(pattern: re.Pattern[str]) -> int:
    return 0


def fits(entry: Pronunciation, match: re.Match[str], voice: str) -> bool:
    """Whether voice and neighbour words allow the entry here."""
    if entry.voice and entry.voice not in ("any", voice):
        return False
    text = match.string
    if entry.before and not re.search(entry.before, text[max(0, match.start() - NEIGHBOURS) : match.start()]):
        return False
    return not entry.after or bool(re.search(entry.after, text[match.end() : match.end() + NEIGHBOURS]))


def safe(words: str) -> str:
    """Words of a lexicon without what an engine would take for an instruction."""
    return re.sub(r"\[\[|\]\]|[<>]", " ", cleaned(words)).strip()
