"""Whether a published edition is still what a run would make, told from files alone: standard library only, so that a
run with nothing to do costs next to nothing."""

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = (".py", ".yaml", ".json", ".j2", ".css", ".js", ".ipynb")
KINDS = {"lib": "code", "notebooks": "notebooks", "reference": "reference"}
"""What an edition is made by, and where it is."""


def state(data: Path, unit: str, period: str) -> str:
    """One digest of everything an edition is made from: what was sent and written, reference data, notebooks, code,
    and the environment."""
    return state_and_basis(data, unit, period)[0]


def basis(data: Path, unit: str, period: str) -> dict[str, str]:
    """What an edition is made by, a digest each: code, notebooks, reference data."""
    return _basis(_lines((name, path) for name, path in _files(data, unit, period) if _kind(name)))


def state_and_basis(data: Path, unit: str, period: str) -> tuple[str, dict[str, str]]:
    """Both, of the very same bytes."""
    lines = list(_lines(_files(data, unit, period)))
    whole = hashlib.sha256(sys.version.encode())
    for _, line in lines:
        whole.update(line)
    for installed in sorted(path.name for path in _packages()):
        whole.update(f"{installed}\n".encode())
    return whole.hexdigest(), _basis(lines)


def _kind(name: str) -> str | None:
    return KINDS.get(name.partition("/")[0])


def _lines(files: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, bytes]]:
    """Each file by its name, and a line of that and the digest of its bytes."""
    for name, path in files:
        yield name, f"{name}={hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()


def _basis(lines: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    made = {kind: hashlib.sha256() for kind in KINDS.values()}
    for name, line in lines:
        if kind := _kind(name):
            made[kind].update(line)
    return {kind: digest.hexdigest() for kind, digest in made.items()}


def _files(data: Path, unit: str, period: str) -> Iterator[tuple[str, Path]]:
    raw = data / "raw" / unit / period
    own = data / "reference"
    folders = {
        "raw": raw,
        "reference": own if own.is_dir() else ROOT / "data" / "reference",
        "lib": ROOT / "lib",
        "notebooks": ROOT / "notebooks",
    }
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            below = path.relative_to(folder)
            code = name in ("lib", "notebooks")
            if path.is_file() and below.parts[0] not in ("sample", "__pycache__") and (not code or path.suffix in CODE):
                yield f"{name}/{below.as_posix()}", path
    yield from _earlier(raw)
    yield from _rebuilt(raw, folders["reference"])


def _earlier(raw: Path) -> Iterator[tuple[str, Path]]:
    """What was sent for other periods up to the same year, one of which a report compares with; the unit's schedule."""
    if not raw.parent.is_dir():
        return
    for folder in sorted(raw.parent.iterdir()):
        if folder.is_file():
            yield folder.name, folder
        elif folder.name != raw.name and folder.name[:4] <= raw.name[:4]:
            files = [*folder.iterdir(), *(folder / "units").glob("*.json")]
            sent = sorted(path for path in files if path.is_file() and path.name != "report.yaml")
            yield from ((f"{folder.name}/{path.relative_to(folder).as_posix()}", path) for path in sent)


def _rebuilt(raw: Path, reference: Path) -> Iterator[tuple[str, Path]]:
    """What the units that had this unit's land before it sent for the year before: a report that has no year before of
    its own compares with it."""
    before = f"{int(raw.name[:4]) - 1}{raw.name[4:]}" if raw.name[:4].isdigit() else raw.name
    if (raw.parent / before).is_dir():
        return
    with (reference / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    mine = {(row["code"], row["valid_from"]) for row in rows if row["slug"] == raw.parent.name}
    above = {row["parent"] for row in rows if (row["successor_code"], row["successor_valid_from"]) in mine}
    for slug in sorted({row["slug"] for row in rows if row["code"] in above}):
        folder = raw.parents[1] / slug / before
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file():
                yield f"{slug}/{before}/{path.name}", path


def _packages() -> Iterator[Path]:
    for folder in map(Path, sys.path):
        if folder.name == "site-packages" and folder.is_dir():
            yield from folder.glob("*.dist-info")


def standing(data: str, reports: str, unit: str, period: str) -> Path | None:
    """The page of the published edition if a run would make the very same; None when there is something to do.

    `data` and `reports` are folders (empty: the repository's). A page or ledger that no longer has the bytes its
    manifest names counts as something to do.
    """
    edition = (Path(reports) if reports else ROOT / "reports") / unit / period
    folder = Path(data) if data else ROOT / "data"
    if not (folder / "raw" / unit / period).is_dir():
        return None
    try:
        manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
        intact = all(
            hashlib.sha256((edition / name).read_bytes()).hexdigest() == digest
            for name, digest in manifest["outputs"].items()
        )
    except (OSError, ValueError, KeyError):
        return None
    unchanged = intact and manifest.get("state") == state(folder, unit, period)
    return (edition / "report.html").resolve() if unchanged else None
