"""A Piper voice of a few kilobytes: a tone of 768 samples for every phoneme, higher with the speaker's number."""

import json
from pathlib import Path

PHONEMES = "_^$ abcdefhijklmnopqrstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒʔˈˌːʲθᵻ.,?!'\"-;:ˑ"
HOP = 256
FRAMES_A_PHONEME = 3 * HOP


def make_voice(folder: Path, name: str = "en_US-tiny-low", speakers: int = 1, ceil: str = "Ceil") -> Path:
    """Write model and configuration.

    Piper's own models round the durations of phonemes up with one node `Ceil`, by which they are found; with another
    `ceil` they are not.
    """
    import onnx
    from onnx import TensorProto, helper

    def constant(name, kind, shape, values):
        return helper.make_tensor(name, kind, shape, values)

    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    constants = [
        constant("zero", TensorProto.FLOAT, [], [0.0]),
        constant("one", TensorProto.FLOAT, [], [1.0]),
        constant("fade", TensorProto.FLOAT, [], [800.0]),
        constant("hop", TensorProto.FLOAT, [], [float(HOP)]),
        constant("hops", TensorProto.FLOAT, [], [FRAMES_A_PHONEME / HOP]),
        constant("step", TensorProto.FLOAT, [], [0.05]),
        constant("tenth", TensorProto.FLOAT, [], [0.1]),
        constant("first", TensorProto.INT64, [], [0]),
        constant("second", TensorProto.INT64, [], [1]),
        constant("scalar", TensorProto.INT64, [0], []),
        constant("shape", TensorProto.INT64, [4], [1, 1, 1, -1]),
    ]
    nodes = [
        helper.make_node("Gather", ["scales", "second"], ["length"]),
        helper.make_node("Gather", ["scales", "first"], ["noise"]),
        helper.make_node("Shape", ["input"], ["many"]),
        helper.make_node("ConstantOfShape", ["many"], ["ones"], value=constant("v", TensorProto.FLOAT, [1], [1.0])),
        helper.make_node("Mul", ["length", "hops"], ["long"]),
        helper.make_node("Mul", ["ones", "long"], ["widths"]),
        helper.make_node(ceil, ["widths"], ["durations"]),
        helper.make_node("ReduceSum", ["durations"], ["sum"], keepdims=0),
        helper.make_node("Mul", ["sum", "hop"], ["frames"]),
        helper.make_node("Range", ["zero", "frames", "one"], ["time"]),
        helper.make_node("Mul", ["time", "step"], ["slow"]),
    ]
    phase = "slow"
    if speakers > 1:
        nodes += [
            helper.make_node("Cast", ["sid"], ["speaker_1"], to=TensorProto.FLOAT),
            helper.make_node("Reshape", ["speaker_1", "scalar"], ["speaker"]),
            helper.make_node("Add", ["speaker", "one"], ["height"]),
            helper.make_node("Mul", ["slow", "height"], ["phase"]),
        ]
        phase = "phase"
    nodes += [
        helper.make_node("Sub", ["frames", "time"], ["left"]),
        helper.make_node("Div", ["left", "fade"], ["rest"]),
        helper.make_node("Min", ["rest", "one"], ["gain"]),
        helper.make_node("Sin", [phase], ["steady"]),
        helper.make_node("Mul", ["steady", "gain"], ["tone"]),
        helper.make_node("RandomNormalLike", ["tone"], ["random"]),
        helper.make_node("Mul", ["noise", "tenth"], ["little"]),
        helper.make_node("Mul", ["random", "little"], ["breath"]),
        helper.make_node("Add", ["tone", "breath"], ["wave"]),
        helper.make_node("Reshape", ["wave", "shape"], ["output"]),
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, None])
    graph = helper.make_graph(nodes, "tiny", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(model, str(path))
    config = {
        "audio": {"sample_rate": 22050},
        "hop_length": HOP,
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
