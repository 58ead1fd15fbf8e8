"""What does each office owe us? One file per workbook; together they are every table the reports are made from."""

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
    social_insurance,
    statistics,
    vocational,
    women,
)
from lib.contracts.model import Column, Contract, Rule, TableContract

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
    )
)
"""Every contract, in the order the offices are listed to readers."""

OWNERS: dict[str, Contract] = {table.name: contract for contract in CONTRACTS for table in contract.tables}
"""The contract each clean table comes from."""


def table_contract(name: str) -> TableContract:
    """The contract of the clean table `name`.

    >>> table_contract("loans").grain
    'mỗi dòng một món vay'
    """
    return next(table for table in OWNERS[name].tables if table.name == name)


__all__ = ["CONTRACTS", "OWNERS", "Column", "Contract", "Rule", "TableContract", "table_contract"]
