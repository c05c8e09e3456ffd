"""Work on every core: results come in the order of the items, errors come through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.inference import on_every_core


@given(st.lists(st.integers(-100, 100), max_size=40))
def test_results_come_in_the_order_of_the_items(items: list[int]) -> None:
    assert on_every_core(lambda n: n * n, items, size=abs) == [n * n for n in items]


def test_an_error_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        on_every_core(lambda n: 1 // n, [2, 1, 0], size=abs)
