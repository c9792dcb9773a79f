"""A Kokoro of a few kilobytes: a tone of 1,200 samples for every phoneme, as high as the first number of the style."""

from pathlib import Path

FRAMES_A_PHONEME = 1200
HEIGHTS = {"af_heart": 0.06, "am_adam": 0.03, "bf_emma": 0.09}


def make_model(folder: Path, name: str = "kokoro-v1.0.onnx", durations: bool = True) -> Path:
    """Write the model; the older ones did not tell durations."""
    import onnx
    from onnx import TensorProto, helper

    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    constants = [
        helper.make_tensor("zero", TensorProto.FLOAT, [], [0.0]),
        helper.make_tensor("one", TensorProto.FLOAT, [], [1.0]),
        helper.make_tensor("fade", TensorProto.FLOAT, [], [800.0]),
        helper.make_tensor("samples", TensorProto.FLOAT, [], [float(FRAMES_A_PHONEME)]),
        helper.make_tensor("half", TensorProto.FLOAT, [], [0.5]),
        helper.make_tensor("first", TensorProto.INT64, [], [0]),
        helper.make_tensor("scalar", TensorProto.INT64, [0], []),
    ]
    one = helper.make_tensor("v", TensorProto.INT64, [1], [1])
    nodes = [
        helper.make_node("Shape", ["input_ids"], ["many"]),
        helper.make_node("ConstantOfShape", ["many"], ["duration"], value=one),
        helper.make_node("ReduceSum", ["duration"], ["count_1"], keepdims=0),
        helper.make_node("Cast", ["count_1"], ["count"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["count", "samples"], ["plain"]),
        helper.make_node("Reshape", ["speed", "scalar"], ["pace"]),
        helper.make_node("Div", ["plain", "pace"], ["frames"]),
        helper.make_node("Range", ["zero", "frames", "one"], ["time"]),
        helper.make_node("Gather", ["style", "first"], ["numbers"], axis=1),
        helper.make_node("Reshape", ["numbers", "scalar"], ["height"]),
        helper.make_node("Mul", ["time", "height"], ["phase"]),
        helper.make_node("Sub", ["frames", "time"], ["left"]),
        helper.make_node("Div", ["left", "fade"], ["rest"]),
        helper.make_node("Min", ["rest", "one"], ["gain"]),
        helper.make_node("Sin", ["phase"], ["steady"]),
        helper.make_node("Mul", ["steady", "gain"], ["tone"]),
        helper.make_node("Mul", ["tone", "half"], ["audio"]),
    ]
    outputs = [helper.make_tensor_value_info("audio", TensorProto.FLOAT, [None])]
    if durations:
        outputs.append(helper.make_tensor_value_info("duration", TensorProto.INT64, [1, None]))
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / name))
    return folder / name


def make_voices(folder: Path, name: str = "voices-v1.0.bin") -> Path:
    """Write the voices: a style for each number of phonemes."""
    import numpy as np

    styles = {}
    for voice, height in HEIGHTS.items():
        styles[voice] = np.zeros((510, 1, 256), np.float32)
        styles[voice][:, 0, 0] = height + np.arange(510) / 1e6
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("wb") as file:
        np.savez(file, **styles)
    return folder / name
