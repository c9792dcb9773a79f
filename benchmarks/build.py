"""Whole builds against the physical limit, and the stitch against pydub's own way of joining.

The limit of an episode is the processor time that bare espeak-ng and one bare LAME need for the same words at the same
settings, with nothing in between. It is measured in the same run, because machines differ and are busy. Ratios to it
are what counts; seconds are shown for orientation. LAME is taken at its fastest: fed at the rate of the recording, the
conversion to it not counted.

    python benchmarks/build.py                  60 minutes, and 3 hours of silence
    python benchmarks/build.py --minutes 10
    python benchmarks/build.py --smoke          some seconds: does it all still run?
    python benchmarks/build.py --long           10 and 24 hours of silence too: memory and growth
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WORDS_A_MINUTE = 150
NAMES = ("Ada Brook", "Tomas Hale", "Ines Calder", "Victor Stone", "Mina Farrow")
NOUNS = ("council", "harbour", "bridge", "market", "school", "hospital", "river", "station", "library", "theatre")
VERBS = ("opened", "closed", "questioned", "repaired", "approved", "delayed", "measured", "described", "defended")
ENDS = ("before the winter", "after a long debate", "without a vote", "for the third time", "at short notice")


@dataclass(frozen=True)
class Cost:
    """What a process and its children took."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float  # of the largest process
    output: str = ""


def sentence(number: int) -> str:
    """A sentence of about 15 words that no other number gives."""
    pick = random.Random(number)
    subject, thing = pick.choice(NOUNS), pick.choice(NOUNS)
    words = f"the {subject} near the {pick.choice(NOUNS)} {pick.choice(VERBS)} the {thing} {pick.choice(ENDS)}"
    return f"{words[0].upper()}{words[1:]}, where number {number} had been"


def paragraphs(minutes: float) -> Iterator[str]:
    """Narration and quotations of five people, `minutes` of it."""
    words, number = 0.0, 0
    while words < minutes * WORDS_A_MINUTE:
        name = NAMES[number // 4 % len(NAMES)]
        lines = [sentence(number) + ".", f"“{sentence(number + 1)},” said {name}.", sentence(number + 2) + "."]
        number += 3
        words += sum(len(line.split()) for line in lines)
        yield " ".join(lines)


def article(minutes: float) -> str:
    return "\n\n".join(["A long day in a small town", *paragraphs(minutes)]) + "\n"


def run(*command: str, environment: dict[str, str] | None = None) -> Cost:
    """Run a process to its end; its processor time holds that of its children."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | (environment or {}))
    assert process.stdout is not None
    output = process.stdout.read()
    process.stdout.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, output.decode())


def this(*arguments: str) -> Cost:
    return run(sys.executable, __file__, *arguments)


# ------------------------------------------------------------------------------------------- what the children measure


def measure_limit(minutes: float) -> None:
    """Bare synthesis and bare encoding, each timed alone; prints JSON."""
    import lameenc
    import numpy as np

    lines = [line for paragraph in paragraphs(minutes) for line in paragraph.split(". ")]
    start = time.process_time()
    pcm = [bare_espeak(line) for line in lines]
    synthesis = time.process_time() - start
    samples = np.frombuffer(b"".join(pcm), "<i2").astype(np.float64)
    wide = np.interp(np.arange(2 * len(samples)) / 2, np.arange(len(samples)), samples).astype("<i2").tobytes()
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(44100)
    encoder.set_channels(1)
    encoder.set_bit_rate(96)
    encoder.set_quality(5)
    start = time.process_time()
    size = len(encoder.encode(wide)) + len(encoder.flush())
    encoding = time.process_time() - start
    print(
        json.dumps({"synthesis": synthesis, "encoding": encoding, "minutes": len(samples) / 22050 / 60, "size": size})
    )


def bare_espeak(text: str) -> bytes:
    """espeak-ng through ctypes, as little as there can be round it."""
    import ctypes

    import espeakng_loader

    state = bare_espeak.__dict__
    if "library" not in state:
        library = state["library"] = ctypes.CDLL(espeakng_loader.get_library_path())
        library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000)
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

        def receive(wav: object, count: int, events: object) -> int:
            if wav:
                state["parts"].append(ctypes.string_at(wav, count * 2))  # type: ignore[arg-type]
            return 0

        state["callback"] = kind(receive)
        library.espeak_SetSynthCallback(state["callback"])
        library.espeak_SetVoiceByName(b"en-us+f2")
        library.espeak_SetParameter(1, 128, 0)
    state["parts"] = []
    data = text.encode()
    state["library"].espeak_Synth(data, len(data) + 1, 0, 1, 0, 1, None, None)
    return b"".join(state["parts"])


def measure_record(engine: str, minutes: float, folder: str) -> None:
    """The sound room alone: utterances in, MP3 out; prints JSON."""
    from narrate.engines import load
    from narrate.model import CastVoice, SoundSettings, Spoken, Utterance
    from narrate.sound import record
    from narrate.workers import Processes, finish

    voices = ("en-us+f2", "en-us+edward", "en-gb-x-rp") if engine != "silence" else ("silent-female-1",) * 3
    utterances = []
    for index, paragraph in enumerate(paragraphs(minutes)):
        for turn, line in enumerate(paragraph.split(". ")):
            voice = CastVoice("voice", engine, voices[index % 2 + 1 if turn == 1 else 0])
            utterances.append(Utterance(index, 0, len(line), Spoken(line, ()), voice, 260 if turn else 620))
    root = Path(folder)
    with Processes() as pool:
        made = record(
            utterances,
            load,
            SoundSettings(),
            root / "e.mp3",
            cache=root / "cache",
            finish=lambda job: finish(job, pool),
            end_pause_ms=1000,
        )
    print(json.dumps({"minutes": made.frames / 44100 / 60, "spoken": made.spoken, "cached": made.cached}))


def measure_pydub(folder: str, way: str) -> None:
    """Join what `record` left in the cache, as pydub's users do."""
    from pydub import AudioSegment

    segment = AudioSegment(bytes(2 * 22050 * 4), sample_width=2, frame_rate=22050, channels=1)
    pause = AudioSegment.silent(400, frame_rate=22050)
    whole = AudioSegment.empty().set_frame_rate(22050)
    for _ in range(int(way)):
        whole += segment
        whole += pause


# ------------------------------------------------------------------------------------------------------------ the table


class Table:
    """Rows of what was measured, printed as they come."""

    def __init__(self, judging: bool) -> None:
        self._judging = judging
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        print(f"load {load:.1f} on {os.cpu_count()} processors: walls of a busy machine say little")
        print(f"{'':44}{'CPU s':>8}{'wall s':>8}{'ratio':>8}  {'goal':<14}{'peak MB':>8}")

    def row(self, name: str, cost: Cost, ratio: float | None = None, goal: float | None = None) -> None:
        verdict = (
            ""
            if goal is None or ratio is None or not self._judging
            else f"<= {goal:<5.2f} {'ok' if ratio <= goal else 'MISSED'}"
        )
        shown = f"{ratio:8.2f}" if ratio is not None else " " * 8
        print(
            f"{name:44}{cost.cpu_seconds:8.2f}{cost.wall_seconds:8.2f}{shown}  {verdict:<14}{cost.peak_mb:8.0f}",
            flush=True,
        )


LIBRARIES = "/proc/self/maps" if os.path.exists("/proc/self/maps") else os.devnull
"""Where Linux tells which libraries a process has loaded; elsewhere the benchmark takes it for granted that none is."""


def build(article_file: Path, folder: Path, settings: str = "") -> Cost:
    """A whole `narrate build`; its output ends with whether a speech engine was loaded into the first process."""
    voices = folder / "voices.yaml"
    voices.write_text(settings, encoding="utf-8")
    command = (
        "import sys; from narrate.cli import run; code = run(sys.argv[1:]); "
        f"print('libespeak-ng' in open({LIBRARIES!r}, encoding='ascii', errors='replace').read()); sys.exit(code)"
    )
    places = ["-o", str(folder / "out"), "--cache", str(folder / "cache"), "--voices", str(voices)]
    return run(sys.executable, "-c", command, "build", str(article_file), *places, "--force")


def facts_of(folder: Path) -> tuple[float, int]:
    """Minutes of the edition in `folder`, and how many takes its last build had spoken."""
    (report,) = (folder / "out").glob("*/report.json")
    found = json.loads(report.read_text(encoding="utf-8"))
    return found["seconds"] / 60, found["takes"]["spoken"]


def compare_builds(table: Table, minutes: float, folder: Path) -> None:
    limit_cost = this("--child", "limit", str(minutes))
    limit = json.loads(limit_cost.output)
    seconds = limit["synthesis"] + limit["encoding"]
    table.row(
        f"limit: espeak-ng {limit['synthesis']:.2f} + LAME {limit['encoding']:.2f}", Cost(seconds, seconds, 0), 1.0
    )
    shutil.rmtree(folder / "record", ignore_errors=True)
    (folder / "record").mkdir()
    cold = this("--child", "record", "pyttsx3", str(minutes), str(folder / "record"))
    heard = json.loads(cold.output)["minutes"]
    seconds *= heard / limit["minutes"]  # pauses are encoded too
    table.row(f"sound room, cold, {heard:.1f} min", cold, (cold.cpu_seconds - 0.5) / seconds, 1.3)
    text = folder / "article.txt"
    text.write_text(article(minutes), encoding="utf-8")
    cold = build(text, folder)
    seconds *= facts_of(folder)[0] / heard
    table.row(
        f"build, cold, {facts_of(folder)[0]:.1f} min: CPU less 0.5 s", cold, (cold.cpu_seconds - 0.5) / seconds, 1.3
    )
    table.row("  its wall on all processors", cold, cold.wall_seconds / seconds, 0.75)
    number = 3 * int(minutes * WORDS_A_MINUTE / 60)
    text.write_text(article(minutes).replace(f"number {number} had", f"number {number} has"), encoding="utf-8")
    edited = build(text, folder)
    table.row("  one changed word: wall against cold", edited, edited.wall_seconds / cold.wall_seconds, 0.25)
    table.row("  its engine calls", edited, facts_of(folder)[1], 1)
    cached = build(text, folder)
    table.row("  nothing changed: wall against cold", cached, cached.wall_seconds / cold.wall_seconds, 0.25)
    table.row("  its engine calls; engines loaded", cached, facts_of(folder)[1] + cached.output.endswith("True\n"), 0)
    music(folder)
    furnished = build(text, folder, "music: {intro: tune.wav, bed: tune.wav, outro: tune.wav}\n")
    table.row("  with intro, bed and outro, takes cached: CPU", furnished, furnished.cpu_seconds / seconds)


def music(folder: Path) -> None:
    """Half a minute of plucked notes."""
    import numpy as np
    import soundfile

    at = np.arange(30 * 48000) / 48000
    notes = 220 * 2 ** (np.floor(at * 3) * 7 % 12 / 12)
    samples = 0.5 * np.sin(2 * np.pi * np.cumsum(notes) / 48000) * np.exp(-4 * (at % (1 / 3)))
    soundfile.write(folder / "tune.wav", samples, 48000)


def compare_silence(table: Table, minutes: float, goal_seconds: float, folder: Path) -> Cost:
    """A whole build with an engine that costs nothing: what narrate itself takes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    text = folder / "article.txt"
    text.write_text(article(minutes), encoding="utf-8")
    cost = build(text, folder, "engine: silence\nsound: {quality: 5}\n")
    heard = facts_of(folder)[0]
    table.row(f"build, silence, {heard:.0f} min: wall", cost, cost.wall_seconds / (goal_seconds * heard / minutes), 1.0)
    return Cost(cost.cpu_seconds / heard, cost.wall_seconds, cost.peak_mb)


def compare_lengths(table: Table, lengths: Sequence[int], folder: Path) -> None:
    """Growth and memory: the processor time of a minute and the largest process, from a short edition to a long one."""
    costs = [compare_silence(table, minutes, _SILENT_SECONDS_A_MINUTE * minutes, folder) for minutes in lengths]
    first, last = costs[0], costs[-1]
    table.row(
        f"  CPU a minute: {lengths[-1]} against {lengths[0]} min", last, last.cpu_seconds / first.cpu_seconds, 1.2
    )
    table.row(f"  largest process at {lengths[-1]} min, of 120 MB", last, last.peak_mb / 120, 1.0)


_SILENT_SECONDS_A_MINUTE = 14 / 180


def compare_joins(table: Table, segments: int) -> None:
    once = this("--child", "pydub", ".", str(segments))
    twice = this("--child", "pydub", ".", str(2 * segments))
    table.row(f"pydub +=, {segments} segments", once)
    table.row(f"pydub +=, {2 * segments} segments", twice, twice.cpu_seconds / once.cpu_seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        name, *rest = options.child
        if name == "limit":
            measure_limit(float(rest[0]))
        elif name == "record":
            measure_record(rest[0], float(rest[1]), rest[2])
        else:
            measure_pydub(*rest)
        return
    table = Table(judging=not options.smoke)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_builds(table, 0.5 if options.smoke else options.minutes, folder)
        compare_silence(table, 0.5 if options.smoke else 9, 0.9, folder / "silence")
        if not options.smoke:
            compare_lengths(table, (60, 180, 600, 1440) if options.long else (60, 180), folder / "silence")
        compare_joins(table, 20 if options.smoke else 100)


if __name__ == "__main__":
    main()
