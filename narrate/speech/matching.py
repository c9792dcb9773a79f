"""Where the entries of a pronunciation lexicon apply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.model import Pronunciation
from narrate.speech.characters import cleaned
from narrate.speech.tiling import Edit

RULE, KEPT = "lexicon", "kept"
WORD = re.compile(r"[^\W_]+")
LEVELS = {"article": 0, "show": 1, "user": 2}
MOST_SMALL = 60
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

    def __init__(
        self, language: str, entries: Sequence[Pronunciation], shipped: Sequence[Pronunciation] = (), *, ipa: bool
    ) -> None:
        self._ipa = ipa
        self._used: set[int] = set()
        own = [e for e in entries if speaks(e, language) and (ipa or says_without_ipa(e))]
        wanted = [*own, *(e for e in shipped if speaks(e, language) and (ipa or says_without_ipa(e)))]
        self._order = {
            id(e): (LEVELS[e.level] if rank < len(own) else len(LEVELS), rank) for rank, e in enumerate(wanted)
        }
        self._regexes = [(e, compiled(m, e)) for e in wanted if e.regex for m in e.match]
        small: set[str] = set()
        self._words: dict[str, list[tuple[int, re.Pattern[str], Pronunciation]]] = {}
        for entry in wanted:
            if not entry.regex:
                for form in entry.match:
                    first = WORD.search(form)
                    if first:
                        if not capital(form, entry):
                            small.add(first.group().lower())
                        self._words.setdefault(first.group().lower(), []).append(
                            (first.start(), compiled(form, entry), entry)
                        )

        self._finder = word_finder(small)

    def claims(self, text: str, voice: str = "") -> list[Edit]:
        """Disjoint edits in order: the article's entries before the show's, these before the user's and the shipped
        ones; on one level longer matches, then earlier entries."""
        taken, _ = self._winners(text, voice)
        return [Edit(h.start, h.end, h.spoken, KEPT if h.entry.keep else RULE) for h in taken if self._first(h.entry)]

    def contest(self, text: str) -> tuple[list[Pronunciation], list[tuple[Pronunciation, Pronunciation]]]:
        """Entries that apply somewhere in the text, and those that lost their place, each with its winner."""
        taken, lost = self._winners(text, "any")
        return [h.entry for h in taken], [(loser.entry, winner.entry) for loser, winner in lost]

    def _winners(self, text: str, voice: str) -> tuple[list[Hit], list[tuple[Hit, Hit]]]:
        hits = sorted(self.hits(text, voice), key=self._precedence)
        places: dict[int, Hit] = {}
        taken: list[Hit] = []
        lost: list[tuple[Hit, Hit]] = []
        for hit in hits:
            winner = next((places[at] for at in range(hit.start, hit.end) if at in places), None)
            if winner is None:
                taken.append(hit)
                places.update(dict.fromkeys(range(hit.start, hit.end), hit))
            else:
                lost.append((hit, winner))
        return sorted(taken, key=lambda h: h.start), lost

    def _precedence(self, hit: Hit) -> tuple[int, int, int, int]:
        level, rank = self._order[id(hit.entry)]
        return level, hit.start - hit.end, rank, hit.start

    def _first(self, entry: Pronunciation) -> bool:
        if not entry.first_only:
            return True
        fresh = id(entry) not in self._used
        self._used.add(id(entry))
        return fresh

    def hits(self, text: str, voice: str = "") -> Iterator[Hit]:
        """Every place where an entry would apply, overlaps included."""
        if self._words:
            lookup = self._words.get
            for word in self._finder.finditer(text):
                for lead, pattern, entry in lookup(word.group().lower(), ()):
                    match = pattern.match(text, max(0, word.start() - lead))
                    if match and fits(entry, match, voice):
                        yield self._hit(entry, match)
        for entry, pattern in self._regexes:
            for match in pattern.finditer(text):
                if match.end() > match.start() and fits(entry, match, voice):
                    yield self._hit(entry, match)

    def _hit(self, entry: Pronunciation, match: re.Match[str]) -> Hit:
        if self._ipa and entry.ipa and POSSESSIVE.match(match.string, match.end()):
            # Behind phonemes an engine says "'s" as the letter S.
            return Hit(match.start(), match.end() + 2, entry, f"[[{entry.ipa}{possessive(entry.ipa)}]]")
        return Hit(match.start(), match.end(), entry, self._spoken(entry, match))

    def _spoken(self, entry: Pronunciation, match: re.Match[str]) -> str:
        written = match.group()
        if entry.keep:
            return safe(written) or written
        if entry.spell:
            return ".".join(c for c in written.upper() if c.isalnum())
        if entry.ipa and self._ipa:
            return f"[[{entry.ipa}]]"
        said = match.expand(entry.say) if entry.regex else entry.say
        return safe(said) or written


POSSESSIVE = re.compile(r"'s(?!\w)")


def possessive(ipa: str) -> str:
    """The sound of a possessive behind a word: "Kyiv" takes z, "Tashkent" s, "Cortez" ɪz."""
    last = ipa.rstrip("ˈˌː")[-1:]
    if last in "szʃʒʧʤ":
        return "ɪz"
    return "s" if last in "ptkfθxχq" else "z"


def speaks(entry: Pronunciation, language: str) -> bool:
    """Whether an entry holds for a language: "en" holds for "en-au", "en-gb" does not."""
    if not entry.language:
        return True
    want, have = entry.language.lower().replace("_", "-"), language.lower().replace("_", "-")
    return have == want or have.startswith(want + "-")


def says_without_ipa(entry: Pronunciation) -> bool:
    """Whether an entry has something for engines that take no IPA; otherwise they say the plain word."""
    return bool(entry.say or entry.spell or entry.keep)


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


def capital(form: str, entry: Pronunciation) -> bool:
    """Whether a form begins with a capital wherever it matches."""
    exact = entry.case == "exact" or (entry.case == "smart" and form != form.lower())
    return exact and form[:1].isupper()


def word_finder(small: set[str]) -> re.Pattern[str]:
    """Finds words with a capital and those of `small`: cheaper than looking up every word of a text."""
    if len(small) > MOST_SMALL:
        return WORD
    others = "".join(f"|{re.escape(word)}(?![^\\W_])" for word in sorted(small, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:(?![a-z])[^\W_]+{others})")


def fits(entry: Pronunciation, match: re.Match[str], voice: str) -> bool:
    """Whether voice and neighbour words allow the entry here."""
    if entry.voice and voice not in (entry.voice, "any") and entry.voice != "any":
        return False
    text = match.string
    if entry.before and not re.search(entry.before, text[max(0, match.start() - NEIGHBOURS) : match.start()]):
        return False
    return not entry.after or bool(re.search(entry.after, text[match.end() : match.end() + NEIGHBOURS]))


def safe(words: str) -> str:
    """Words of a lexicon without what an engine would take for an instruction."""
    return " ".join(re.sub(r"[\[\]{}<>|\\]+", " ", cleaned(words)).split())
