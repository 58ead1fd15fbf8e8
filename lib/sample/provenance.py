"""What in the sample's workbooks is published and what is made up, as `provenance.yaml` says."""

from pathlib import Path
from typing import Any

import yaml

PROVENANCE = Path(__file__).with_name("provenance.yaml")


def provenance() -> dict[str, Any]:
    """The file's content: `unit` and `period` it speaks of, the published `report`, and `tables` by name.

    >>> provenance()["tables"]["loans"]["rows"]
    'made_up'
    """
    content: dict[str, Any] = yaml.safe_load(PROVENANCE.read_text(encoding="utf-8"))
    return content
