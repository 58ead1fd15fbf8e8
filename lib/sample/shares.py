"""Splitting whole totals into whole parts, exactly and the same way on every machine.

All numbers are integers; a part never leaves its bounds; the parts always add up to the total.
"""

import random
from collections.abc import Sequence

Bounds = Sequence[int] | int | None


def split(total: int, weights: Sequence[int], low: Bounds = 0, high: Bounds = None, step: int = 1) -> list[int]:
    """`total` in parts as near as may be to the weights, each within [low, high], in multiples of `step`.

    What `step` leaves over is handed out in ones.

    >>> split(10, [1, 1, 2])
    [3, 2, 5]
    >>> split(10, [1, 1, 2], high=[9, 9, 4])
    [3, 3, 4]
    """
    lows, highs = _bounds(low, len(weights), 0), _bounds(high, len(weights), total)
    whole = sum(weights)
    parts = [
        _clamp(total * weight // whole // step * step, *bounds)
        for weight, bounds in zip(weights, zip(lows, highs, strict=True), strict=True)
    ]
    order = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    return _settle(parts, total, lows, highs, (step, 1), order)


def fit(
    values: Sequence[int], total: int, low: Bounds, high: Bounds, steps: Sequence[int], rng: random.Random
) -> list[int]:
    """`values` moved step by step, in an order drawn from `rng`, until they add up to `total`.

    >>> sum(fit([30, 50, 80], 170, 10, 100, (5, 1), random.Random(1)))
    170
    """
    order = list(range(len(values)))
    rng.shuffle(order)
    lows, highs = _bounds(low, len(values), 0), _bounds(high, len(values), total)
    return _settle(list(values), total, lows, highs, steps, order)


def scatter(total: int, places: int, rng: random.Random, spread: int = 5, low: int = 0) -> list[int]:
    """`total` over `places`, unevenly: weights between 10 and 10 × `spread`.

    >>> sum(scatter(550, 14, random.Random(2)))
    550
    """
    return split(total, [rng.randint(10, 10 * spread) for _ in range(places)], low=low)


def _settle(
    parts: list[int],
    total: int,
    lows: Sequence[int],
    highs: Sequence[int],
    steps: Sequence[int],
    order: Sequence[int],
) -> list[int]:
    missing = total - sum(parts)
    for step in steps:
        moved = True
        while abs(missing) >= step and moved:
            moved = False
            for place in order:
                move = step if missing > 0 else -step
                if abs(missing) >= step and lows[place] <= parts[place] + move <= highs[place]:
                    parts[place] += move
                    missing -= move
                    moved = True
    if missing:
        raise ValueError(f"cannot reach {total}: {missing} left over")
    return parts


def _bounds(bound: Bounds, count: int, default: int) -> list[int]:
    if bound is None:
        return [default] * count
    return [bound] * count if isinstance(bound, int) else list(bound)


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
