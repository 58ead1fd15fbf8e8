"""From a draft to a signed edition, to one that amends it: what is printed, kept, refused, and caught."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.conftest import UNIT, Edition

from lib import cli
from lib.checks.audit.reading import read_document
from lib.editions.approvals import SEAL, approvals_file, edition_of, read_approvals, signed_folder
from lib.editions.history import failure_page
from lib.editions.statuses import Status
from lib.editions.verify import Verdict, genuine, verified
from lib.intake.folders import REPOSITORY

PERIOD = "2021-H1"
SEED, FLIPS = 20210615, 3


class Desk:
    """One office's folders, and its commands."""

    def __init__(self, data: Path, reports: Path) -> None:
        self.data, self.reports = data, reports
        self.folder = reports / UNIT / PERIOD
        self.written = data / "raw" / UNIT / PERIOD / "report.yaml"

    def __call__(self, command: str, *more: str) -> int:
        places = ["--unit", UNIT, "--period", PERIOD, "--reports", str(self.reports)]
        data = [] if command in ("review", "restore") else ["--data", str(self.data)]
        quiet = ["--quiet"] if command == "run" else []
        return cli.main([command, *places, *data, *quiet, *more])

    @property
    def status(self) -> Status:
        return read_approvals(self.reports, UNIT, PERIOD).status(edition_of(self.folder))

    @property
    def edition(self) -> Edition:
        return Edition(self.folder)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / PERIOD, root / "data" / "raw" / UNIT / PERIOD)
    return Desk(root / "data", root / "reports")


Said = pytest.CaptureFixture[str]


@pytest.mark.slow
def test_the_way_of_an_edition(desk: Desk, capsys: Said, tmp_path: Path) -> None:
    text = desk.written.parent / "commentary" / "III.md"
    kept = text.read_text(encoding="utf-8")
    other = f"{kept.rstrip()}\n\nKhẩn trương thực hiện.\n"
    only_what_was_reviewed_is_signed(desk, capsys, lambda: text.write_text(other, encoding="utf-8"))
    text.write_text(kept, encoding="utf-8")
    signed_as_it_was_reviewed(desk, tmp_path)
    nothing_undoes_a_signature(desk)
    text.write_text(other, encoding="utf-8")
    a_later_change_makes_an_amended_edition(desk, capsys)


def only_what_was_reviewed_is_signed(desk: Desk, capsys: Said, change: Callable[[], object]) -> None:
    before = desk.written.read_text(encoding="utf-8")
    late = desk.written.parent / "Hoi Nong dan.xlsx"
    kept = late.rename(desk.data / late.name)
    assert desk("run") == 0
    kept.rename(late)
    assert desk("run") == 0
    assert desk.status is Status.DRAFT
    capsys.readouterr()
    assert difference(desk, PERIOD) == 0
    told = capsys.readouterr().out
    assert "chưa có báo cáo → " in told
    assert "nộp muộn: Hội Nông dân huyện đã gửi" in told
    assert "không rõ" not in told
    assert desk("sign", "--who", "Văn thư") == 1
    assert "chưa ai rà soát" in capsys.readouterr().err
    assert desk("review", "--who", "Nay H'Bé, Phó Trưởng phòng") == 0
    change()
    assert desk("sign", "--who", "Văn thư", "--number", "215", "--date", "2021-06-17") == 1
    assert "đã đổi từ khi rà soát" in capsys.readouterr().err
    assert (desk.status, desk.written.read_text(encoding="utf-8")) == (Status.REVIEWED, before)
    assert not failure_page(desk.reports, UNIT, PERIOD).exists()


def signed_as_it_was_reviewed(desk: Desk, elsewhere: Path) -> None:
    head = ("--number", "215", "--date", "2021-06-17", "--signatory", "Ksor Nhan")
    assert desk("sign", "--who", "Văn thư", *head) == 0
    assert desk.status is Status.SIGNED
    for shown in ("215/BC-UBND", "ngày 17 tháng 6 năm 2021", "Ksor Nhan"):
        assert shown in desk.edition.page
        assert shown in word(desk.folder)
    (act,) = read_approvals(desk.reports, UNIT, PERIOD).signed
    assert (act.number, act.date, act.signatory, act.who) == ("215/BC-UBND", "2021-06-17", "Ksor Nhan", "Văn thư")
    answers = verified(desk.folder / "report.html", str(desk.data), desk.reports)
    assert [each.verdict for each in answers] == [Verdict.GOOD] * 3
    mailed = Path(shutil.copy(desk.folder / "report.docx", elsewhere / "gui di.docx"))
    assert genuine(mailed, desk.reports).verdict is Verdict.GOOD
    mailed.write_bytes(mailed.read_bytes() + b" ")
    assert genuine(mailed, desk.reports).verdict is Verdict.BAD
    index = (desk.reports / "index.html").read_text(encoding="utf-8")
    assert "Đã ký: số 215/BC-UBND ngày 17/6/2021, Ksor Nhan" in index


def nothing_undoes_a_signature(desk: Desk) -> None:
    sealed = (desk.folder / SEAL).read_bytes()
    for command in (("review", "--who", "A"), ("sign", "--who", "A"), ("restore",)):
        assert desk(*command) == 1
    assert desk("run", "--force") == 0
    assert (desk.status, (desk.folder / SEAL).read_bytes()) == (Status.SIGNED, sealed)


def a_later_change_makes_an_amended_edition(desk: Desk, capsys: Said) -> None:
    (act,) = read_approvals(desk.reports, UNIT, PERIOD).signed
    assert desk("run") == 0
    assert desk.status is Status.DRAFT
    told = "(Thay thế Báo cáo số 215/BC-UBND ngày 17 tháng 6 năm 2021)"
    assert told in desk.edition.page
    assert told in word(desk.folder)
    assert "chưa có số, ngày ban hành" in desk.edition.page
    assert difference(desk, f"{PERIOD}@215", PERIOD, "--to", str(desk.data / "diff.html")) == 0
    assert "III {+Khẩn trương thực hiện.+}" in capsys.readouterr().out
    assert "<ins>Khẩn trương thực hiện.</ins>" in (desk.data / "diff.html").read_text(encoding="utf-8")
    kept_at = signed_folder(desk.reports, act)
    assert genuine(kept_at, desk.reports).verdict is Verdict.GOOD
    assert desk("review", "--who", "Nay H'Bé") == 0
    capsys.readouterr()
    assert desk("sign", "--who", "Văn thư") == 1
    assert "chưa có số" in capsys.readouterr().err
    for head, why in (
        (("--number", "215", "--date", "2021-07-02"), f"đã dùng cho báo cáo kỳ {PERIOD}"),
        (("--number", "231", "--date", "2021-06-02"), "trước ngày của báo cáo bị thay thế"),
        (("--number", "số 231", "--date", "2021-07-02"), "không đúng dạng"),
    ):
        assert desk("sign", "--who", "Văn thư", *head) == 1
        assert why in capsys.readouterr().err
    assert desk("sign", "--who", "Văn thư", "--number", "231", "--date", "2021-07-02") == 0
    assert desk.status is Status.SIGNED
    answers = verified(desk.folder, str(desk.data), desk.reports)
    assert [each.verdict for each in answers] == [Verdict.GOOD] * 3
    assert "Thay thế số 215/BC-UBND" in str(answers[0])
    assert "Đã bị thay thế bằng số 231/BC-UBND" in str(genuine(kept_at, desk.reports))
    assert read_approvals(desk.reports, UNIT, PERIOD).status(act.edition) is Status.REPLACED


@pytest.mark.slow
def test_one_byte_changed_anywhere_is_caught(desk: Desk) -> None:
    """Runs after the way of an edition: flips bytes in every file of what was signed, and in the record."""
    if desk.status is not Status.SIGNED:
        pytest.skip("needs the signed edition of the test before")
    chance = random.Random(SEED)
    files = sorted(path for path in desk.folder.rglob("*") if path.is_file())
    assert len(files) > 20
    for path in [*files, approvals_file(desk.reports, UNIT, PERIOD)]:
        whole = path.read_bytes()
        for at in [0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(FLIPS))]:
            changed = bytearray(whole)
            changed[at] ^= 1 << chance.randrange(8)
            path.write_bytes(changed)
            found = genuine(desk.folder / "report.html", desk.reports)
            assert found.verdict is Verdict.BAD, (path.name, at)
            if path in files and path.name != SEAL:
                name = path.relative_to(desk.folder).as_posix()
                assert f"{name}: nội dung đã đổi sau khi ký" in found.details
        path.write_bytes(whole)
    assert genuine(desk.folder, desk.reports).verdict is Verdict.GOOD
    (desk.folder / "them.txt").write_text("", encoding="utf-8")
    assert genuine(desk.folder, desk.reports).details == ("them.txt: không có khi ký",)
    (desk.folder / "them.txt").unlink()
    seal = (desk.folder / SEAL).read_bytes()
    (desk.folder / SEAL).unlink()
    assert genuine(desk.folder, desk.reports).verdict is Verdict.BAD
    (desk.folder / SEAL).write_bytes(seal)


def difference(desk: Desk, *sides: str) -> int:
    """Runs `diff` over the desk's editions."""
    return cli.main(["diff", *sides, "--unit", UNIT, "--reports", str(desk.reports)])


def word(folder: Path) -> str:
    """What the Word file says."""
    return "\n".join(each.text for each in read_document(folder / "report.docx").paragraphs)
