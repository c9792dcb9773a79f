"""Engines beside their own interfaces: seconds of audio a CPU second, start-up, memory, and what narrate adds.

    python benchmarks/neural.py [--smoke]

No voice can be downloaded where this must run, so the models are made here: those of the tests, with arithmetic added,
less of it than Piper's medium voices or Kokoro take for a second of sound. Speed is therefore that of the arithmetic;
what the figures are for is the share that narrate adds to the engine's own Python interface, measured in turns in the
same process, and it is less with real voices. Word times are computed by narrate alone. Engines whose packages are
missing are left out.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from narrate.engines import load
from narrate.model import CastVoice, Engine

SENTENCES = (
    "The mayor said on Tuesday that the council would not accept any of the proposals before the summer.",
    "“We have waited for more than ten years,” said Ms Okafor, “and we are not going to give up now.”",
    "Prices for bread and milk went up again, although wages have hardly changed.",
    "She told reporters that nobody had asked her opinion about the plan.",
)
LAYERS = {"piper": 60, "kokoro": 160}
"""Products with a matrix of 512 x 512 for each frame of 256 samples."""
FLITE = "flite -voice rms -f {text_file} -o {wav}"


def cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def weighted(path: Path, layers: int) -> None:
    """Add matrix products over the frames of the sound to a tiny model; their sum, times nothing, joins the output."""
    import numpy as np
    import onnx  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from onnx import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        TensorProto,
        helper,
        numpy_helper,
    )

    model = onnx.load(str(path))
    graph = model.graph
    output = graph.output[0].name
    weights = np.random.default_rng(1).normal(0, 0.04, (512, 512)).astype(np.float32)
    graph.initializer.extend(
        [
            numpy_helper.from_array(weights, "w"),
            helper.make_tensor("hop_", TensorProto.FLOAT, [], [1 / 256]),
            helper.make_tensor("nothing", TensorProto.FLOAT, [], [0.0]),
            helper.make_tensor("wide", TensorProto.INT64, [1], [512]),
            helper.make_tensor("flat", TensorProto.INT64, [1], [1]),
        ]
    )
    nodes = [
        helper.make_node("Mul", ["frames", "hop_"], ["many_"]),
        helper.make_node("Cast", ["many_"], ["hops_"], to=TensorProto.INT64),
        helper.make_node("Reshape", ["hops_", "flat"], ["rows_"]),
        helper.make_node("Concat", ["rows_", "wide"], ["area"], axis=0),
        helper.make_node(
            "ConstantOfShape", ["area"], ["x0"], value=helper.make_tensor("v", TensorProto.FLOAT, [1], [0.5])
        ),
    ]
    for layer in range(layers):
        nodes.append(helper.make_node("MatMul", [f"x{layer}", "w"], [f"y{layer}"]))
        nodes.append(helper.make_node("Tanh", [f"y{layer}"], [f"x{layer + 1}"]))
    nodes += [
        helper.make_node("ReduceSum", [f"x{layers}"], ["all"], keepdims=0),
        helper.make_node("Mul", ["all", "nothing"], ["added"]),
        helper.make_node("Add", ["plain_output", "added"], [output]),
    ]
    for node in graph.node:
        for index, name in enumerate(node.output):
            if name == output:
                node.output[index] = "plain_output"
    graph.node.extend(nodes)
    onnx.save(model, str(path))


def prepared(name: str, folder: Path) -> tuple[Engine, CastVoice, Callable[[str], bytes]] | None:
    """The engine, a voice, and the engine's own way to the same sound."""
    if name == "piper" and find_spec("piper") and find_spec("onnx"):
        return _piper(folder)
    if name == "kokoro" and find_spec("kokoro_onnx") and find_spec("onnx"):
        return _kokoro(folder)
    if name == "command" and shutil.which("flite"):
        return _command(folder)
    return None


def _piper(folder: Path) -> tuple[Engine, CastVoice, Callable[[str], bytes]]:
    import onnxruntime  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from piper import PiperVoice, SynthesisConfig  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from piper.config import PiperConfig  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from tiny_piper import make_voice  # type: ignore[import-not-found]

    path = make_voice(folder)
    weighted(path, LAYERS["piper"])
    config = PiperConfig.from_dict(json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8")))
    session = onnxruntime.InferenceSession(str(path), _one_thread(), providers=["CPUExecutionProvider"])
    voice = PiperVoice(session=session, config=config, download_dir=folder)
    plain = SynthesisConfig(length_scale=160 / 145, noise_scale=0.0, noise_w_scale=0.0)

    def own(text: str) -> bytes:
        return b"".join(chunk.audio_int16_bytes for chunk in voice.synthesize(text, plain))

    return load("piper", {"folder": str(folder)}), CastVoice("V", "piper", path.stem, "en-us"), own


def _kokoro(folder: Path) -> tuple[Engine, CastVoice, Callable[[str], bytes]]:
    import numpy as np
    import onnxruntime  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from kokoro_onnx import Kokoro  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from tiny_kokoro import make_model, make_voices  # type: ignore[import-not-found]

    path, voices = make_model(folder), make_voices(folder)
    weighted(path, LAYERS["kokoro"])
    session = onnxruntime.InferenceSession(str(path), _one_thread(), providers=["CPUExecutionProvider"])
    kokoro = Kokoro.from_session(session, str(voices))

    def own(text: str) -> bytes:
        audio, _ = kokoro.create(text, "af_heart", 145 / 165, "en-us")
        return bytes((np.clip(audio, -1, 1) * 32767).astype("<i2").tobytes())

    return load("kokoro", {"folder": str(folder)}), CastVoice("V", "kokoro", "af_heart", "en-us"), own


def _command(folder: Path) -> tuple[Engine, CastVoice, Callable[[str], bytes]]:
    text_file, wav = folder / "text.txt", folder / "speech.wav"

    def own(text: str) -> bytes:
        text_file.write_text(text, encoding="utf-8")
        command = [part.format(text_file=text_file, wav=wav) for part in FLITE.split()]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return wav.read_bytes()[44:]

    return load("command"), CastVoice("V", "command", FLITE, "en-us"), own


def _one_thread() -> Any:
    import onnxruntime  # type: ignore[import-not-found,import-untyped,unused-ignore]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return options


def measured(name: str, rounds: int) -> dict[str, float] | None:
    """CPU seconds for the sentences by both ways, the least of some rounds that take turns; start-up and memory."""
    with tempfile.TemporaryDirectory() as folder:
        begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        made = prepared(name, Path(folder))
        if made is None:
            return None
        engine, voice, own = made
        built = time.monotonic()
        first = engine.speak(SENTENCES[0], voice)
        ready = time.monotonic()
        own(SENTENCES[0])
        best = {"narrate": float("inf"), "own": float("inf")}
        for _ in range(rounds):
            for way, speak in (("own", own), ("narrate", lambda text: engine.speak(text, voice).pcm)):
                mark = cpu_s()
                sizes = [len(speak(text)) for text in SENTENCES]
                best[way] = min(best[way], cpu_s() - mark)
        seconds = sum(sizes) / 2 / first.sample_rate_hz
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {**best, "audio": seconds, "start": ready - built, "begun": built - begin, "memory": memory}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="a few seconds, to see that it runs")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.one, 1 if arguments.smoke else 8)))
        return
    print(f"{'engine':10}{'audio s a CPU s':>17}{'own way':>9}{'added':>8}{'first take s':>14}{'memory MB':>11}")
    for name in ("piper", "kokoro", "command"):
        # A process for each: what one has loaded would be another one's memory.
        command = [sys.executable, __file__, "--one", name, *["--smoke"] * arguments.smoke]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        if found is None:
            print(f"{name:10} left out: its package, or flite, is not installed")
            continue
        pace, own = found["audio"] / found["narrate"], found["audio"] / found["own"]
        added = found["narrate"] / found["own"] - 1
        print(f"{name:10}{pace:17.1f}{own:9.1f}{added:8.1%}{found['start']:14.2f}{found['memory']:11.0f}")


if __name__ == "__main__":
    main()
