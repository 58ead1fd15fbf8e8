"""What is owed to one unit: the contracts of its level, in its words. Which offices it has is dated data
(`offices.yaml`), and so are the words (`levels.yaml`); a commune's parts are its villages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from lib.contracts.common import VILLAGE
from lib.contracts.model import SENDER, Column, Contract, TableContract
from lib.domain.levels import CHILDREN, Level


@dataclass(frozen=True)
class Contracts:
    """Contracts in the order the offices are listed to readers.

    `absent` are the offices that the unit does not have, with the reason: their tables stay empty and do not apply.
    `children` is what the unit's parts are called ("xã, thị trấn").
    """

    listed: tuple[Contract, ...]
    absent: Mapping[str, str] = field(default_factory=dict)
    children: str = CHILDREN

    @cached_property
    def owners(self) -> dict[str, Contract]:
        """The contract each clean table comes from."""
        return {table.name: contract for contract in self.listed for table in contract.tables}

    @cached_property
    def sent(self) -> tuple[Contract, ...]:
        """The contracts of offices that the unit has."""
        return tuple(contract for contract in self.listed if contract.office not in self.absent)

    def owing(self, kind: str, parts: Iterable[str]) -> Iterator[tuple[str, str | None]]:
        """Everyone who owes a workbook for a kind of period, as (office, part's code or None), in the order of the
        contracts and of the parts given."""
        codes = tuple(parts)
        for contract in (each for each in self.sent if each.owed(kind)):
            yield from ((contract.office, code) for code in (codes if contract.per_commune else (None,)))

    def of(self, office: str) -> Contract:
        """The contract of an office."""
        return next(contract for contract in self.listed if contract.office == office)

    def table(self, name: str) -> TableContract:
        """The contract of the clean table `name`."""
        return next(table for table in self.owners[name].tables if table.name == name)

    def columns_called(self, name: str) -> Iterator[Column]:
        """Every column of that name, groups included, in the contracts' order."""
        for table in map(self.table, self.owners):
            yield from (each for each in (*table.columns, table.group) if each is not None and each.name == name)

    def choice_label(self, column: str, code: str) -> str:
        """What offices call a code of a column, by the first contract that lists it; the code where none does."""
        listed = (each for each in self.columns_called(column) if code in each.choices.values())
        return next((each.label(code) for each in listed), code)


def worded(contract: Contract, level: Level) -> Contract:
    """A contract in the words of a level. Where the parts are villages, a column that names the village beside the part
    is left out: it would say the same twice."""
    tables = tuple(_table(table, contract, level) for table in contract.tables)
    return replace(contract, title=level.said(contract.title), tables=tables)


def _table(table: TableContract, contract: Contract, level: Level) -> TableContract:
    placed = contract.per_commune or any(column.name == SENDER.name for column in table.columns)
    doubled = [each for each in table.columns if each.name == VILLAGE.name and placed and level.of_villages]
    return replace(
        table,
        title=level.said(table.title),
        grain=level.said(table.grain),
        columns=tuple(_column(each, level) for each in table.columns if each not in doubled),
        group=table.group and _column(table.group, level),
        sender=_column(table.sender, level),
        left_out=tuple(each.name for each in doubled),
    )


def _column(column: Column, level: Level) -> Column:
    aliases = tuple(map(level.said, column.aliases))
    if column.type == SENDER.type and level.of_villages:
        aliases = (VILLAGE.header, *VILLAGE.aliases, "Thôn", "Buôn", "Địa bàn")
    choices = {level.said(label): code for label, code in column.choices.items()}
    return replace(column, header=level.said(column.header), aliases=aliases, choices=choices)
