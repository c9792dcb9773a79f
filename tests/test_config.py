import re
from pathlib import Path

import pytest
import yaml

from narrate import config
from narrate.errors import ConfigError
from narrate.model import Settings

ENGINES = ("pyttsx3", "silence", "system")


def settings_of(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "voices.yaml"
    path.write_text(text, encoding="utf-8")
    return config.load_settings(path, ENGINES, lambda node: ())


def error_of(tmp_path: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        settings_of(tmp_path, text)
    return caught.value


def test_the_shipped_file_says_what_the_code_would_do_without_it() -> None:
    shipped = config.load_settings(None, ENGINES, lambda node: ())
    plain = Settings(engine="", voices={}, narrator="", quote="", pool=())
    for section in config.SECTIONS:
        assert getattr(shipped, section) == getattr(plain, section), section


def test_the_shipped_file_shows_every_key() -> None:
    shown = yaml.safe_load(config.default_text())
    for section, keys in config.SECTIONS.items():
        assert set(shown[section]) == set(keys), section


def test_the_shipped_pool_has_twelve_different_voices_besides_narrator_and_quote() -> None:
    shipped = config.load_settings(None, ENGINES, lambda node: ())
    ids = {shipped.voices[name].names["pyttsx3"] for name in shipped.pool}
    assert len(ids) == len(shipped.pool) >= 12
    assert not {shipped.narrator, shipped.quote} & set(shipped.pool)
    assert {shipped.voices[name].gender for name in shipped.pool} == {"female", "male"}


def test_a_file_says_only_what_differs(tmp_path: Path) -> None:
    changed = settings_of(tmp_path, "narrator: George\npauses: {sentence: 300}\n")
    shipped = config.load_settings(None, ENGINES, lambda node: ())
    assert changed.narrator == "George"
    assert changed.pauses.sentence == 300
    assert changed.pauses.paragraph == shipped.pauses.paragraph
    assert changed.voices == shipped.voices


def test_a_voice_can_be_added_or_changed_in_part(tmp_path: Path) -> None:
    changed = settings_of(tmp_path, "voices:\n  Anna: {rate: 160}\n  Zora: {gender: female, pitch: 60}\n")
    assert changed.voices["Anna"].rate == 160
    assert changed.voices["Anna"].names == {"pyttsx3": "en-us+f2"}
    assert changed.voices["Zora"].pitch == 60


def test_the_cast_takes_names_and_aliases(tmp_path: Path) -> None:
    changed = settings_of(tmp_path, "cast:\n  Ivo Marsh: George\n  Mayor Cole: {voice: Helen, aliases: [Cole]}\n")
    assert [(entry.speaker, entry.voice, entry.aliases) for entry in changed.cast] == [
        ("Ivo Marsh", "George", ()),
        ("Mayor Cole", "Helen", ("Cole",)),
    ]


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("driver: system\n", "system"),
        ("driver: embedded\n", "pyttsx3"),
        ("engine: silence\ndriver: system\n", "silence"),
        ("engine: system\n", "system"),
    ],
)
def test_the_driver_of_pyttsx3_can_be_the_systems(tmp_path: Path, text: str, engine: str) -> None:
    assert settings_of(tmp_path, text).engine == engine


def test_an_engine_gets_options_of_its_own(tmp_path: Path) -> None:
    changed = settings_of(tmp_path, "engines: {silence: {depth: 3, deep: true}}\n")
    assert changed.engines == {"silence": {"depth": 3, "deep": True}}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "cast:\npronunciations:\n"])
def test_an_empty_file_changes_nothing(tmp_path: Path, text: str) -> None:
    assert settings_of(tmp_path, text).voices == config.load_settings(None, ENGINES, lambda node: ()).voices


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("enginne: silence\n", 1, "enginne: unknown key | did you mean 'engine'?"),
        ("\nengine: piper9\n", 2, "engine: unknown engine 'piper9' | valid: pyttsx3, silence, system"),
        ("narrator: Ana\n", 1, "narrator: unknown voice 'Ana' | did you mean 'Anna'?"),
        ("cast:\n  X:\n    voice: Nobody\n", 3, "cast.X.voice: unknown voice 'Nobody'"),
        ("cast:\n  X: {aliases: [Y]}\n", 2, "cast.X: has no voice"),
        ("cast:\n  X: {voice: Anna, aliases: [Z]}\n  Z: George\n", 1, "'Z' stands for both X and Z"),
        ("voices:\n  Zed:\n    gendr: male\n", 3, "voices.Zed.gendr: unknown key | did you mean 'gender'?"),
        ("voices:\n  Zed: {names: {espeak9: x}}\n", 2, "unknown engine 'espeak9'"),
        ("engines: {piper9: {}}\n", 1, "engines.piper9: unknown engine 'piper9'"),
        ("voices:\n  Zed: {rate: fast}\n", 2, "expected a whole number from 60 to 400 words a minute, found 'fast'"),
        ("pool: []\n", 1, "the pool is empty"),
        ("pauses:\n  sentence: -3\n", 2, "expected a whole number from 0 to 20000 milliseconds, found '-3'"),
        ("driver: nsss\n", 1, "driver: unknown driver 'nsss' | valid: embedded, system"),
        ("style: loud\n", 1, "unknown style 'loud' | valid: per-speaker, one-quote-voice, narrator-only"),
        ("episode: {chapters: maybe}\n", 1, "expected true or false, found 'maybe'"),
        ("- a\n- b\n", 1, "expected keys such as"),
        ("music:\n  intro: gone.mp3\n", 2, "gone.mp3: no such file"),
        ("music:\n  jingle: x.mp3\n", 2, "music.jingle: unknown key | valid: intro, outro, bed, sting"),
        ("music:\n  bed: {level: -3}\n", 2, "names no file"),
        ("music:\n  bed: {file: voices.yaml, overlap: 3}\n", 2, "music.bed.overlap: unknown key"),
        ("sound: 5\n", 1, "sound: expected keys and values, found a single value"),
    ],
)
def test_a_mistake_names_file_line_key_and_what_is_valid(tmp_path: Path, text: str, line: int, words: str) -> None:
    error = error_of(tmp_path, text)
    message, _, hint = words.partition(" | ")
    assert re.match(rf"{re.escape(str(tmp_path / 'voices.yaml'))}:{line}:\d+: ", error.message)
    assert message in error.message
    assert hint in error.hint


def test_a_file_that_is_missing_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        config.load_settings(tmp_path / "none.yaml", ENGINES, lambda node: ())
    (tmp_path / "bad.yaml").write_bytes(b"narrator: \xff\xfe\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.load_settings(tmp_path / "bad.yaml", ENGINES, lambda node: ())


def test_music_stands_beside_the_settings_and_has_defaults(tmp_path: Path) -> None:
    (tmp_path / "theme.mp3").write_bytes(b"-")
    music = settings_of(tmp_path, "music: {intro: theme.mp3, bed: {file: theme.mp3, level: -20}, outro: none}\n").music
    assert music.intro is not None
    assert music.bed is not None
    assert music.intro.file == music.bed.file == str(tmp_path / "theme.mp3")
    assert (music.bed.level_db, music.bed.duck_db) == (-20, config.CLIP_DEFAULTS["bed"].duck_db)
    assert music.intro.where == f"{tmp_path / 'voices.yaml'}:1"
    assert (music.outro, music.sting) == (None, None)
