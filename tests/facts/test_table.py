"""The rows of some communes alone: what adds still adds, what cannot be told apart says so."""

from hypothesis import given
from hypothesis import strategies as st

from lib.facts import count, distinct, total
from tests.facts.conftest import COMMUNES, household, tiny

PLACES = st.lists(st.sampled_from(sorted(COMMUNES)), max_size=12)


@given(PLACES, st.sets(st.sampled_from(sorted(COMMUNES))))
def test_communes_told_apart_add_up_to_the_whole(places: list[str], chosen: set[str]) -> None:
    rows = [household(f"h{number}", place, persons=number) for number, place in enumerate(places)]
    table = tiny("households", rows)
    parts = [{code: COMMUNES[code] for code in COMMUNES if (code in chosen) == side} for side in (True, False)]
    for measured in (count, lambda each: distinct(each, "household")):
        values = [measured(table.of_communes(names)).value for names in parts if names]
        assert sum(values) == measured(table).value


def test_who_owes_the_rows_is_of_these_communes() -> None:
    late = [("commune", "a"), ("commune", "c")]
    part = tiny("households", [household("h1", "b")], missing=late).of_communes({"a": "Ba Hai", "b": "Ba Một"})
    assert part.senders == (("commune", "b"), ("commune", "a"))
    assert part.missing == (("commune", "a"),)
    assert count(part).parts == {"commune": {"b": 1}}
    assert "Ba Hai hoặc Ba Một" in count(part).formula


def test_rows_without_a_commune_are_not_shared_out() -> None:
    visits = tiny("visits", [{"facility": "tram", "month": "2023-01", "visits": 7, "payment": 9}])
    part = visits.of_communes({"a": "Ba Hai"})
    absence = total(part, "visits").absence
    assert absence is not None
    assert absence.kind == "not_applicable"
    assert "không chia theo xã" in absence.reason
    assert total(visits, "visits").value == 7
