"""A voice for every speaker: named by hand, by voices.yaml, or from the pool, the same in every run."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from narrate.errors import VoiceError
from narrate.model import CastEntry, Line, Script, Settings, Speaker

PREFERENCE = 0.5
"""How much less likely each voice of the pool is than the one before it: the pool names the clearest voices first."""


@dataclass(frozen=True)
class Casting:
    """Which voice of voices.yaml says what. `shared` names speakers who had to share a voice of the pool."""

    narrator: str
    quote: str  # for words whose speaker nobody could name
    speakers: Mapping[str, str]
    shared: tuple[str, ...] = ()

    def voice_of(self, line: Line) -> str:
        """The voice of one line; a voice chosen on the line itself wins."""
        if line.voice:
            return line.voice
        if line.speaker is not None:
            return self.speakers.get(line.speaker, self.quote)
        return self.quote if line.kind == "quote" else self.narrator


def cast_voices(script: Script, settings: Settings) -> Casting:
    """Choose a voice for everyone who speaks in the script.

    Named voices come first (the script's own cast, then that of voices.yaml, by name or alias). Everyone else gets a
    voice of the pool that nobody else has, matched to gender where it is known. The choice follows from the name, so a
    speaker keeps the voice from run to run and mostly from article to article; early voices are preferred.
    """
    people = _speaking(script)
    if settings.style != "per-speaker":
        voice = settings.quote if settings.style == "one-quote-voice" else settings.narrator
        quote = voice if settings.style == "narrator-only" else settings.quote
        return Casting(settings.narrator, quote, {person.name: person.voice or voice for person in people})
    chosen = {person.name: voice for person in people if (voice := person.voice or _named(person, settings.cast))}
    reserved = {settings.narrator, *chosen.values(), *(entry.voice for entry in settings.cast)}
    shared = []
    taken = set(reserved)
    for person in people:
        if person.name in chosen:
            continue
        voice, alone = _from_pool(person, settings, taken)
        chosen[person.name] = voice
        taken.add(voice)
        if not alone:
            shared.append(person.name)
    return Casting(settings.narrator, settings.quote, chosen, tuple(shared))


def with_voices(speakers: Iterable[Speaker], chosen: Mapping[str, str], settings: Settings) -> tuple[Speaker, ...]:
    """Speakers with the voices that the article itself asks for, by name or alias. VoiceError for a voice not there."""
    wanted = {name.casefold(): voice for name, voice in chosen.items()}
    for voice in chosen.values():
        if voice not in settings.voices:
            hint = f"voices: {', '.join(settings.voices)}"
            raise VoiceError(f"the article asks for a voice '{voice}' that voices.yaml does not have", hint)
    return tuple(
        replace(speaker, voice=next((wanted[n.casefold()] for n in names if n.casefold() in wanted), speaker.voice))
        for speaker in speakers
        for names in [(speaker.name, *speaker.aliases)]
    )


def _speaking(script: Script) -> list[Speaker]:
    """Those who have a line, in order of appearance; the others need no voice."""
    known = {speaker.name: speaker for speaker in script.speakers}
    names = dict.fromkeys(line.speaker for line in script.lines if line.speaker is not None and not line.skip)
    return [known.get(name, Speaker(name)) for name in names]


def _named(person: Speaker, cast: Iterable[CastEntry]) -> str:
    names = {name.casefold() for name in (person.name, *person.aliases)}
    for entry in cast:
        if names & {name.casefold() for name in (entry.speaker, *entry.aliases)}:
            return entry.voice
    return ""


def _from_pool(person: Speaker, settings: Settings, taken: set[str]) -> tuple[str, bool]:
    """A voice and whether nobody else has it: first of the right gender, then any; at last one is shared."""
    pool = [name for name in settings.pool if name != settings.narrator] or list(settings.pool)
    fitting = [name for name in pool if settings.voices[name].gender in (person.gender, "")] if person.gender else pool
    for choices in (fitting, pool):
        free = [name for name in _from_name(person.name, choices) if name not in taken]
        if free:
            return free[0], True
    return _from_name(person.name, fitting or pool)[0], False


def _from_name(name: str, choices: Sequence[str]) -> list[str]:
    """`choices` in an order that the name decides, those that stand first being likelier to come first.

    Weighted rendezvous hashing (Schindelhauer and Schomaker 2005): taking a voice out moves only who had it.
    """

    def score(rank: int, choice: str) -> float:
        digest = hashlib.sha256(f"{name.casefold()}\0{choice}".encode("utf-8", "surrogatepass")).digest()
        chance = (int.from_bytes(digest[:6], "big") + 1) / (1 << 48)
        return PREFERENCE**rank / -math.log(chance) if chance < 1 else math.inf

    scores = {choice: score(rank, choice) for rank, choice in enumerate(choices)}
    return sorted(choices, key=lambda choice: -scores[choice])
