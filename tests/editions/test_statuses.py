"""Every status, every action: what is allowed, and that the rest is refused in one line and changes nothing."""

import json
from itertools import product
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.editions.approvals import (
    AMEND,
    REVIEW,
    SIGN,
    Approval,
    append,
    approvals_file,
    edition_of,
    read_approvals,
)
from lib.editions.statuses import TRANSITIONS, Action, Status, after
from lib.runs.approve import act_on, review_edition

UNIT, PERIOD = "don-vi", "2031-H1"
N, D, R, S, X = Status.NONE, Status.DRAFT, Status.REVIEWED, Status.SIGNED, Status.REPLACED
# status: what run, review, sign, amend and restore lead to; None is refused
EXPECTED = {
    N: (D, None, None, None, D),
    D: (D, R, None, None, D),
    R: (D, R, S, None, D),
    S: (D, None, None, D, None),
    X: (D, None, None, None, D),
}


def stand(reports: Path, status: Status) -> None:
    """Makes an edition of that status stand in a folder of reports."""
    folder = reports / UNIT / PERIOD
    if status is Status.NONE:
        folder.parent.mkdir(parents=True)
        return
    folder.mkdir(parents=True)
    run = {"id": "1", "status": "final", "started": "2031-06-15T01:00:00+00:00"}
    manifest = {"run": run, "inputs": {}, "outputs": {}, "parameters": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    acts = {R: (REVIEW,), S: (REVIEW, SIGN), X: (REVIEW, SIGN, AMEND)}.get(status, ())
    for act in acts:
        record(reports, act, edition_of(folder) or "")
    if status is X:
        record(reports, SIGN, "another", replaces=edition_of(folder) or "")


def record(reports: Path, act: str, edition: str, **more: str) -> Approval:
    known = read_approvals(reports, UNIT, PERIOD)
    fields = {"act": act, "unit": UNIT, "period": PERIOD, "edition": edition, "who": "A", "previous": known.last}
    made = Approval(**fields, at="2031-06-15T01:00:00+00:00", **more)
    append(reports, made)
    return made


def test_the_table_has_every_pair() -> None:
    assert set(TRANSITIONS) == set(product(Status, Action))
    assert set(EXPECTED) == set(Status)


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)), ids=str)
def test_each_transition(status: Status, action: Action, tmp_path: Path) -> None:
    stand(tmp_path, status)
    expected = dict(zip(Action, EXPECTED[status], strict=True))[action]
    before = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    if expected is None:
        with pytest.raises(ReportError) as refused:
            act_on(tmp_path, UNIT, PERIOD, action)
        assert str(refused.value).startswith(f"{UNIT}/{PERIOD}: ")
        assert "Cách sửa: " in str(refused.value)
        assert "\n" not in str(refused.value)
    else:
        assert act_on(tmp_path, UNIT, PERIOD, action)[0] is status
        assert after(status, action, "") is expected
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == before


def test_a_review_is_of_exactly_these_bytes(tmp_path: Path) -> None:
    stand(tmp_path, D)
    folder = tmp_path / UNIT / PERIOD
    act = review_edition(tmp_path, UNIT, PERIOD, "  Rơ Châm  H'Lan ")
    assert act.who == "Rơ Châm H'Lan"
    assert read_approvals(tmp_path, UNIT, PERIOD).status(edition_of(folder)) is R
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert read_approvals(tmp_path, UNIT, PERIOD).status(edition_of(folder)) is D


def test_nobody_reviews_without_a_name_nor_what_was_changed_since(tmp_path: Path) -> None:
    stand(tmp_path, D)
    with pytest.raises(ReportError, match="chưa nói ai"):
        review_edition(tmp_path, UNIT, PERIOD, "  ")
    path = tmp_path / UNIT / PERIOD / "manifest.json"
    manifest = {**json.loads(path.read_text(encoding="utf-8")), "outputs": {"report.html": "0"}}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ReportError, match=r"report\.html: tệp khác với khi lập"):
        review_edition(tmp_path, UNIT, PERIOD, "A")


# --- the record ---------------------------------------------------------------------------------------------


def lines(reports: Path) -> list[bytes]:
    return approvals_file(reports, UNIT, PERIOD).read_bytes().splitlines(keepends=True)


def test_the_record_only_grows_and_each_line_names_the_one_before(tmp_path: Path) -> None:
    stand(tmp_path, X)
    found = read_approvals(tmp_path, UNIT, PERIOD)
    assert [each.act for each in found.acts] == [REVIEW, SIGN, AMEND, SIGN]
    assert [each.previous for each in found.acts[1:]] == [each.digest for each in found.acts[:-1]]
    assert found.faults == ()
    before = lines(tmp_path)
    record(tmp_path, REVIEW, "x")
    assert lines(tmp_path)[:-1] == before


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_line_taken_out_or_changed_shows(gone: int, tmp_path: Path) -> None:
    stand(tmp_path, X)
    whole = lines(tmp_path)
    file = approvals_file(tmp_path, UNIT, PERIOD)
    file.write_bytes(b"".join(whole[:gone] + whole[gone + 1 :]))
    assert read_approvals(tmp_path, UNIT, PERIOD).faults
    file.write_bytes(b"".join([*whole[:gone], whole[gone].replace(b'"who":"A"', b'"who":"B"'), *whole[gone + 1 :]]))
    assert read_approvals(tmp_path, UNIT, PERIOD).faults


def test_a_line_torn_by_a_power_cut_is_told_and_the_next_begins_afresh(tmp_path: Path) -> None:
    stand(tmp_path, R)
    file = approvals_file(tmp_path, UNIT, PERIOD)
    file.write_bytes(file.read_bytes() + b'{"act":"sig')
    record(tmp_path, SIGN, "x")
    found = read_approvals(tmp_path, UNIT, PERIOD)
    assert [each.act for each in found.acts] == [REVIEW, SIGN]
    assert len(found.faults) == 1
