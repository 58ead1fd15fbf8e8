"""As far as Linux can tell: nothing needs what Windows lacks, and folders may be called as people call them there."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from e2e.conftest import UNIT

from lib.intake.folders import REPOSITORY

PERIOD = "2021-H1"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows itself is what is stood in for")


def stand_in(*arguments: str) -> str:
    """What the process without POSIX printed, on a console of Windows' Vietnamese code page."""
    environment = {**os.environ, "PYTHONIOENCODING": "cp1258:replace", "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"}
    script = Path(__file__).with_name("windows.py")
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        cwd=REPOSITORY,
        env=environment | {"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
def test_every_module_is_read_without_posix() -> None:
    assert int(stand_in("import")) > 200


@pytest.mark.slow
def test_a_notebook_runs_without_forking_in_folders_with_spaces_and_marks(tmp_path: Path) -> None:
    home = tmp_path / "Báo cáo" / "Kỳ 1"
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / PERIOD, home / "số liệu" / "raw" / UNIT / PERIOD)
    notebook, output = REPOSITORY / "notebooks" / "I.2-communication.ipynb", home / "đã chạy" / "I.2.ipynb"
    assert stand_in("run", str(notebook), str(output), UNIT, PERIOD, str(home / "số liệu")) == "kernel"
    text = output.read_bytes()
    assert b"\r\n" not in text
    assert any("application/vnd.poverty-report" in json.dumps(cell) for cell in json.loads(text)["cells"])


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1258", "utf-16"])
def test_a_command_speaks_utf8_on_any_console(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "POSIX"}
    environment["PYTHONCOERCECLOCALE"] = "0"  # nobody else mends the locale
    done = subprocess.run(
        [sys.executable, "-m", "lib", "status"], cwd=REPOSITORY, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "ĐƠN VỊ" in done.stdout.decode("utf-8")
