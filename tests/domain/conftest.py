"""The repository's reference folder, read once for these tests."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def reference_dir() -> Path:
    return Path(__file__).parents[2] / "data" / "reference"
