"""What shows itself in a cell, and the names an analyst sees."""

import doctest
import importlib
import inspect
from collections.abc import Callable

import pytest
from lxml import html

import lib.explore
from lib.contracts import CONTRACTS, table_contract
from lib.explore import open_context, section
from lib.indicators.context import Context

UNIT, PERIOD = "krong-pa", "2021-H1"


@pytest.fixture(scope="module")
def context() -> Context:
    return open_context(UNIT, PERIOD)


SHOWN: dict[str, tuple[Callable[[Context], object], tuple[str, ...]]] = {
    "fact": (lambda c: c.fact("credit.poor_share"), ("11,5%", "Số hộ nghèo được vay vốn ÷ Tổng số hộ nghèo")),
    "period": (lambda c: c.period, ("6 tháng đầu năm", "chốt số liệu")),
    "unit": (lambda c: c.unit, ("Huyện", UNIT)),
    "commune": (lambda c: c.communes[0], ("Thị trấn",)),
    "norm": (lambda c: c.reference.norms.at("relief_rice", c.period.end), ("15 kg/khẩu/tháng",)),
    "contract": (lambda c: CONTRACTS[0], ("mỗi xã, thị trấn một tệp", "households")),
    "table contract": (lambda c: table_contract("loans"), ("mỗi dòng một món vay", "household")),
    "table": (lambda c: c.table("loans").where(status="poor"), ("Hộ nghèo", "269")),
    "context": (lambda c: c, ("6 tháng đầu năm", "14")),
}


@pytest.mark.parametrize("name", SHOWN)
def test_it_shows_itself(name: str, context: Context) -> None:
    make, words = SHOWN[name]
    shown = make(context)._repr_html_()  # type: ignore[attr-defined]
    text = html.fromstring(f"<div>{shown}</div>").text_content()
    assert all(word in text for word in words), text
    assert "<script" not in shown


def test_facts_complete_by_their_ids() -> None:
    facts = section("credit", UNIT, PERIOD)
    assert "credit.poor_share" in facts._ipython_key_completions_()
    assert repr(facts["credit.poor_share"]) == "credit.poor_share = 11,5%"


def test_everything_an_analyst_imports_is_explained_by_an_example() -> None:
    for name in lib.explore.__all__:
        item = getattr(lib.explore, name)
        assert inspect.getdoc(item), name
        if inspect.isfunction(item) and item.__module__.startswith("lib.explore"):
            module = importlib.import_module(item.__module__)
            (found,) = [
                each for each in doctest.DocTestFinder().find(module) if each.name == f"{item.__module__}.{name}"
            ]
            assert found.examples, name
