"""What patterns and word lists are made with."""

from typing import Final

UPPER: Final = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸČÑŎĬĔŬ"
"""The inside of a character class: capitals of Vietnamese and of the highland languages (a range takes in small letters
too)."""


def words(listed: str) -> frozenset[str]:
    """A list of words as a set.

    >>> sorted(words("hay là"))
    ['hay', 'là']
    """
    return frozenset(listed.split())
