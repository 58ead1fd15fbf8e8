"""Relations over a few figures by hand: records as the ledger has them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from facts.conftest import absent
from hypothesis import settings

from lib.checks.relations.evaluate import Result, evaluate, read_relations
from lib.domain.norms import Norm, Norms
from lib.domain.periods import Period, Periods
from lib.facts import Coverage, Measure
from lib.facts.fact import make_fact
from lib.facts.ledger import fact_record
from lib.facts.metadata import Metadata
from lib.intake.folders import REPOSITORY

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

Record = dict[str, Any]
PERIOD: Period = Periods.load(REPOSITORY / "data" / "reference").parse("2023-H1")
NORMS = Norms(
    {
        "rice": (
            Norm(
                id="rice",
                title="Gạo",
                amount=12,
                unit="kg/khẩu",
                legal_basis="Quyết định 1",
                valid_to=date(2022, 5, 31),
            ),
            Norm(id="rice", title="Gạo", amount=15, unit="kg/khẩu", legal_basis=None, valid_from=date(2022, 6, 1)),
        ),
        "power": (
            Norm(id="power", title="Tiền điện", amount=50000, unit="đồng", legal_basis=None, stale="Giá đã tăng."),
        ),
        "ended": (
            Norm(id="ended", title="Đã hết", amount=1, unit="đồng", legal_basis=None, valid_to=date(2020, 1, 1)),
        ),
    }
)


def record(name: str, value: Any, unit: str = "household", **other: Any) -> Record:
    """One fact's record: `value` is exact, a string of an absence ("not_reported") stands for none. Other keywords are
    the metadata's (`decimals`, `hedge`), or `kind`, `inputs`, `coverage`, `parts`, `section`, `title`."""
    group, _, short = name.rpartition(".")
    kind = other.pop("kind", "list" if isinstance(value, tuple) else "counted")
    given = {key: other.pop(key) for key in ("inputs", "coverage", "parts") if key in other}
    section, title = other.pop("section", "I.1"), other.pop("title", short.upper())
    gone = isinstance(value, str) and value.startswith("not_")
    measure = absent(value) if gone else Measure(kind, value, "…", **given)
    said = Metadata(title=title, unit=unit, definition="Để thử, để thử.", **other)
    titles = dict.fromkeys(measure.inputs, "…")
    made = make_fact(group or "g", short, measure, said, titles, section=section, entity="ba-vi", period=PERIOD.code)
    return fact_record(made)


def check(relation: Mapping[str, Any], *records: Record) -> Result:
    """What comes of a relation of the first record."""
    (given,) = read_relations(records[0]["id"], [relation])
    (result,) = evaluate([given], records, NORMS, PERIOD)
    return result


def late(*missing: str) -> Coverage:
    """The coverage of a fact that some communes have not reported for."""
    return Coverage(14, tuple(("commune", code) for code in missing))
