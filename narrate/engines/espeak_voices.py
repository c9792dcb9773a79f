"""The voices of espeak-ng, read from its data files; the library itself is not loaded.

A voice is an accent, a file below `lang/` ("gmw/en-US"), with or without a variant, a file of `voices/!v` ("f2"), that
changes its pitch and timbre: `en-us`, `en-us+f2`, `en-gb-x-rp+edward`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from narrate.errors import EngineError, VoiceError
from narrate.model import EngineVoice, Gender

_WOMEN = ("f2", "f5", "f1", "f3", "linda", "f4")
_MEN = ("edward", "klatt4", "edward2", "benjamin", "klatt3", "announcer")
RECOMMENDED = (*_WOMEN, *_MEN)
"""Variants that are listed for every accent; all others can be asked for by name.

Best first by the word errors of a recogniser (pocketsphinx, twelve news sentences, en-us, 145 words a minute): f2 38 %,
f5 49, f1 82, f3 83, linda 84, f4 91; edward 47, klatt4 67, edward2 72, benjamin 72, klatt3 73, announcer 79. The plain
voice has 69, and others that were tried 74 to 102.
"""

UNUSABLE = frozenset({"en-shaw", "piqd"})
"""Accents that do not read ordinary spelling: these read Shavian and pIqaD letters."""


_FAIR_DEFAULT = 3


@dataclass(frozen=True)
class VoiceFile:
    """What a voice file says of itself."""

    identifier: str  # relative to lang/ or voices/!v, with forward slashes: "gmw/en-US", "f2"
    name: str
    languages: tuple[str, ...]  # lower case, best first
    gender: Gender
    age: str
    dictionary: str = ""  # of the pronunciations: "en"
    is_klatt: bool = False  # spoken by one of espeak's Klatt synthesizers instead of its own

    @property
    def tag(self) -> str:
        """The file's own name in lower case: "en-us", "en-gb-x-rp", and "en" for Great Britain."""
        return self.identifier.rpartition("/")[2].lower()


def data_folder() -> Path:
    """The folder `espeak-ng-data` that the package espeakng-loader carries. EngineError if it is not there."""
    try:
        import espeakng_loader

        return Path(espeakng_loader.get_data_path())
    except (ImportError, RuntimeError) as error:
        raise EngineError(f"espeak-ng's data is not installed: {error}", "pip install espeakng-loader") from error


@lru_cache(maxsize=2)
def accents(data: Path) -> Mapping[str, VoiceFile]:
    """Accents by each lower-case name that they answer to: language tags, file name and identifier."""
    ranked: list[tuple[int, str, VoiceFile]] = []
    for path in sorted((data / "lang").rglob("*")):
        if path.is_file():
            identifier = path.relative_to(data / "lang").as_posix()
            voice, priorities = _parsed(path, identifier)
            # Three accents of espeak-ng 1.52 come without their dictionary.
            has_words = (data / f"{voice.dictionary}_dict").is_file()
            if has_words and not UNUSABLE.intersection(voice.languages):
                own = {identifier.lower(): -1, path.name.lower(): 0}
                ranked += [(rank, key, voice) for key, rank in {**priorities, **own}.items()]
    # "en-gb" is claimed by two files; the number in the file, lower is better, says which is meant.
    found: dict[str, VoiceFile] = {}
    for _, key, voice in sorted(ranked, key=lambda entry: entry[0]):
        found.setdefault(key, voice)
    return found


@lru_cache(maxsize=2)
def variants(data: Path) -> Mapping[str, VoiceFile]:
    """Variants by name; upper and lower case differ, as they do for espeak."""
    return {path.name: _parsed(path, path.name)[0] for path in sorted((data / "voices" / "!v").iterdir())}


def _parsed(path: Path, identifier: str) -> tuple[VoiceFile, dict[str, int]]:
    name, gender, age = path.name, "", ""
    dictionary = ""
    is_klatt = False
    priorities: dict[str, int] = {}
    # Files are written by many hands: one of them is not UTF-8.
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, rest = line.strip().partition(" ")
        words = rest.split()
        if key == "name" and words:
            name = rest.strip()
        elif key == "language" and words:
            dictionary = dictionary or words[0].partition("-")[0]
            priorities[words[0].lower()] = int(words[1]) if words[1:] and words[1].isdigit() else 5
        elif key == "gender" and words:
            gender, age = words[0].lower(), _age(words[1:])
        elif key == "dictionary" and words:
            dictionary = words[0]
        elif key == "klatt":
            is_klatt = True
    known: Gender = "female" if gender == "female" else "male" if gender == "male" else ""
    own = path.name.lower()
    # An accent stands in for a wider language only where its file ranks it high: "en" is not Caribbean by default.
    ranked = sorted(priorities, key=lambda language: (language != own or own == "en", priorities[language]))
    languages = tuple(language for language in ranked if language == ranked[0] or priorities[language] <= _FAIR_DEFAULT)
    return VoiceFile(identifier, name, languages, known, age, dictionary, is_klatt), priorities


def _age(words: Sequence[str]) -> str:
    if not words or not words[0].isdigit():
        return ""
    years = int(words[0])
    return "child" if years < 16 else "senior" if years >= 60 else "adult"


def parsed_id(voice_id: str, data: Path) -> tuple[VoiceFile, VoiceFile | None]:
    """Accent and variant of an id such as "en-us+f2".

    Raises
    ------
    VoiceError
        No such accent, or no such variant: espeak itself would leave out an unknown variant without a word.
    """
    accent_name, plus, variant_name = voice_id.partition("+")
    accent = accents(data).get(accent_name.strip().lower().replace("_", "-"))
    if accent is None:
        raise VoiceError(f"espeak has no accent or language {accent_name!r} (voice {voice_id!r})", _LIST)
    if not plus:
        return accent, None
    variant = variants(data).get(variant_name)
    if variant is None:
        raise VoiceError(f"espeak has no variant {variant_name!r} (voice {voice_id!r})", _LIST)
    return accent, variant


_LIST = "`narrate voices` lists what can speak here"


def described(accent: VoiceFile, variant: VoiceFile | None) -> EngineVoice:
    """The voice as the rest of the program sees it. An accent without a variant is a man's voice (103 Hz)."""
    if variant is None:
        return EngineVoice(accent.tag, accent.name, accent.languages, "male")
    voice_id = f"{accent.tag}+{variant.identifier}"
    name = f"{accent.name}, {variant.identifier}"
    return EngineVoice(voice_id, name, accent.languages, variant.gender or "male", variant.age)


@lru_cache(maxsize=2)
def listed(data: Path) -> tuple[EngineVoice, ...]:
    """Every accent, plain and with the recommended variants, English first."""
    unique = sorted(set(accents(data).values()), key=lambda accent: (accent.tag[:2] != "en", accent.tag))
    offered = [variants(data)[name] for name in RECOMMENDED if name in variants(data)]
    return tuple(described(accent, variant) for accent in unique for variant in (None, *offered))
