"""`python -m lib doctor`: what it says of a good machine and of each thing that can be wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath

import pytest

from lib import bootstrap, doctor, pins, programs
from lib.doctor import environment, machine, places
from lib.doctor.check import Check, as_text, worst
from lib.doctor.environment import Told

ROOT = Path(__file__).resolve().parent.parent
BASE = getattr(sys, "_base_executable", sys.executable)
NAMES = ["python", "packages", "kernel", "writing", "names", "paths", "encoding", "clock", "disk", "fonts", "programs"]
CARRIED = ("__init__", "__main__", "arguments", "bootstrap", "cli", "options", "pins", "programs")
BARE = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}


def ask(root: Path, *arguments: str, bare: bool = False) -> "subprocess.CompletedProcess[str]":
    """The command, as typed by somebody whose console knows no Vietnamese; `bare`: without any installed package."""
    start = f"import sys; sys.path.insert(0, {str(root)!r}); from lib.cli import main; sys.exit(main())"
    command = [BASE, "-I", "-S", "-c", start] if bare else [sys.executable, "-m", "lib"]
    return subprocess.run(
        [*command, "doctor", *arguments], cwd=root, env=BARE, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone without an environment, in a folder named as people name folders."""
    root = tmp_path / "Báo cáo" / "Kỳ 1"
    for name in CARRIED:
        (root / "lib").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "lib" / f"{name}.py", root / "lib")
    for folder in ("doctor", "domain"):
        shutil.copytree(ROOT / "lib" / folder, root / "lib" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, root)
    return root


@pytest.mark.slow
def test_this_machine_is_fit() -> None:
    done = ask(ROOT, "--json")
    told = json.loads(done.stdout)
    assert [check["name"] for check in told["checks"]] == NAMES
    assert {check["name"]: check["level"] for check in told["checks"] if check["level"] == "fail"} == {}
    assert (done.returncode, done.stderr) == (0, "")


def test_a_clone_without_an_environment_is_told_to_make_one(clone: Path) -> None:
    done = ask(clone, bare=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert "✗ Thư viện      chưa có môi trường .venv" in done.stdout
    assert "→ chạy python -m lib setup" in done.stdout
    assert "Chưa dùng được: 2 điều phải sửa" in done.stdout
    assert "Báo cáo/Kỳ 1" in done.stdout
    assert [path.name for path in clone.glob(".*")] == []  # nothing made, nothing left


@pytest.mark.skipif(os.name != "posix", reason="a broken Python is stood in for by a shell script")
def test_a_broken_environment_is_told_apart(clone: Path) -> None:
    broken = clone / ".venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\necho 'ImportError: libpython' >&2\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    done = ask(clone, "--json", bare=True)
    found = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 1
    assert "không chạy được: ImportError: libpython" in found["packages"]["found"]
    assert "xóa thư mục .venv" in found["packages"]["remedy"]


def test_a_lost_lock_is_a_finding_not_a_crash(clone: Path) -> None:
    (clone / "requirements.lock").unlink()
    done = ask(clone, bare=True)
    assert (done.returncode, done.stderr) == (1, "")


def answered(**changes: object) -> Told:
    installed = {pin.name: pin.version for pin in pins.read_lock(pins.LOCK.read_text(encoding="utf-8"))}
    return Told("python", {"packages": installed, "spec": True, "kernel": "", **changes})


def test_packages_that_differ_are_named() -> None:
    assert environment.packages(answered()).level == "ok"
    assert answered().answer
    installed = {**answered().answer["packages"], "pandas": "1.0"}  # type: ignore[index]
    del installed["papermill"]
    wrong = environment.packages(answered(packages=installed))
    assert wrong.level == "fail"
    assert "pandas 1.0, cần " in wrong.found
    assert "thiếu papermill " in wrong.found


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kernel": "ImportError: zmq"}, "không nạp được: ImportError: zmq"),
        ({"spec": False}, "không thấy khai báo nhân"),
    ],
)
def test_a_kernel_that_cannot_start_is_told(changes: dict[str, object], words: str) -> None:
    check = environment.kernel(answered(**changes))
    assert (check.level, words in check.found) == ("fail", True)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("", encoding="utf-8")
    assert places.writing([tmp_path]).level == "ok"
    check = places.writing([tmp_path / "tệp" / "reports"])
    assert (check.level, str(tmp_path / "tệp") in check.found) == ("fail", True)
    assert [path.name for path in tmp_path.iterdir()] == ["tệp"]


@pytest.mark.parametrize(
    ("seen", "level"), [(places.NAME, "ok"), (ascii(places.NAME), "fail"), ("Ky 1 - Bao cao Dak O", "fail")]
)
def test_a_file_system_that_changes_names_is_told(
    seen: str, level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places.names(tmp_path).level == "ok"
    monkeypatch.setattr(places, "_listed", lambda folder: [seen])
    assert places.names(tmp_path).level == level


DEEP = "C:\\Users\\Nguyễn Văn A\\Tài liệu\\Phòng Lao động\\Báo cáo giảm nghèo\\Kỳ 1\\poverty-programme-reports"


@pytest.mark.parametrize(
    ("root", "long", "level"),
    [
        ("C:\\Báo cáo\\Kỳ 1", False, "ok"),
        (DEEP, False, "fail"),
        (DEEP, True, "ok"),
        ("C:\\Users\\A\\OneDrive - UBND\\bao-cao", False, "warn"),
        ("\\\\may-chu\\chung\\bao-cao", False, "warn"),
    ],
)
def test_paths_of_windows(root: str, long: bool, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.sys, "platform", "win32")
    monkeypatch.setattr(places, "_long_paths", lambda: long)
    assert places.paths(PureWindowsPath(root)).level == level


@pytest.mark.skipif(os.name != "posix", reason="sockets with paths are POSIX's")
def test_a_temporary_folder_too_deep_for_sockets_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.tempfile, "gettempdir", lambda: "/" + "a" * 100)
    check = places.paths()
    assert (check.level, "TMPDIR" in check.remedy) == ("fail", True)


@pytest.mark.parametrize(
    ("platform", "spoken", "page", "level"),
    [
        ("linux", "UTF-8", 0, "ok"),
        ("linux", "ANSI_X3.4-1968", 0, "warn"),
        ("win32", "cp1258", 65001, "ok"),
        ("win32", "cp1258", 0, "ok"),
        ("win32", "cp1258", 437, "warn"),
    ],
)
def test_encodings(platform: str, spoken: str, page: int, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "platform", platform)
    monkeypatch.setattr(machine.locale, "getencoding", lambda: spoken)
    monkeypatch.setattr(machine, "_code_page", lambda: page)
    assert machine.encoding().level == level


def test_a_clock_behind_the_files_is_told(tmp_path: Path) -> None:
    assert machine.clock(tmp_path).level == "ok"
    check = machine.clock(tmp_path, datetime(2001, 1, 1, tzinfo=UTC))
    assert (check.level, "chậm hơn tệp mới nhất" in check.found) == ("fail", True)


@pytest.mark.parametrize(("free", "level"), [(50, "fail"), (300, "warn"), (4000, "ok")])
def test_a_full_disk_is_told(free: int, level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: usage(0, 0, free * 2**20))
    monkeypatch.setattr(machine, "VENV", tmp_path)
    assert machine.disk([tmp_path / "reports"]).level == level


def test_what_only_makes_a_pdf_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs.Program, "find", lambda program: None)
    monkeypatch.setattr(machine, "_serif", lambda: "")
    assert (machine.programs().level, machine.fonts().level) == ("warn", "warn")


def test_the_gravest_finding_decides(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        Check("a", "A", "ok", "tốt"),
        Check("b", "Bê", "warn", "lạ", "xem"),
        Check("c", "C", "fail", "hư", "sửa"),
    ]
    assert as_text(found) == "✓ A   tốt\n! Bê  lạ\n      → xem\n✗ C   hư\n      → sửa\n\n" + (
        "Chưa dùng được: 1 điều phải sửa (✗), và 1 điều nên xem (!)."
    )
    assert [worst(found[:number]) for number in (1, 2, 3)] == ["ok", "warn", "fail"]
    for number, code in ((1, 0), (2, 0), (3, 1)):
        monkeypatch.setattr(doctor, "examine", lambda data, reports, number=number: found[:number])
        assert doctor.main_doctor() == code
    assert capsys.readouterr().out.count("Máy này: ") == 3


def test_a_check_the_machine_stops_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(machine.shutil, "disk_usage", refused)
    monkeypatch.setattr(environment, "ask", lambda: None)
    found = {check.name: check for check in doctor.examine()}
    assert (found["disk"].level, found["kernel"].level) == ("fail", "fail")
    assert bootstrap.python().name.startswith("python")
