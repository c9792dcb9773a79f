"""What is suspicious in a lexicon, beyond what cannot be read at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.model import Pronunciation
from narrate.speech.matching import Matcher, compiled, speaks


@dataclass(frozen=True)
class Finding:
    """One suspicion about an entry."""

    where: str  # file and line
    problem: str
    hint: str = ""


def check_lexicon(
    entries: Sequence[Pronunciation], texts: Sequence[str] = (), language: str = "en"
) -> tuple[Finding, ...]:
    """Entries that are given twice, hide or feed each other, do nothing, or never match.

    Parameters
    ----------
    entries
        In order of precedence.
    texts
        Lines to try them on; without any, nothing is said about matching.
    language : str
        Entries of other languages are passed over.
    """
    mine = [e for e in entries if speaks(e, language)]
    return (*_doubles(mine), *_circles(mine), *_idle(mine), *(_unmatched(mine, texts, language) if texts else ()))


def entries_used(
    entries: Sequence[Pronunciation], texts: Sequence[str], language: str = "en"
) -> tuple[Pronunciation, ...]:
    """Those of the entries, in order of precedence, that change something in the texts."""
    matcher = Matcher(language, entries, ipa=True)
    used = {id(entry) for text in texts for entry in matcher.contest(text)[0]}
    return tuple(entry for entry in entries if id(entry) in used)


def _doubles(entries: Sequence[Pronunciation]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Pronunciation] = {}
    for entry in entries:
        for form in entry.match:
            folded = form if entry.case == "exact" else form.lower()
            key = (folded, str(entry.regex), entry.before, entry.after, entry.voice, entry.language)
            first = seen.setdefault(key, entry)
            if first is not entry:
                yield Finding(
                    entry.where, f"{form!r} is given before, at {first.where}, which wins", "keep one of them"
                )


def _circles(entries: Sequence[Pronunciation]) -> Iterator[Finding]:
    words = [e for e in entries if e.say and not e.regex]
    feeds = (
        {id(a): [b for b in words if b is not a and any(compiled(f, b).search(a.say) for f in b.match)] for a in words}
        if len(words) < 2000
        else {}
    )
    for entry in words:
        for other in feeds.get(id(entry), ()):
            if any(back is entry for back in feeds.get(id(other), ())):
                yield Finding(
                    entry.where,
                    f"{entry.match[0]!r} says {entry.say!r}, and {other.match[0]!r} at {other.where} leads back to it",
                    "spoken words are not looked up again: each says exactly its own words",
                )


def _idle(entries: Sequence[Pronunciation]) -> Iterator[Finding]:
    for entry in entries:
        if entry.say and not entry.regex and not entry.ipa and [entry.say] == list(entry.match):
            yield Finding(entry.where, f"{entry.say!r} is said as it is written", "use 'keep: true' to protect it")


def _unmatched(entries: Sequence[Pronunciation], texts: Sequence[str], language: str) -> Iterator[Finding]:
    matcher = Matcher(language, entries, ipa=True)
    matched: set[int] = set()
    hidden: dict[int, Pronunciation] = {}
    for text in texts:
        used, beaten = matcher.contest(text)
        matched.update(id(e) for e in used)
        hidden.update({id(loser): winner for loser, winner in beaten})
    for entry in entries:
        if id(entry) in matched:
            continue
        winner = hidden.get(id(entry))
        if winner is not None:
            yield Finding(
                entry.where, f"{entry.match[0]!r} is always covered by {winner.match[0]!r} at {winner.where}", ""
            )
        else:
            yield Finding(
                entry.where, f"{entry.match[0]!r} matched nothing", "check spelling and capitals, or remove it"
            )
