"""What was worked out last, kept for when it is wanted again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by their keys: the `most` that were wanted last. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most, self._values, self._lock = most, OrderedDict[K, V](), threading.Lock()

    def of(self, wanted: Mapping[K, T], make: Callable[[list[T]], Sequence[V]]) -> dict[K, V]:
        """The value of each key; those that are not kept are made of what is wanted, together and in its order.

        Raises ValueError where `make` gives more or fewer than it was given.
        """
        with self._lock:
            found = {key: self._values[key] for key in wanted if key in self._values}
        new = [key for key in wanted if key not in found]
        if new:
            found |= zip(new, make([wanted[key] for key in new]), strict=True)
        with self._lock:
            for key, value in found.items():
                self._values[key] = value
                self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return found
