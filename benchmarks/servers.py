"""Lines from a speech server that takes its time: how close the crew comes to latency by concurrency.

    python benchmarks/servers.py [--smoke]

The server stands in a process of its own and answers every request after 200 ms, however many there are. The limit is
the number of rounds times the latency; beside it a bare client, threads that send the same requests and drop the
answers, and narrate, whose takes are also checked, measured and stored in the cache. Its start, until the first request
is sent (a worker process, numpy), comes once for a run and stands apart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from narrate import engines
from narrate.model import CastVoice, Progress, SoundSettings, Spoken, Utterance
from narrate.sound import record
from narrate.workers import Processes, finish

RATE_HZ = 24000
WORDS = "The council would not accept any of the proposals, said the mayor of town number"


def recording(seconds: float) -> bytes:
    """A WAV of a wavering tone that ends softly."""
    frames = int(seconds * RATE_HZ)
    tone = (
        9000 * math.sin(frame / (12 + 3 * math.sin(frame / 3000))) * min(1, (frames - frame) / 900)
        for frame in range(frames)
    )
    pcm = struct.pack(f"<{frames}h", *map(int, tone))
    layout = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE_HZ, 2 * RATE_HZ, 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + len(pcm)) + b"WAVE" + layout + b"data" + struct.pack("<I", len(pcm)) + pcm


async def serve(latency_s: float) -> None:
    """Answer requests after `latency_s`; the port is told on standard output."""
    body = recording(5.5)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        size = int(
            next(row.split(b":")[1] for row in request.split(b"\r\n") if row.lower().startswith(b"content-length"))
        )
        await reader.readexactly(size)
        await asyncio.sleep(latency_s)
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def running_server(latency_s: float) -> Iterator[str]:
    command = [sys.executable, __file__, "--serve", str(latency_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        process.kill()


def utterances(lines: int) -> list[Utterance]:
    voice = CastVoice("Heart", "openai", "af_heart", "en-us")
    texts = [f"{WORDS} {number}." for number in range(lines)]
    return [Utterance(n, 0, len(text), Spoken(text, ()), voice, 300) for n, text in enumerate(texts)]


def speaking(url: str, lines: int, concurrency: int) -> tuple[float, float]:
    """Seconds from the call until the first take is in the cache, and from there to the last."""
    options = {"openai": {"base_url": url, "concurrency": concurrency}}
    moments: list[float] = []

    def note(state: Progress) -> None:
        if state.stage == "speaking":
            moments.append(time.monotonic())

    with tempfile.TemporaryDirectory() as folder, Processes() as pool:
        begin = time.monotonic()
        record(
            utterances(lines),
            engines.Loader(options),
            SoundSettings(),
            Path(folder, "episode.mp3"),
            cache=Path(folder, "cache"),
            finish=lambda job: finish(job, pool, note),
        )
    return moments[0] - begin, moments[-1] - moments[0]


def bare(url: str, lines: int, concurrency: int) -> float:
    """The same requests and nothing else, by a pool of threads."""

    def ask(utterance: Utterance) -> int:
        body = json.dumps({"input": utterance.spoken.text, "voice": "af_heart"}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{url}/audio/speech", body)) as answer:
            return len(answer.read())

    begin = time.monotonic()
    with ThreadPoolExecutor(concurrency) as pool:
        list(pool.map(ask, utterances(lines)))
    return time.monotonic() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="a few seconds, to see that it runs")
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve is not None:
        asyncio.run(serve(arguments.serve))
        return
    latency_s, lines = (0.05, 16) if arguments.smoke else (0.2, 100)
    print(f"{lines} lines, {1000 * latency_s:.0f} ms each")
    print(f"{'concurrency':>11}{'limit s':>9}{'bare client':>13}{'ratio':>7}{'narrate':>9}{'ratio':>7}{'start s':>9}")
    with running_server(latency_s) as url:
        for concurrency in (1, 2, 4, 8):
            limit = math.ceil(lines / concurrency) * latency_s
            least = min(bare(url, lines, concurrency) for _ in range(2))
            first, rest = min((speaking(url, lines, concurrency) for _ in range(2)), key=lambda each: each[1])
            taken = rest + latency_s  # the first answer took its time too
            ratios = f"{least:13.2f}{least / limit:7.2f}{taken:9.2f}{taken / limit:7.2f}"
            print(f"{concurrency:11}{limit:9.2f}{ratios}{first - latency_s:9.2f}")


if __name__ == "__main__":
    main()
