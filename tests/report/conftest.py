"""Figures of the sample with something changed or missing, as their tables are made from them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from indicators.conftest import Opened, clean_data, opened

from lib.facts.ledger import fact_record
from lib.indicators.context import Context
from lib.indicators.registry import sections
from lib.report.tables.figures import Figures

__all__ = ["clean_data", "opened"]

HOSTILE = '=HYPERLINK("http://xau.example";"\'Bấm")'
"""What somebody may type where a name belongs."""

Figured = Callable[..., Figures]


def document(context: Context, **changed: Any) -> dict[str, Any]:
    """An assembled document but for its text, through JSON as the notebook of the report leaves it."""
    title = [{"block": "paragraph", "runs": [{"text": f"Kết quả {context.period.title}"}]}]
    content = {
        "facts": [fact_record(fact) for fact in context.all_facts()],
        "title": title,
        "sections": [{"number": each.number, "title": each.title} for each in sections()],
        "draft": False,
        "number": "1/BC-UBND",
        "place_date": "Ba Vì, ngày 15 tháng 6 năm 2023",
        "addressee": "Sở",
        "issuer": ["ỦY BAN NHÂN DÂN", "HUYỆN BA VÌ"],
        "place": "Ba Vì",
        "signatory": {"authority": ["TM. ỦY BAN NHÂN DÂN"], "name": "Người ký"},
        "data": {"received": [{}] * 3, "missing": [], "notice": ""},
        **changed,
    }
    return dict(json.loads(json.dumps(content, sort_keys=True)))


@pytest.fixture(scope="session")
def figures(opened: Opened) -> Figured:
    """Return `figures(period, tables=…, missing=…)`: see `opened`; `said` are parts of the document to change."""

    def made(*given: Any, said: Any = None, **how: Any) -> Figures:
        context = opened(*given, **how)
        return Figures.of(context, document(context, **(said or {})))

    return made
