"""Row numbers said shortly."""

from collections.abc import Iterable


def row_ranges(rows: Iterable[int]) -> str:
    """Row numbers as compact ranges.

    >>> row_ranges([8, 9, 10, 12, 9])
    '8-10,12'
    """
    ordered = sorted(set(rows))
    parts: list[str] = []
    start = 0
    for index in range(1, len(ordered) + 1):
        if index == len(ordered) or ordered[index] != ordered[index - 1] + 1:
            first, last = ordered[start], ordered[index - 1]
            parts.append(str(first) if first == last else f"{first}-{last}")
            start = index
    return ",".join(parts)
