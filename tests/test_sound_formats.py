"""Facts about recordings that are no MP3: length, level, the same bytes, tags, and what is missing without ffmpeg."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from conftest import Run
from sound_engines import article, load, record
from sound_files import write
from test_cli_build import article as text, home
from test_sound_recording import decoded, entries, measured, needs

from narrate.errors import PublishError, SoundError
from narrate.model import Clip, Furniture, MusicSettings, SoundSettings
from narrate.publishing.editions import read_edition

FORMATS = ["wav", "flac", "m4a", "opus"]
TAGGED = ["flac", "m4a", "opus"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_has_the_length_and_level_of_the_recording(tmp_path: Path, name: str, channels: int) -> None:
    needs("ffmpeg")
    settings = SoundSettings(format=name, channels=channels)  # type: ignore[arg-type]
    target = tmp_path / f"episode.{name}"
    bed = Furniture(MusicSettings(bed=Clip(str(write(tmp_path / "bed.ogg", 5.0, channels=channels)), -14.0, duck_db=6)))
    made = record(article(6), load, settings, target, cache=tmp_path / "cache", furniture=bed, end_pause_ms=500)
    samples = decoded(target, channels)
    rate_hz = 48000 if name == "opus" else 44100
    assert abs(len(samples) / channels / rate_hz - made.frames / 44100) < (1e-9 if name in ("wav", "flac") else 0.03)
    lufs, peak = measured(target)
    assert abs(lufs + 16) <= 0.5
    assert peak <= -1.0
    onset = made.cues[-1].start_frames * rate_hz // 44100
    heard = np.abs(samples.reshape(-1, channels)[:, 0])
    assert heard[onset : onset + rate_hz // 20].max() > 0.1


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_bytes_again(tmp_path: Path, name: str) -> None:
    needs("ffmpeg")
    settings = SoundSettings(format=name)  # type: ignore[arg-type]
    made = []
    for number in range(2):
        target = tmp_path / f"{number}.{name}"
        record(article(5), load, settings, target, cache=tmp_path / f"cache-{number}", workers=number * 2)
        made.append(target.read_bytes())
    assert made[0] == made[1]


def test_formats_without_loss_share_their_pieces(tmp_path: Path) -> None:
    for name in ("wav", "flac"):
        settings = SoundSettings(format=name)  # type: ignore[arg-type]
        record(article(4), load, settings, tmp_path / f"e.{name}", cache=tmp_path / "cache")
    assert len(entries(tmp_path, "pieces")) == 1


@pytest.mark.parametrize("name", ["m4a", "opus"])
def test_without_ffmpeg_the_way_out_is_named_before_anything_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = SoundSettings(format=name)  # type: ignore[arg-type]
    with pytest.raises(SoundError, match=f"format {name} needs ffmpeg") as failure:
        record(article(3), load, settings, tmp_path / f"e.{name}", cache=tmp_path / "cache")
    assert "mp3, flac or wav" in failure.value.hint
    assert not (tmp_path / "cache").exists()


def test_an_ffmpeg_that_fails_says_why_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrate.sound.lossless.FFMPEG_CODECS", {"m4a": ("-c:a", "nocodec", "-f", "ipod")})
    needs("ffmpeg")
    with pytest.raises(SoundError, match=r"ffmpeg made no m4a: .*nocodec"):
        record(article(3), load, SoundSettings(format="m4a"), tmp_path / "e.m4a", cache=tmp_path / "cache")
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@pytest.mark.parametrize("name", FORMATS)
def test_an_edition_follows_its_format(narrate: Run, work: Path, name: str) -> None:
    needs("ffmpeg", "ffprobe")
    source = text(work)
    narrate("build", source)
    (work / "voices.yaml").write_text(f"engine: silence\nsound: {{format: {name}}}\n", encoding="utf-8")
    ran = narrate("build", source)
    assert (ran.code, ran.err) == (0, "")
    folder = home(work)
    assert [path.name for path in folder.glob("episode.*")] == [f"episode.{name}"]
    audio = json.loads((folder / "edition.json").read_text(encoding="utf-8"))["audio"]
    types = {"wav": "audio/wav", "flac": "audio/flac", "m4a": "audio/x-m4a", "opus": "audio/ogg"}
    assert (audio["file"], audio["type"]) == (f"episode.{name}", types[name])
    assert f'src="episode.{name}"' in (folder / "index.html").read_text(encoding="utf-8")
    assert narrate("tag", folder).code == 0
    probe = [
        "ffprobe",
        "-v",
        "error",
        "-show_entries",
        "format_tags:stream_tags",
        "-of",
        "json",
        f"{folder}/episode.{name}",
    ]
    found = subprocess.run(probe, capture_output=True, text=True, check=True).stdout.casefold()
    if name in TAGGED:
        assert "the ferry that stayed" in found
        assert "synthetic voices" in found


@pytest.mark.parametrize(("name", "plays"), [("m4a", True), ("opus", False), ("flac", False), ("wav", False)])
def test_what_podcast_apps_do_not_play_is_not_published(narrate: Run, work: Path, name: str, plays: bool) -> None:
    needs("ffmpeg")
    (work / "voices.yaml").write_text(f"engine: silence\nsound: {{format: {name}}}\n", encoding="utf-8")
    narrate("build", text(work))
    if plays:
        assert read_edition(home(work)).audio.media_type == "audio/x-m4a"
        return
    with pytest.raises(PublishError, match="which podcast apps do not play"):
        read_edition(home(work))
