"""The pinned packages: what requirements.lock says, and the files made from it.

pyproject.toml holds exact pins of what the project itself asks for, requirements.lock the whole tree with
hashes for every platform, environment.yml the same versions for conda users. Standard library only, because
the bootstrap reads the lock before anything is installed.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
CONDA = ROOT / "environment.yml"
PROJECT = "poverty-programme-reports"
LOWEST_PYTHON = "3.11"

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? *\\?$")


class Pin(NamedTuple):
    """One package of the lock; `marker` is the condition under which it is wanted, "" for always."""

    name: str
    version: str
    marker: str = ""

    def __str__(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def read_lock(text: str) -> list[Pin]:
    r"""Read the pins of a lock, hashes and comments left out.

    Example:
        >>> lock = "six==1.17.0 \\\n    --hash=sha256:ab\nappnope==1.0.0 ; os_name == 'nt' \\\n"
        >>> [str(pin) for pin in read_lock(lock)]
        ['six==1.17.0', "appnope==1.0.0 ; os_name == 'nt'"]
    """
    matches = (match for line in text.splitlines() if (match := _PIN.match(line)))
    return [Pin(match["name"], match["version"], match["marker"] or "") for match in matches]


def installed_as_locked() -> bool:
    """Tell whether the running Python has this clone (editable) and the locked packages in their versions.

    Packages with an environment marker are left out: they are wanted elsewhere, or by one that is checked.
    """
    from importlib import metadata  # slow to import, and not needed inside `.venv`

    # By name, not the first of the name: building leaves a second, pathless record in the clone itself.
    if not any(_is_this_clone(found.read_text("direct_url.json")) for found in metadata.distributions(name=PROJECT)):
        return False
    try:
        pins = [pin for pin in read_lock(LOCK.read_text(encoding="utf-8")) if not pin.marker]
        return all(metadata.version(pin.name) == pin.version for pin in pins)
    except metadata.PackageNotFoundError:
        return False


def _is_this_clone(direct_url: str | None) -> bool:
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    origin = json.loads(direct_url or "{}")
    editable = origin.get("dir_info", {}).get("editable", False)
    return bool(editable) and Path(url2pathname(urlsplit(origin["url"]).path)) == ROOT


def conda_environment(lock: str) -> str:
    r"""Return the text of environment.yml for the text of a lock: Python from conda, the rest by pip.

    Example:
        >>> print(conda_environment("six==1.17.0 \\\n").partition("  - pip:\n")[2])
              - "six==1.17.0"
              - "-e ."
        <BLANKLINE>
    """
    head = [
        "# Made from requirements.lock by `make lock`; do not edit.",
        f"# conda env create -f environment.yml && conda activate {PROJECT}",
        f"name: {PROJECT}",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python={LOWEST_PYTHON}",
        "  - pip",
        "  - pip:",
    ]
    return "\n".join([*head, *(f'      - "{line}"' for line in [*read_lock(lock), "-e ."]), ""])


def write_lock(upgrade: bool = False) -> int:
    """Resolve pyproject.toml into requirements.lock and environment.yml; return uv's exit code.

    Pins that still fit are kept unless `upgrade`. No index address is ever written: uv looks where its own
    settings or, failing those, the user's pip says.
    """
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--extra", "dev", "--quiet"]
    command += ["--universal", "--python-version", LOWEST_PYTHON, "--fork-strategy", "fewest"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--custom-compile-command", "make lock", "--output-file", LOCK.name]
    command += ["--upgrade"] if upgrade else []
    code = subprocess.call(command, cwd=ROOT, env=_uv_environment())
    if code == 0:
        CONDA.write_text(conda_environment(LOCK.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return code


def _uv_environment() -> dict[str, str]:
    """Give uv, which does not read pip's configuration, the index that pip would ask first."""
    ask = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL") or answer
    return {**({"UV_DEFAULT_INDEX": index} if index else {}), **os.environ}
