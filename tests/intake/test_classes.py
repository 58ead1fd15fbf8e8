"""The second look at the year-end review: a class that the law of the day does not give, said at its cell."""

from datetime import date
from typing import Any

import pytest
from intake.conftest import Read
from intake.sheets import Layout, row

from lib.contracts import table_contract
from lib.domain.reference import Reference
from lib.intake.classes import misclassified

TABLE = table_contract("reviewed")
CASES: list[tuple[dict[str, Any], date, str]] = [
    ({"income": 700_000, "deprivations": 0, "class_end": "Hộ nghèo"}, date(2021, 12, 14), ""),
    (
        {"income": 700_001, "deprivations": 2, "class_end": "Hộ nghèo"},
        date(2021, 12, 14),
        "ghi hộ nghèo, nhưng thu nhập 700.001 đồng, thiếu hụt 2 chỉ số thì theo khoản 2 Điều 2 Quyết định số "
        "59/2015/QĐ-TTg là hộ cận nghèo",
    ),
    ({"income": 700_001, "deprivations": 3, "class_end": "Hộ nghèo"}, date(2022, 12, 14), ""),
    (
        {"income": 1_500_001, "deprivations": 9, "class_end": "Hộ cận nghèo"},
        date(2022, 12, 14),
        "theo Nghị định số 07/2021/NĐ-CP là không thuộc diện",
    ),
    ({"income": 900_000, "deprivations": 3, "class_end": "Hộ nghèo"}, date(2027, 12, 14), "chưa ghi số chỉ số thiếu"),
    ({"income": 900_000, "deprivations": 3, "class_end": "Hộ nghèo"}, date(2015, 12, 14), "chuẩn nghèo"),
    (
        {"income": 2_900_000, "deprivations": 0, "class_end": "Không thuộc diện", "relapsed": "x"},
        date(2021, 12, 14),
        "ghi tái nghèo, tái cận nghèo mà cuối năm không thuộc diện",
    ),
]


@pytest.mark.parametrize(("cells", "on", "said"), CASES)
def test_a_class_is_held_against_the_standard_of_the_day(
    read: Read, reference: Reference, cells: dict[str, Any], on: date, said: str
) -> None:
    values = row(TABLE, **{"area": "Nông thôn", "class_start": "Hộ nghèo", "relapsed": "-", **cells})
    reading = read("reviewed", Layout(TABLE, [(1, values)]).sheet())
    assert len(reading.rows) == 1
    found = list(misclassified([reading], reference.poverty, on))
    assert len(found) == bool(said)
    for finding in found:
        assert said in finding.reason
        assert finding.sheet == TABLE.sheet
