"""What the engine `pyttsx3` costs beyond espeak-ng itself: CPU time a minute of audio, in one run on one machine.

    python benchmarks/engines.py [--smoke]

Raw is one loaded library that speaks sentence after sentence, whose sound depends on what it spoke before. The others
make the same bytes of the same words, always. Each figure is the least of several rounds, which take turns. The last
lines add one LAME encode at the default settings (44.1 kHz, 96 kb/s, quality 5) to both sides: the share of a build.
"""

from __future__ import annotations

import argparse
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from narrate.engines.embedded import EmbeddedEngine
from narrate.engines.espeak import SAMPLE_RATE_HZ, Parameters, _spoken, synthesize
from narrate.engines.espeak_library import fresh_library
from narrate.engines.espeak_voices import data_folder
from narrate.model import CastVoice

VOICE = CastVoice("Anna", "pyttsx3", "en-us+f2", "en-us")
RATE = 122  # espeak's for 145 words a minute
SENTENCES = (
    "The mayor said on Tuesday that the council would not accept any of the proposals before the summer.",
    "“We have waited for more than ten years,” said Ms Okafor, “and we are not going to give up now.”",
    "No.",
    "Prices for bread and milk went up again, although wages have hardly changed.",
    "She told reporters that nobody had asked her opinion about the plan.",
    "“Why?”",
    "A teacher from the village found the old letters in a box under the stairs; there were 42,000 of them.",
    "The weather will stay dry until Friday, with strong winds on the coast at night.",
)


def cpu_s() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


@contextmanager
def raw_library() -> Iterator[Any]:
    with fresh_library() as library:
        library.espeak_Initialize(2, 0, os.fsencode(data_folder()), 0x8000)
        library.espeak_SetVoiceByName(VOICE.id.encode())
        for parameter, value in ((1, RATE), (2, 200), (3, 50)):
            library.espeak_SetParameter(parameter, value, 0)
        yield library


def forked(library: Any, text: str) -> bytes:
    """One sentence in a child of the process that has the library ready."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(_spoken(library, text, 1).pcm)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        pcm = pipe.read()
    os.waitpid(child, 0)
    return pcm


def encoded(pcm: bytes) -> bytes:
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_out_sample_rate(44100)
    encoder.set_channels(1)
    encoder.set_bit_rate(96)
    encoder.set_quality(5)
    return bytes(encoder.encode(pcm)) + bytes(encoder.flush())


def least(ways: dict[str, Callable[[str], bytes]], rounds: int) -> dict[str, tuple[float, float]]:
    """CPU seconds and minutes of audio of every way, by name."""
    best: dict[str, tuple[float, float]] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            before = cpu_s()
            size = sum(len(way(text)) for text in SENTENCES)
            spent = cpu_s() - before
            if name not in best or spent < best[name][0]:
                best[name] = spent, size / 2 / SAMPLE_RATE_HZ / 60
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="a few seconds, to see that it runs")
    rounds = 2 if parser.parse_args().smoke else 25
    engine = EmbeddedEngine()
    with raw_library() as library:
        ways: dict[str, Callable[[str], bytes]] = {
            "raw espeak-ng, one library": lambda text: _spoken(library, text, 1).pcm,
            "a fresh library for each": lambda text: synthesize(text, VOICE.id, Parameters(RATE)).pcm,
            "engine pyttsx3, words and all": lambda text: engine.speak(text, VOICE).pcm,
        }
        if hasattr(os, "fork"):
            ways["a fork for each"] = lambda text: forked(library, text)
        best = least(ways, rounds)
        pcm = b"".join(_spoken(library, text, 1).pcm for text in SENTENCES)
    lame = min(_spent(lambda: encoded(pcm)) for _ in range(rounds)) / (len(pcm) / 2 / SAMPLE_RATE_HZ / 60)
    report(best, lame)


def _spent(work: Callable[[], object]) -> float:
    before = cpu_s()
    work()
    return cpu_s() - before


def report(best: dict[str, tuple[float, float]], lame_s: float) -> None:
    names = iter(best)
    raw_spent, raw_minutes = best[next(names)]
    raw = raw_spent / raw_minutes
    print(f"{'ms CPU a minute of audio':32}{'alone':>8}{'ratio':>8}{'with LAME':>11}{'ratio':>8}{'ms a take':>11}")
    for name, (spent, minutes) in best.items():
        one = spent / minutes
        extra = 1000 * (spent - raw * minutes) / len(SENTENCES)
        both = one + lame_s
        print(
            f"{name:32}{1000 * one:8.1f}{one / raw:8.2f}{1000 * both:11.1f}{both / (raw + lame_s):8.3f}{extra:+11.2f}"
        )


if __name__ == "__main__":
    main()
