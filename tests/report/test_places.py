"""The map: every commune once, what is not known is no zero, and no map without places."""

from dataclasses import replace

from indicators.conftest import Opened

from lib.indicators.registry import section_of
from lib.indicators.section import SectionFacts
from lib.narrative.runs import plain_text
from lib.report.charts import Chart, Missing
from lib.report.places import places

PAIR = ("direction.registered_exit", "direction.target_households")


def facts(opened: Opened, **how: object) -> SectionFacts:
    return SectionFacts(section_of("direction"), opened(**how))


def test_a_commune_that_has_not_sent_is_a_cross_and_no_zero(opened: Opened) -> None:
    whole = places(facts(opened), *PAIR)
    late = places(facts(opened, missing=[("commune", "24112")]), *PAIR)
    assert isinstance(whole, Chart)
    assert isinstance(late, Chart)
    assert "chưa có số liệu" not in whole.svg
    assert late.svg.count(">chưa có số liệu<") == 1
    row = next(row for row in late.table if row[0] == "Chư Rcăm")
    assert row[1] == "chưa có số liệu"
    assert len(late.table) == len(whole.table) == 15
    assert plain_text(whole.title).startswith("Số hộ đăng ký thoát nghèo còn thấp hơn chỉ tiêu ở Ia Rsai, ")


def test_there_is_no_map_without_places(opened: Opened) -> None:
    told = facts(opened)
    first, *rest = told.context.communes
    told.context.communes = (replace(first, lat=None), *rest)
    found = places(told, *PAIR)
    assert isinstance(found, Missing)
    assert "vị trí các xã, thị trấn" in str(found._repr_mimebundle_())
    told.context.communes = tuple(replace(unit, lat=None) for unit in told.context.communes)
    assert places(told, *PAIR) is None


def test_the_same_figures_give_the_same_drawing(opened: Opened) -> None:
    one, other = (places(facts(opened), *PAIR) for _ in range(2))
    assert one == other
