"""Medians, quartiles and ratios of what was measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import TypedDict


class Spread(TypedDict):
    """The middle of many values, the quarters below and above it, and how many they are."""

    median: float
    low: float
    high: float
    count: int


def spread(values: Sequence[float]) -> Spread:
    """Quartiles by linear interpolation between the values, which are all there are."""
    if not values:
        raise ValueError("nothing was measured")
    if len(values) == 1:
        low = middle = high = values[0]
    else:
        low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median=middle, low=low, high=high, count=len(values))


def ratio(ours: Spread, theirs: Spread) -> float:
    """How many times as much as ours theirs is: over 1 where ours is less."""
    return theirs["median"] / ours["median"]
