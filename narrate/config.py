"""voices.yaml -> Settings. Every key is checked; a mistake names file, line, key and the valid values.

A file says only what differs: what it leaves out comes from the voices.yaml that ships with narrate.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from narrate.errors import ConfigError
from narrate.kinds import (
    DIALECT,
    Flag,
    Kind,
    OneNumberOf,
    OneOf,
    Real,
    Schema,
    SomeOf,
    Template,
    Text,
    Texts,
    WebFolder,
    Whole,
    section,
)
from narrate.located import Located, choose, did_you_mean, load, read_keys, texts
from narrate.model import (
    CastEntry,
    Clip,
    MusicSettings,
    Pauses,
    Pronunciation,
    Settings,
    SoundSettings,
    Style,
    Voice,
)

Reader = Callable[[Located], Any]
ReadLexicon = Callable[[Located], tuple[Pronunciation, ...]]

FILE_NAME = "voices.yaml"
EMPTY = Settings(engine="", voices={}, narrator="", quote="", pool=())


def load_settings(path: Path | None, engines: Collection[str], read_lexicon: ReadLexicon) -> Settings:
    """Settings from the shipped defaults, overlaid by `path` if given.

    Parameters
    ----------
    engines : names that `engine:` may take.
    read_lexicon : turns the `pronunciations:` node into entries.

    Raises
    ------
    ConfigError
        With file, line and key.
    """
    settings = _overlay(EMPTY, default_text(), FILE_NAME, engines, read_lexicon)
    if path is None:
        return settings
    return _overlay(settings, _read(path), str(path), engines, read_lexicon)


def default_text() -> str:
    """The voices.yaml that ships with narrate."""
    shipped = resources.files("narrate").joinpath(FILE_NAME)
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    # In a checkout the file stands at the top, where people look for it; the wheel carries it inside.
    return (Path(__file__).parent.parent / FILE_NAME).read_text(encoding="utf-8")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file", "narrate runs without one; name an existing file") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text (byte {error.start})", "save it as UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None


def _overlay(base: Settings, text: str, origin: str, engines: Collection[str], read_lexicon: ReadLexicon) -> Settings:
    root = load(text, origin, ConfigError)
    if root is None:
        return base
    if not root.is_mapping:
        raise root.error("expected keys such as 'narrator:' and 'cast:'")
    nodes: dict[str, Located] = dict(root.items())
    engine = base.engine
    if "engine" in nodes:
        engine = choose(nodes["engine"], engines, "engine")
    if "driver" in nodes and DRIVER(nodes["driver"]) == "system" and engine == "pyttsx3":
        engine = "system"
    voices = dict(base.voices)
    if "voices" in nodes and not nodes["voices"].is_empty:
        for name, node in nodes["voices"].items():
            voices[name] = _voice(name, node, voices.get(name), engines)
    readers: dict[str, Reader] = {
        "engine": lambda _: engine,
        "driver": lambda _: None,
        "voices": lambda _: voices,
        "narrator": partial(choose, valid=voices, what="voice"),
        "quote": partial(choose, valid=voices, what="voice"),
        "fallback": lambda node: choose(node, voices, "voice") if node.text else "",
        "pool": partial(_pool, voices=voices),
        "cast": partial(_cast, voices=voices),
        "engines": partial(_engine_options, base=base.engines, engines=engines),
        "style": STYLE,
        "pronunciations": read_lexicon,
        "lexicons": partial(_paths, folder=Path(origin).parent),
        "music": partial(_music, base=base.music),
        **{name: partial(_section, getattr(base, name), keys) for name, keys in SECTIONS.items()},
    }
    found = read_keys(root, readers)
    heard: SoundSettings = found.get("sound", base.sound)
    if heard.placement and heard.channels == 1:
        raise nodes.get("sound", root).error(
            "placement needs two channels", "write 'sound: {channels: 2, placement: 30}'"
        )
    pronunciations = found.pop("pronunciations", ())
    found.pop("driver", None)
    found["engine"] = engine
    settings = replace(base, **found, origin=origin)
    speech = replace(settings.speech, pronunciations=(*pronunciations, *base.speech.pronunciations))
    return replace(settings, speech=speech)


def _voice(name: str, node: Located, base: Voice | None, engines: Collection[str]) -> Voice:
    readers: dict[str, Reader] = {
        **VOICE,
        "language": lambda n: n.text.lower().replace("_", "-"),
        "names": partial(_engine_names, engines=engines),
        "engine": lambda n: choose(n, engines, "engine"),
    }
    found = read_keys(node, readers)
    if "volume" in found:
        found["volume_db"] = found.pop("volume")
    return replace(base or Voice(name), **found, where=node.place)


def _engine_names(node: Located, engines: Collection[str]) -> dict[str, str]:
    found = {}
    for engine, value in node.items():
        if engine not in engines:
            raise value.error(f"unknown engine '{engine}'", did_you_mean(engine, engines))
        found[engine] = value.text
    return found


def _engine_options(
    node: Located, base: Mapping[str, Mapping[str, object]], engines: Collection[str]
) -> dict[str, Mapping[str, object]]:
    """Options of engines, laid over those of the file below; each engine says itself which it knows."""
    if node.is_empty:
        return dict(base)
    found = dict(base)
    for engine, value in node.items():
        if engine not in engines:
            raise value.error(f"unknown engine '{engine}'", did_you_mean(engine, engines))
        found[engine] = {**base.get(engine, {}), **{name: option.plain() for name, option in value.items()}}
    return found


def _paths(node: Located, folder: Path) -> tuple[str, ...]:
    """Files named in a settings file stand where it stands."""
    return tuple(str(folder / name) for name in texts(node))


def _pool(node: Located, voices: Collection[str]) -> tuple[str, ...]:
    names = tuple(choose(entry, voices, "voice") for entry in node.entries())
    if not names:
        raise node.error("the pool is empty", "name at least one voice, or set 'style: one-quote-voice'")
    return tuple(dict.fromkeys(names))


def _cast(node: Located, voices: Collection[str]) -> tuple[CastEntry, ...]:
    if node.is_empty:
        return ()
    entries = [_cast_entry(speaker, value, voices) for speaker, value in node.items()]
    owners: dict[str, str] = {}
    for entry in entries:
        for name in (entry.speaker, *entry.aliases):
            other = owners.setdefault(name.casefold(), entry.speaker)
            if other != entry.speaker:
                raise node.error(f"'{name}' stands for both {other} and {entry.speaker}", "keep it with one of them")
    return tuple(entries)


def _cast_entry(speaker: str, node: Located, voices: Collection[str]) -> CastEntry:
    if not node.is_mapping:
        return CastEntry(speaker, choose(node, voices, "voice"))
    found = read_keys(node, {"voice": partial(choose, valid=voices, what="voice"), "aliases": texts})
    if "voice" not in found:
        raise node.error("has no voice", f"write '{speaker}: NAME' or '{speaker}: {{voice: NAME, aliases: [...]}}'")
    return CastEntry(speaker, **found)


def _section(base: Any, keys: Mapping[str, tuple[str, Kind]], node: Located) -> Any:
    found = read_keys(node, {key: kind for key, (_, kind) in keys.items()})
    return replace(base, **{keys[key][0]: value for key, value in found.items()})


def _music(node: Located, base: MusicSettings) -> MusicSettings:
    if node.is_empty:
        return base
    return replace(base, **read_keys(node, {name: Played(name) for name in CLIPS}))


FACTS = ("show", "title", "author", "date", "site")
"""What a spoken intro or outro may name in braces."""
PAUSE = Whole(0, 20_000, "milliseconds")
FADE = Whole(0, 60_000, "milliseconds")
NO_CLIP = "none"
CLIP: dict[str, Kind] = {
    "file": Text("WAV, FLAC, MP3 or OGG"),
    "level": Real(-40, 12, "dB against the voices"),
    "fade_in": FADE,
    "fade_out": FADE,
}
_OVERLAP: dict[str, Kind] = {"overlap": Whole(0, 600_000, "milliseconds with the speech")}
_DUCK: dict[str, Kind] = {"duck": Real(0, 40, "dB softer while somebody speaks")}
CLIPS: dict[str, dict[str, Kind]] = {
    "intro": {**_OVERLAP, **_DUCK},
    "outro": {**_OVERLAP, **_DUCK},
    "bed": _DUCK,
    "sting": {},
}
"""Keys of each piece of music, besides those of `CLIP`."""
CLIP_FIELDS = {
    "level": "level_db",
    "fade_in": "fade_in_ms",
    "fade_out": "fade_out_ms",
    "overlap": "overlap_ms",
    "duck": "duck_db",
}
CLIP_DEFAULTS = {
    "intro": Clip("", duck_db=12, fade_out_ms=1000),
    "outro": Clip("", duck_db=12, fade_in_ms=1000, fade_out_ms=2000),
    "bed": Clip("", level_db=-14, duck_db=8, fade_in_ms=2000, fade_out_ms=3000),
    "sting": Clip("", level_db=-3),
}
"""What a file's name alone stands for."""
SECTIONS: dict[str, dict[str, tuple[str, Kind]]] = {
    "pauses": {name: (name, PAUSE) for name in Pauses.__dataclass_fields__},
    "sound": {
        "sample_rate": ("sample_rate_hz", OneNumberOf((44100, 48000, 32000, 24000, 22050, 16000), "sample rate")),
        "channels": ("channels", Whole(1, 2)),
        "placement": ("placement", Whole(0, 100)),
        "bitrate": ("bitrate_kbps", OneNumberOf((48, 56, 64, 80, 96, 112, 128, 160, 192, 256, 320), "bitrate")),
        "quality": ("quality", Whole(0, 9)),
        "format": ("format", OneOf(("mp3", "m4a", "opus", "flac", "wav"), "format")),
        "loudness": ("loudness_lufs", Real(-31, -9, "LUFS")),
        "true_peak": ("true_peak_dbtp", Real(-9, -0.5, "dBTP")),
    },
    "reading": {
        "captions": ("captions", OneOf(("read", "announce", "skip"))),
        "tables": ("tables", OneOf(("read", "announce", "skip"))),
        "code": ("code", OneOf(("read", "announce", "skip"))),
        "standfirst": ("standfirst", OneOf(("read", "skip"))),
        "robots": ("robots", OneOf(("feeds", "always", "never"))),
    },
    "dialogue": {
        "headings": ("headings", OneOf(("speaker", "narrator"))),
        "fragments": ("fragments", OneOf(("speaker", "narrator"))),
        "labels": ("labels", OneOf(("first", "always", "never"))),
        "min_confidence": ("min_confidence", Real(0, 1)),
        "review_below": ("review_below", Real(0, 1)),
    },
    "speech": {
        "profanity": ("profanity", OneOf(("say", "soften", "bleep", "as-written"))),
        "urls": ("urls", OneOf(("domain", "skip", "full"))),
        "emoji": ("emoji", OneOf(("drop", "name"))),
    },
    "episode": {
        "show": ("show", Text()),
        "genre": ("genre", Text()),
        "chapters": ("chapters", Flag()),
        "cover": ("cover", OneOf(("draw", "image", "none"))),
        "chapter_images": ("chapter_images", Flag()),
        "base_url": ("base_url", WebFolder("where the folder of editions stands on the web")),
        "disclosure": ("disclosure", OneOf(("start", "end", "none"))),
        "intro": ("intro", Template(FACTS)),
        "outro": ("outro", Template(FACTS)),
    },
    "cluster": {
        "address": ("address", Text("of a Dask scheduler, for example tcp://10.0.0.5:8786")),
        "cache": ("cache", Text("s3://bucket/prefix")),
    },
}
"""Section -> key -> (field of the settings class, kind of value)."""
VOICE: dict[str, Kind] = {
    "language": Text("BCP 47, for example en-gb"),
    "gender": OneOf(("female", "male"), "gender"),
    "age": OneOf(("child", "adult", "senior"), "age"),
    "rate": Whole(60, 400, "words a minute"),
    "pitch": Whole(0, 100),
    "volume": Real(-20, 20, "dB"),
    "effects": SomeOf(("telephone", "room"), "effect"),
}
"""Keys of a voice, besides those that name engines."""
STYLE = OneOf(get_args(Style), "style")
DRIVER = OneOf(("embedded", "system"), "driver")
"""Of engine pyttsx3: narrate's own driver, or, as engine `system`, those for the voices of macOS and Windows."""


@dataclass(frozen=True)
class Played:
    """One piece of music: the name of a file, or a mapping with more."""

    name: str

    def __call__(self, node: Located) -> Clip | None:
        """A file's name, or a mapping that names it; files stand where the settings file stands."""
        if node.is_empty or (not node.is_mapping and node.text == NO_CLIP):
            return None
        found = read_keys(node, {**CLIP, **CLIPS[self.name]}) if node.is_mapping else {"file": node.text}
        if not found.get("file"):
            hint = f"write '{self.name}: music.mp3' or '{self.name}: {{file: music.mp3, level: -3}}'"
            raise node.error("names no file", hint)
        path = Path(node.origin).parent / found.pop("file")
        if not path.is_file():
            raise node.error(f"{path}: no such file", f"it is looked for beside {node.origin}")
        fields: dict[str, Any] = {CLIP_FIELDS[key]: value for key, value in found.items()}
        return replace(CLIP_DEFAULTS[self.name], file=str(path), where=node.place, **fields)

    def schema(self) -> Schema:
        return {"anyOf": [Text("a file").schema(), section({**CLIP, **CLIPS[self.name]})]}


def schema(engines: Collection[str]) -> Schema:
    """The JSON Schema of voices.yaml, from the tables that read it; `engines` are the names that it may use."""
    engine = OneOf(tuple(engines)).schema()
    name = Text("a voice of this file, or of the one that ships with narrate").schema()
    names = {"type": "object", "properties": dict.fromkeys(engines, Text().schema()), "additionalProperties": False}
    voice = section(VOICE)
    voice["properties"] |= {"names": names, "engine": engine}
    entry = {**section({"aliases": Texts()}), "type": "object", "required": ["voice"]}
    entry["properties"] |= {"voice": name}
    pronunciation = {"type": "object", "required": ["match"]}
    sections = {key: section({name: kind for name, (_, kind) in keys.items()}) for key, keys in SECTIONS.items()}
    return {
        "$schema": DIALECT,
        "title": "voices.yaml of narrate",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "engine": engine,
            "driver": DRIVER.schema(),
            "engines": {
                "type": ["object", "null"],
                "properties": {each: {"type": "object"} for each in engines},
                "additionalProperties": False,
            },
            "narrator": name,
            "quote": name,
            "fallback": name,
            "style": STYLE.schema(),
            "cast": {"type": ["object", "null"], "additionalProperties": {"anyOf": [name, entry]}},
            "pool": {"type": "array", "items": name, "minItems": 1},
            "voices": {"type": ["object", "null"], "additionalProperties": voice},
            "lexicons": Texts().schema(),
            "pronunciations": {"type": ["array", "object", "null"], "items": pronunciation},
            "music": section({name: Played(name) for name in CLIPS}),
            **sections,
        },
    }
