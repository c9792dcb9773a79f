"""What is said before and after the article: templates filled in, in its language, and what lacks a fact left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from narrate.episode.wording import long_date, one_line
from narrate.episode.words import words_of
from narrate.model import EpisodeSettings, Script

NONE, STANDARD = "none", "standard"
_DISCLOSES = re.compile(
    r"(?i)\b(?:synth[eéè]|s[iy]nt[eé]t|syntet|artificial|künstlich|artificiel|sztuczn|kunstig|اصطناع|סינתט|синтез)"
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_FIELD = re.compile(r"\{(\w+)\}")
_TITLE = "{title}"
_OPEN, _SHUT = " ,;–—-“„«\"'", " ,;:.!?…–—-”“»\"'"
"""What is left at the edges of an intro that is parted at the headline."""


@dataclass(frozen=True)
class Announcement:
    """The narrator's words round an article; empty where there are none."""

    before: str  # the headline
    after: str  # the headline
    closing: str  # after the last line

    @property
    def discloses(self) -> bool:
        """Whether they say that the voices are synthetic, so that it need not be said once more."""
        return bool(_DISCLOSES.search(f"{self.before} {self.after} {self.closing}"))


def announce(script: Script, settings: EpisodeSettings) -> Announcement:
    """The spoken intro and outro of an article, in its language where the standard words are wanted.

    The headline is a line of the article and is said in its place, so an intro that names {title} is parted there.
    """
    intro = _template(settings.intro, words_of(script.language)["intro"])
    outro = _template(settings.outro, words_of(script.language)["outro"])
    facts = {
        "show": one_line(settings.show or script.site),
        "title": one_line(script.title),
        "author": one_line(script.author),
        "date": long_date(script.date, script.language) if script.date else "",
        "site": one_line(script.site),
    }
    closing = _filled(outro, facts)
    said = any(line.kind == "title" and not line.skip for line in script.lines[:1])
    if not said or _TITLE not in intro:
        return Announcement(_filled(intro, facts), "", closing)
    before, _, after = _filled(intro, {**facts, "title": _TITLE}).partition(_TITLE)
    return Announcement(before.rstrip(_OPEN), _begun(after), closing)


def _template(wanted: str, standard: str) -> str:
    plain = wanted.strip()
    return "" if plain.casefold() == NONE else standard if plain == STANDARD else plain


def _filled(template: str, facts: Mapping[str, str]) -> str:
    return " ".join(_sentences(template, facts))


def _sentences(template: str, facts: Mapping[str, str]) -> Iterator[str]:
    """Each sentence with its facts; a clause that lacks one goes, and a sentence of which nothing is left."""
    for sentence in _SENTENCE.split(template.strip()):
        words = sentence.rstrip(".!?… ")
        clauses = [clause for clause in words.split(", ") if all(facts.get(name) for name in _FIELD.findall(clause))]
        if any(clauses):
            filled = _FIELD.sub(lambda match: facts[match[1]], ", ".join(clauses))
            end = sentence[len(words) :].strip() or "."
            yield _begun(filled) + ("" if filled[-1] in ".!?…" else end)


def _begun(words: str) -> str:
    """Words that begin a sentence, whatever stood before them; nothing where no word is among them."""
    rest = words.strip().lstrip(_SHUT)
    return rest[:1].upper() + rest[1:] if any(map(str.isalnum, rest)) else ""
