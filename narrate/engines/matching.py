"""From a wish for a voice to a voice that an engine has."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from narrate.errors import VoiceError
from narrate.model import CastVoice, Engine, EngineVoice, Voice

ANY_LANGUAGE = "mul"
"""ISO 639's code for several languages: an engine's voice that reads whatever it is given."""


@runtime_checkable
class VoiceFinder(Protocol):
    """An engine that has more voices than it lists, such as every accent of espeak with every variant."""

    def find(self, voice_id: str) -> EngineVoice | None:
        """The voice of exactly this id, or None."""
        ...


def resolve(voice: Voice, engine: Engine) -> CastVoice:
    """Choose the engine's voice for a wish.

    An exact name for this engine decides. Without one, the nearest language comes first, then gender, then age;
    voices that are equally near are spread by the wish's name, so that different wishes sound different.

    Parameters
    ----------
    voice : Voice
        The wish, an entry of voices.yaml.
    engine : Engine
        The engine that will speak.

    Returns
    -------
    CastVoice
        What to ask the engine for.

    Raises
    ------
    VoiceError
        The engine has no voice of that exact name, or none for the language.
    """
    wanted = voice.names.get(engine.name)
    found = _named(wanted, voice, engine) if wanted is not None else _nearest(voice, engine)
    return CastVoice(
        name=voice.name,
        engine=engine.name,
        id=found.id,
        language=voice.language,
        rate=voice.rate,
        pitch=voice.pitch,
        volume_db=voice.volume_db,
    )


def _named(wanted: str, voice: Voice, engine: Engine) -> EngineVoice:
    if isinstance(engine, VoiceFinder):
        found = engine.find(wanted)
        if found is not None:
            return found
    offered = engine.voices()
    found = _by_name(wanted, offered)
    if found is not None:
        return found
    raise VoiceError(
        f"voice {voice.name!r}: engine {engine.name!r} has no voice {wanted!r}",
        near_matches(wanted, offered, engine.name),
    )


def _by_name(wanted: str, offered: Sequence[EngineVoice]) -> EngineVoice | None:
    # Windows and macOS know a voice by a long id; people write the part of the name they see, such as "Samantha".
    key = wanted.casefold()
    for exact in (
        [voice for voice in offered if voice.id.casefold() == key],
        [voice for voice in offered if voice.name.casefold() == key],
        [voice for voice in offered if key and key in voice.name.casefold()],
    ):
        if len(exact) == 1 or (exact and exact[0].id.casefold() == key):
            return exact[0]
    return None


def near_matches(wanted: str, offered: Iterable[EngineVoice], engine: str) -> str:
    """The hint for an unknown voice: names like it, and how to list all."""
    ids = [voice.id for voice in offered]
    lowered = {voice_id.casefold(): voice_id for voice_id in ids}
    near = [lowered[key] for key in difflib.get_close_matches(wanted.casefold(), lowered, n=3, cutoff=0.5)]
    question = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    return f"{question}`narrate voices --engine {engine}` lists what can speak here"


def _nearest(voice: Voice, engine: Engine) -> EngineVoice:
    offered = engine.voices()
    ranked = [(_distance(voice, candidate), candidate) for candidate in offered]
    possible = [(distance, candidate) for distance, candidate in ranked if distance is not None]
    if not possible:
        languages = sorted({language for candidate in offered for language in candidate.languages[:1]})
        raise VoiceError(
            f"voice {voice.name!r}: engine {engine.name!r} has no voice for the language {voice.language!r}",
            f"languages: {', '.join(languages)}" if languages else "the engine offers no voices at all",
        )
    best = min(distance for distance, _ in possible)
    equals = [candidate for distance, candidate in possible if distance == best]
    return equals[int.from_bytes(hashlib.sha256(voice.name.encode()).digest()[:4], "big") % len(equals)]


def _distance(wish: Voice, candidate: EngineVoice) -> tuple[int, int, bool, bool] | None:
    languages = ((_language_distance(wish.language, tag), rank) for rank, tag in enumerate(candidate.languages))
    language, rank = min(languages, default=(_FOREIGN, 0))
    if language == _FOREIGN:
        return None
    age_differs = _differs(wish.age or "adult", candidate.age or "adult")
    return language, rank, _differs(wish.gender, candidate.gender), age_differs


_FOREIGN = 9


def _language_distance(wanted: str, offered: str) -> int:
    want, have = (tag.replace("_", "-").casefold() for tag in (wanted, offered))
    if want == have:
        return 0
    if have == ANY_LANGUAGE:
        return 1
    if have.startswith(want + "-"):
        return 1
    if want.startswith(have + "-"):
        return 2
    return 3 if want.split("-")[0] == have.split("-")[0] else _FOREIGN


def _differs(wanted: str, offered: str) -> bool:
    return bool(wanted) and wanted != offered
