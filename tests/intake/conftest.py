"""The reference data, one period and its communes, and a reader of one sheet."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from lib.contracts import OWNERS, table_contract
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.intake.cells import Places
from lib.intake.folders import REPOSITORY
from lib.intake.headers import find_header
from lib.intake.tables import TableReading, read_table
from lib.intake.workbook import Sheet

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

Read = Callable[[str, Sheet], TableReading]


@pytest.fixture(scope="session")
def reference() -> Reference:
    return Reference.load(REPOSITORY / "data" / "reference")


@pytest.fixture(scope="session")
def period(reference: Reference) -> Period:
    return reference.periods.parse("2021-H1")


@pytest.fixture(scope="session")
def unit(reference: Reference, period: Period) -> Unit:
    return reference.units.get("krong-pa", period.end)


@pytest.fixture(scope="session")
def communes(reference: Reference, unit: Unit, period: Period) -> tuple[Unit, ...]:
    return reference.units.children(unit, period.end)


@pytest.fixture(scope="session")
def places(communes: tuple[Unit, ...]) -> Places:
    return Places(communes)


@pytest.fixture(scope="session")
def read(period: Period, places: Places) -> Read:
    """Return `read(table, sheet)`: what became of one sheet, read by one table's contract."""

    def reading(name: str, sheet: Sheet) -> TableReading:
        contract = table_contract(name)
        header = find_header(sheet, contract)
        assert header is not None
        sender = "24079" if OWNERS[name].per_commune else None
        result = read_table("tep.xlsx", sheet, header, contract, period, places, sender)
        assert result.conserved, "rows read are not clean + rejected + furniture"
        return result

    return reading
