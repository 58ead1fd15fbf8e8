"""The first minute: from a clone and a bare Python to a running command, offline.

A small clone carries the real bootstrap, a lock of one made-up package, and a build backend of its own; pip
finds the package through the user's configuration, never through anything the repository says.
"""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CARRIED = (
    "__init__.py",
    "__main__.py",
    "arguments.py",
    "options.py",
    "bootstrap.py",
    "cli.py",
    "pins.py",
    "domain/__init__.py",
    "domain/errors.py",
)
pytestmark = pytest.mark.slow
BASE = getattr(sys, "_base_executable", sys.executable)

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "poverty-programme-reports"
version = "0.1.0"
[tool.setuptools]
"""
# As setuptools does it: the .pth file holds no path, because Python reads it in the locale's encoding.
BACKEND = """
import os, zipfile
NAME = "poverty_programme_reports-0.1.0"
def build_editable(folder, config_settings=None, metadata_directory=None):
    files = {
        "clone.pth": "import clone_finder",
        "clone_finder.py": f"import sys; sys.path.append({os.getcwd()!r})",
        "METADATA": "Metadata-Version: 2.1\\nName: poverty-programme-reports\\nVersion: 0.1.0\\n",
        "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(os.path.join(folder, NAME + "-py3-none-any.whl"), "w") as wheel:
        for name, text in files.items():
            wheel.writestr(NAME + ".dist-info/" + name if name.isupper() else name, text)
    return NAME + "-py3-none-any.whl"
"""


class Clone:
    """A folder as git clone leaves it, and what its commands do."""

    def __init__(self, folder: Path) -> None:
        self.root, self.wheels = folder / "bản sao", folder / "wheels"
        self.wheels.mkdir()
        for name in CARRIED:
            (self.root / "lib" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "lib" / name, self.root / "lib" / name)
        (self.root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
        (self.root / "backend.py").write_text(BACKEND, encoding="utf-8")
        record = self.root / "poverty_programme_reports.egg-info" / "PKG-INFO"  # as setuptools leaves behind
        record.parent.mkdir()
        record.write_text("Metadata-Version: 2.1\nName: poverty-programme-reports\nVersion: 0.1.0\n", encoding="utf-8")
        self.lock("1.0")

    venv = property(lambda self: self.root / ".venv")
    stamp = property(lambda self: self.venv / "installed.stamp")
    python = property(lambda self: self.venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))

    def lock(self, version: str, digest: str | None = None) -> None:
        """Pin the made-up package `tiny` to a version."""
        wheel = self.wheels / f"tiny-{version}-py3-none-any.whl"
        info = f"tiny-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("tiny.py", f"VERSION = {version!r}\n")
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / "requirements.lock").write_text(f"tiny=={version} \\\n    --hash=sha256:{digest}\n")

    def call(self, *arguments: str, python: Path | str = BASE, cwd: Path | None = None, **settings: str):
        """Run `python -m lib …` as a user would, with a pip that reaches nothing but a folder of wheels."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON", "VIRTUAL_"))}
        own = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}
        own |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
        command = [str(python), "-m", "lib", *arguments]
        return subprocess.run(
            command,
            cwd=cwd or self.root,
            env={**kept, **own, **settings},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def tiny(self) -> str:
        """The version installed in `.venv`."""
        code = "import tiny; print(tiny.VERSION, tiny.__cached__)"
        return subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.fixture(scope="module")
def ready_template(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """One clone for all the tests that start from a finished installation and leave it finished."""
    made = Clone(tmp_path_factory.mktemp("clone"))
    first = made.call("setup")
    assert first.returncode == 0, first.stderr
    assert "Đang chuẩn bị môi trường" in first.stderr
    return made


@pytest.fixture
def ready(ready_template: Clone) -> Clone:
    ready_template.lock("1.0")
    assert ready_template.call("setup").returncode == 0
    return ready_template


def one_line(error: str) -> str:
    lines = [line for line in error.splitlines() if not line.startswith("Đang chuẩn bị")]
    assert len(lines) == 1, error
    assert "Traceback" not in error
    return lines[0]


def test_the_first_call_installs_and_goes_on_inside(ready: Clone) -> None:
    again = ready.call("setup")
    assert (again.returncode, again.stderr) == (0, "")
    assert Path(again.stdout.removeprefix("Môi trường: ").strip()).samefile(ready.venv)
    version, bytecode = ready.tiny().split(maxsplit=1)
    assert version == "1.0"
    assert Path(bytecode.strip()).exists(), "installed without bytecode"


def test_its_own_python_starts_it_from_anywhere(ready: Clone, tmp_path: Path) -> None:
    done = ready.call("setup", python=ready.python, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("inside", [False, True])
def test_a_changed_lock_is_installed_in_place(ready: Clone, inside: bool) -> None:
    kept = ready.venv / "kept"
    kept.touch()
    ready.lock("2.0")
    done = ready.call("setup", python=ready.python if inside else BASE)
    assert done.returncode == 0, done.stderr
    assert ready.tiny().startswith("2.0")
    assert kept.exists()


def test_another_python_underneath_is_noticed(ready: Clone) -> None:
    first = ready.stamp.read_text().splitlines()[0]
    ready.stamp.write_text(f"{first}\ncpython-310\n")
    done = ready.call("setup")
    assert done.returncode == 0, done.stderr
    assert ready.stamp.read_text().splitlines()[1] == sys.implementation.cache_tag


def test_a_failed_installation_is_one_line_and_is_redone_from_nothing(ready: Clone) -> None:
    ready.lock("1.5", digest="0" * 64)
    failed = ready.call("setup")
    assert failed.returncode == 1
    assert "không cài được thư viện; pip báo: THESE PACKAGES DO NOT MATCH THE HASHES" in one_line(failed.stderr)
    assert not ready.stamp.exists()
    debris = ready.venv / "debris"
    debris.mkdir()
    ready.lock("1.0")
    mended = ready.call("setup")
    assert mended.returncode == 0, mended.stderr
    assert not debris.exists()
    assert ready.tiny().startswith("1.0")


def test_two_at_once_install_once(clone: Clone) -> None:
    with ThreadPoolExecutor(2) as two:
        done = list(two.map(lambda _: clone.call("setup"), range(2)))
    assert [call.returncode for call in done] == [0, 0], [call.stderr for call in done]
    errors = "".join(call.stderr for call in done)
    assert errors.count("Môi trường đã sẵn sàng") == 1
    assert clone.tiny().startswith("1.0")


def test_an_environment_that_has_everything_is_used_as_it_is(ready: Clone, tmp_path: Path) -> None:
    other = tmp_path / "conda"
    subprocess.run([BASE, "-m", "venv", str(other)], check=True)
    python = other / ready.python.relative_to(ready.venv)
    pip = [
        python,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-index",
        "--find-links",
        ready.wheels,
        "--no-build-isolation",
    ]
    subprocess.run([*pip, "tiny==1.0", "-e", ready.root], check=True, capture_output=True)
    done = ready.call("setup", python=python)
    assert Path(done.stdout.removeprefix("Môi trường: ").strip()).samefile(other), done.stderr
    ready.lock("2.0")
    assert Path(ready.call("setup", python=python).stdout.removeprefix("Môi trường: ").strip()).samefile(ready.venv)


def test_without_ensurepip_the_pip_of_the_system_serves(clone: Clone, tmp_path: Path) -> None:
    fake_venv(tmp_path, 'if "--without-pip" not in sys.argv: sys.exit(1)')
    done = clone.call("setup", PYTHONPATH=str(tmp_path / "fake"))
    assert done.returncode == 0, done.stderr
    assert clone.tiny().startswith("1.0")


def test_without_venv_one_line_says_what_to_install(clone: Clone, tmp_path: Path) -> None:
    fake_venv(tmp_path, "sys.exit(1)")
    done = clone.call("setup", PYTHONPATH=str(tmp_path / "fake"))
    assert done.returncode == 1
    assert "thiếu mô-đun venv" in one_line(done.stderr)
    assert "python3-venv" in one_line(done.stderr)


def fake_venv(folder: Path, condition: str) -> None:
    """Put a `venv` module before the real one, which breaks as Debian's does without its package."""
    package = folder / "fake" / "venv"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(
        f"import sys\n{condition}\n"
        "sys.path = [p for p in sys.path if not p.endswith('fake')]\n"
        "del sys.modules['venv']\n"
        "import runpy; runpy.run_module('venv', run_name='__main__')\n"
    )


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["clean"], ["rnu"], ["run", "--unit", "x"]])
def test_help_and_mistakes_install_nothing(clone: Clone, arguments: list[str]) -> None:
    done = clone.call(*arguments)
    assert done.returncode == (0 if "--help" in arguments or "clean" in arguments else 2)
    assert not clone.venv.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "còn thiếu <lệnh>"),
        (["rnu"], "không có lựa chọn “rnu” (có phải run?)"),
        (["run", "--untt", "x", "--period", "y"], "không hiểu tham số --untt x (có phải --unit?)"),
        (["run", "--unit", "x"], "còn thiếu --period"),
        (["run", "--unit"], "--unit cần một giá trị"),
        (["run", "--unit", "x", "--period", "y", "z"], "không hiểu tham số z"),
    ],
)
def test_a_mistyped_command_is_one_vietnamese_line(clone: Clone, arguments: list[str], said: str) -> None:
    done = clone.call(*arguments)
    assert done.returncode == 2
    assert said in one_line(done.stderr)


def test_an_old_python_is_told_so_in_a_syntax_it_reads(clone: Clone) -> None:
    door = clone.root / "lib" / "__main__.py"
    ast.parse(door.read_text(encoding="utf-8"), feature_version=(3, 6))
    old = "import runpy, sys; sys.version_info = (3, 10, 4); runpy.run_module('lib', run_name='__main__')"
    done = subprocess.run([BASE, "-c", old], cwd=clone.root, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "cần Python 3.11 trở lên" in one_line(done.stderr)


def test_the_door_needs_the_standard_library_only() -> None:
    bare = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import lib.cli"
    subprocess.run([BASE, "-I", "-S", "-c", bare], check=True)
