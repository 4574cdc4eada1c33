"""ONNX sessions set up for a small machine: two threads, no arena that keeps memory."""

from pathlib import Path

import onnxruntime  # type: ignore[import-untyped]

THREADS = 2


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """Return a session on the CPU for the model at `path`."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
