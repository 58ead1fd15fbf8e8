"""Clean rows, kept column by column: long tables cost little memory, and are written as they are kept."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, overload

Row = dict[str, Any]


class Records(Sequence[Row]):
    """Rows of the same columns, in the order they came in. Read as a sequence they are dicts, made anew each time.

    >>> records = Records([{"code": "a", "persons": 3}, {"code": "b", "persons": 5}])
    >>> len(records), records[1], records.column("persons")
    (2, {'code': 'b', 'persons': 5}, [3, 5])
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._columns: dict[str, list[Any]] = {}
        self._length = 0
        for row in rows:
            self.append(row)

    def append(self, row: Row) -> None:
        """Adds one row, of the columns of those before it."""
        self.extend({name: (value,) for name, value in row.items()})

    def extend(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Adds rows given as columns, of the same names as those before them and of one length."""
        if not self._length:
            self._columns = {name: [] for name in columns}
        if columns.keys() != self._columns.keys():
            raise ValueError(f"rows of {list(columns)} among rows of {list(self._columns)}")
        for name, values in self._columns.items():
            values.extend(columns[name])
        self._length += len(next(iter(columns.values()), ()))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names; none where there are no rows."""
        return tuple(self._columns) if self._length else ()

    def column(self, name: str) -> list[Any]:
        """One column's values, a row each; [] where there are no rows."""
        return self._columns[name] if self._length else []

    def without(self, places: Collection[int]) -> "Records":
        """The rows but for those at some places, counted from zero."""
        kept = [place not in places for place in range(self._length)]
        rest = Records()
        rest.extend({name: list(compress(values, kept)) for name, values in self._columns.items()})
        return rest

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        names = list(self._columns)
        return (dict(zip(names, values, strict=True)) for values in zip(*self._columns.values(), strict=True))

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._length))]
        return {name: values[place] for name, values in self._columns.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Records({len(self)} rows of {', '.join(self._columns)})"
