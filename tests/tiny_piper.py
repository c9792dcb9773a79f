"""A Piper voice of a few kilobytes: a tone of 800 samples for every phoneme, higher with the speaker's number."""

import json
from pathlib import Path

PHONEMES = "_^$ abcdefhijklmnopqrstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒʔˈˌːθᵻ.,?!'\"-;:ˑ"


def make_voice(folder: Path, name: str = "en_US-tiny-low", speakers: int = 1) -> Path:
    """Write model and configuration; skipped where the package onnx is missing."""
    import onnx
    from onnx import TensorProto, helper

    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    constants = {
        "zero": helper.make_tensor("zero", TensorProto.FLOAT, [], [0.0]),
        "one": helper.make_tensor("one", TensorProto.FLOAT, [], [1.0]),
        "samples": helper.make_tensor("samples", TensorProto.FLOAT, [], [800.0]),
        "step": helper.make_tensor("step", TensorProto.FLOAT, [], [0.05]),
        "second": helper.make_tensor("second", TensorProto.INT64, [1], [1]),
        "scalar": helper.make_tensor("scalar", TensorProto.INT64, [0], []),
        "shape": helper.make_tensor("shape", TensorProto.INT64, [4], [1, 1, 1, -1]),
    }
    nodes = [
        helper.make_node("Gather", ["scales", "second"], ["length_1"]),
        helper.make_node("Reshape", ["length_1", "scalar"], ["length"]),
        helper.make_node("Cast", ["input_lengths"], ["count_1"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["count_1", "scalar"], ["count"]),
        helper.make_node("Mul", ["count", "samples"], ["plain"]),
        helper.make_node("Mul", ["plain", "length"], ["frames"]),
        helper.make_node("Range", ["zero", "frames", "one"], ["time"]),
        helper.make_node("Mul", ["time", "step"], ["slow"]),
    ]
    phase = "slow"
    if speakers > 1:
        nodes += [
            helper.make_node("Cast", ["sid"], ["speaker"], to=TensorProto.FLOAT),
            helper.make_node("Add", ["speaker", "one"], ["height"]),
            helper.make_node("Mul", ["slow", "height"], ["phase"]),
        ]
        phase = "phase"
    nodes += [helper.make_node("Sin", [phase], ["wave"]), helper.make_node("Reshape", ["wave", "shape"], ["output"])]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, None])
    graph = helper.make_graph(nodes, "tiny", inputs, [output], list(constants.values()))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(model, str(path))
    config = {
        "audio": {"sample_rate": 22050},
        "espeak": {"voice": "en-us"},
        "language": {"code": name.partition("-")[0]},
        "phoneme_type": "espeak",
        "num_symbols": len(PHONEMES),
        "num_speakers": speakers,
        "speaker_id_map": {f"p{number}": number for number in range(speakers)} if speakers > 1 else {},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_id_map": {phoneme: [number] for number, phoneme in enumerate(PHONEMES)},
    }
    path.with_name(f"{path.name}.json").write_text(json.dumps(config), encoding="utf-8")
    return path
