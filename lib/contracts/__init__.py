"""What does each office owe us? One file per workbook; together they are every table the reports are made from."""

from datetime import date
from functools import lru_cache

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
from lib.contracts.owed import Contracts, worded
from lib.domain.levels import WRITTEN_FOR, Level
from lib.domain.reference import Reference
from lib.domain.units import Unit

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


DISTRICT = Contracts(CONTRACTS)
"""The contracts as they are written: in the words of a district, which has all the offices."""


def contracts_of(reference: Reference, unit: Unit, on: date) -> Contracts:
    """The contracts as they hold for a unit on a day: without offices it does not have, in the words of its level.

    >>> reference = Reference.load("data/reference")
    >>> owed = contracts_of(reference, reference.units.get("uar", date(2026, 6, 14)), date(2026, 6, 14))
    >>> sorted(owed.absent), owed.table("jobs_other").grain
    (['vocational'], 'mỗi dòng một thôn, buôn')
    """
    told = ((each.office, reference.offices.absent(each.office, on, unit)) for each in CONTRACTS)
    level = reference.level(unit, on)
    return Contracts(_worded(level), {office: why for office, why in told if why}, level.children)


@lru_cache(maxsize=16)
def _worded(level: Level) -> tuple[Contract, ...]:
    return CONTRACTS if level.type == WRITTEN_FOR else tuple(worded(contract, level) for contract in CONTRACTS)


def table_contract(name: str) -> TableContract:
    """The contract of the clean table `name`.

    >>> table_contract("loans").grain
    'mỗi dòng một món vay'
    """
    return next(table for table in OWNERS[name].tables if table.name == name)


__all__ = [
    "CONTRACTS",
    "DISTRICT",
    "OWNERS",
    "Column",
    "Contract",
    "Contracts",
    "Rule",
    "TableContract",
    "Worth",
    "contracts_of",
    "table_contract",
]
