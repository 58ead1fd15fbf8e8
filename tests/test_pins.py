"""One truth about versions: pyproject.toml, the lock and environment.yml agree, and no index is named."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib import pins

# Written so that they do not match themselves.
INDEX_ADDRESSES = (
    r"https?://\S+/simp[l]e\b",
    r"file:/{2,3}[\w.]",
    r"\bp[y]pi\.(org|python\.org)",
    r"\bpythonhos[t]ed\.org",
    r"\b(conda\.)?anacon[d]a\.(org|com)/",
    r"//[\w.-]*(artifac[t]ory|nex[u]s|devp[i]|mirr[o]rs?)[\w.-]*/",
    r"^\s*--?(index-u[r]l|extra-index-u[r]l|find-li[n]ks|trusted-h[o]st|i)[ =]\S",
    r"\b(index-u[r]l|extra-index-u[r]l|find-li[n]ks)\s*=\s*\S",
)


def project() -> dict[str, list[str]]:
    settings = tomllib.loads((pins.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "runtime": settings["project"]["dependencies"],
        "dev": settings["project"]["optional-dependencies"]["dev"],
        "build": settings["build-system"]["requires"],
    }


def locked() -> list[pins.Pin]:
    return pins.read_lock(pins.LOCK.read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", ["runtime", "dev", "build"])
def test_each_dependency_is_pinned_exactly_as_locked(group: str) -> None:
    versions = {pin.name: pin.version for pin in locked() if not pin.marker}
    for dependency in project()[group]:
        name, exact, version = dependency.partition("==")
        canonical = re.sub(r"[-_.]+", "-", name).lower()
        assert exact, f"{dependency} is not an exact pin"
        assert versions.get(canonical) == version, f"{dependency}: the lock has {versions.get(canonical)}; make lock"


def test_each_dependency_says_why_it_is_there() -> None:
    lines = (pins.ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    stubs = ("types-", "pandas-stubs")
    silent = [line for line in lines if re.match(r'    "[\w.-]+==', line) and "#" not in line]
    assert [line for line in silent if not line.strip().strip('"').startswith(stubs)] == []


def test_every_locked_package_has_hashes() -> None:
    text = pins.LOCK.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text[text.index("\n" + locked()[0].name) + 1 :])
    assert len(entries) == len(locked()) > 100
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_environment_yml_is_made_from_the_lock() -> None:
    made = pins.conda_environment(pins.LOCK.read_text(encoding="utf-8"))
    assert pins.CONDA.read_text(encoding="utf-8") == made, "run make lock"


def test_tests_run_in_the_locked_environment() -> None:
    assert pins.installed_as_locked(), "run python -m lib setup"


def committed_texts() -> Iterator[tuple[Path, str]]:
    """Every text file git tracks or would track."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listing, cwd=pins.ROOT, capture_output=True, check=False)
    if found.returncode != 0:
        pytest.skip("not a git clone")
    for name in found.stdout.decode("utf-8").split("\0"):
        path = pins.ROOT / name
        data = path.read_bytes() if name and path.is_file() else b"\0"
        if b"\0" not in data:
            yield path.relative_to(pins.ROOT), data.decode("utf-8", "replace")


def test_no_committed_file_names_a_package_index() -> None:
    pattern = re.compile("|".join(INDEX_ADDRESSES), re.MULTILINE | re.IGNORECASE)
    named = [f"{path}: {found[0]}" for path, text in committed_texts() for found in pattern.finditer(text)]
    assert named == []


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/root/simp" + "le/six/",
        "file" + ":///srv/wheels",
        "--index-u" + "rl x",
        "https://mirr" + "ors.example.org/p/",
        "extra-index-u" + "rl = x",
        "-" + "i x",
    ],
)
def test_the_patterns_recognise_an_index(line: str) -> None:
    assert re.search("|".join(INDEX_ADDRESSES), line, re.MULTILINE | re.IGNORECASE)
