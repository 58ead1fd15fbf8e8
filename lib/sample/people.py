"""Invented people: a name and an ethnic group drawn from lists of syllables."""

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PEOPLE = Path(__file__).parent / "people.yaml"
MAJORITY = "Kinh"


@cache
def _people() -> dict[str, Any]:
    return yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))


def ethnic_group(minority_percent: int, rng: random.Random) -> str:
    """A household's ethnic group where `minority_percent` of the households are not Kinh.

    >>> ethnic_group(0, random.Random(1))
    'Kinh'
    """
    if rng.randrange(100) >= minority_percent:
        return MAJORITY
    shares = _people()["shares"]
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def name(ethnic: str, rng: random.Random, women_percent: int = 30) -> str:
    """An invented person's name in the manner of an ethnic group."""
    sex = "women" if rng.randrange(100) < women_percent else "men"
    return " ".join(rng.choice(part) for part in _people()["names"][ethnic][sex])


def any_name(rng: random.Random, minority_percent: int = 60) -> str:
    """An invented official's or member's name."""
    return name(ethnic_group(minority_percent, rng), rng)
