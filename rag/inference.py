"""Running the models: one text a call and one core a call, as many calls at once as there are cores.

Nothing is padded, no core waits for another inside a layer, and what comes out for a text does not depend on the texts
beside it: in int8, one scale for all activations of a call would see to that.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_lock = threading.Lock()
_cores: ThreadPoolExecutor | None = None


def open_session(model: Path | bytes) -> Any:
    """An onnxruntime.InferenceSession of a file, or of its content; any number of threads may run it at once."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # memory is planned for one shape, and every text has another length
    content = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def on_every_core(work: Callable[[T], R], items: Sequence[T], size: Callable[[T], int]) -> list[R]:
    """work(item) of every item, in their order.

    The largest are begun first, so that no core is left alone with one of them in the end.
    """
    if len(items) < 2:
        return [work(item) for item in items]
    order = sorted(range(len(items)), key=lambda n: -size(items[n]))
    done = dict(zip(order, _pool().map(work, [items[n] for n in order]), strict=True))
    return [done[n] for n in range(len(items))]


def _pool() -> ThreadPoolExecutor:
    global _cores
    with _lock:
        if _cores is None:
            _cores = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="inference")
        return _cores
