"""Neural models in onnxruntime: opened so that several processes do not fight for the processor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from narrate.errors import EngineError


def open_session(model: Path | bytes, engine: str, *, threads: int, gpu: bool, seed: int | None = None) -> Any:
    """An `onnxruntime.InferenceSession`.

    Parameters
    ----------
    model : Path or bytes
        The file, or its content.
    engine : str
        Name of the engine, for messages.
    threads : int
        Of one process. onnxruntime's own default, all processors for each process, makes workers fight.
    gpu : bool
        On CUDA, and nowhere else.
    seed : int, optional
        What the model's random numbers start from. A session goes on with them from run to run, so that only the first
        run of a session is the same each time.

    Raises
    ------
    EngineError
        There is no GPU that onnxruntime can use.
    """
    import onnxruntime  # type: ignore[import-not-found,import-untyped,unused-ignore]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    provider = "CUDAExecutionProvider" if gpu else "CPUExecutionProvider"
    if provider not in onnxruntime.get_available_providers():
        raise EngineError(
            f"engine {engine!r}: onnxruntime finds no GPU here", "pip install onnxruntime-gpu, or gpu: false"
        )
    if seed is not None:
        onnxruntime.set_seed(seed)
    given = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(given, options, providers=[provider])
