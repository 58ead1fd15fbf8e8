"""What does each office owe us? One file per workbook; together they are every table the reports are made from."""

from collections.abc import Iterable, Iterator

from lib.contracts import (
    agriculture,
    commune,
    education,
    farmers,
    fatherland_front,
    finance,
    home_affairs,
    labour,
    policy_bank,
    radio,
    review,
    social_insurance,
    statistics,
    vocational,
    women,
)
from lib.contracts.model import Column, Contract, Rule, TableContract, Worth

CONTRACTS: tuple[Contract, ...] = tuple(
    module.CONTRACT
    for module in (
        commune,
        labour,
        policy_bank,
        finance,
        social_insurance,
        statistics,
        education,
        fatherland_front,
        farmers,
        women,
        vocational,
        home_affairs,
        radio,
        agriculture,
        review,
    )
)
"""Every contract, in the order the offices are listed to readers."""

OWNERS: dict[str, Contract] = {table.name: contract for contract in CONTRACTS for table in contract.tables}
"""The contract each clean table comes from."""


def owing(kind: str, communes: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """Everyone who owes a workbook for a kind of period, as (office, commune's code or None), in the order of the
    contracts and of the communes given.

    >>> ("review_committee", None) in owing("year", []), ("review_committee", None) in owing("month", [])
    (True, False)
    """
    codes = tuple(communes)
    for contract in (each for each in CONTRACTS if each.owed(kind)):
        yield from ((contract.office, code) for code in (codes if contract.per_commune else (None,)))


def table_contract(name: str) -> TableContract:
    """The contract of the clean table `name`.

    >>> table_contract("loans").grain
    'mỗi dòng một món vay'
    """
    return next(table for table in OWNERS[name].tables if table.name == name)


def columns_called(name: str) -> Iterator[Column]:
    """Every column of that name, groups included, in the contracts' order."""
    for table in map(table_contract, OWNERS):
        yield from (each for each in (*table.columns, table.group) if each is not None and each.name == name)


def choice_label(column: str, code: str) -> str:
    """What offices call a code of a column, by the first contract that lists it; the code where none does.

    >>> choice_label("programme", "jobs"), choice_label("programme", "other")
    ('Cho vay giải quyết việc làm', 'other')
    """
    listed = (each for each in columns_called(column) if code in each.choices.values())
    return next((each.label(code) for each in listed), code)


__all__ = [
    "CONTRACTS",
    "OWNERS",
    "Column",
    "Contract",
    "Rule",
    "TableContract",
    "Worth",
    "choice_label",
    "columns_called",
    "owing",
    "table_contract",
]
