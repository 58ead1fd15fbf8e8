"""Pages of ours beside the report: one file each, no request, with the policy its own style allows."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from lib.domain.numbers import format_count
from lib.domain.pages import policy
from lib.domain.text import steady

TEMPLATES = Path(__file__).parent / "templates"


def side_page(name: str, shown: Mapping[str, Any], **filters: Callable[..., Any]) -> str:
    """The page of `templates/<name>`: its index.html.j2 with what it shows, its style after those of all pages.

    Filters are added to `count`, which prints a number."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        bytecode_cache=FileSystemBytecodeCache(),  # Jinja's own, for this user on this machine
    )
    environment.filters |= {"count": format_count, **filters}
    style = "".join((TEMPLATES / kind / "style.css").read_text(encoding="utf-8") for kind in ("page", "side", name))
    page = environment.get_template(f"{name}/index.html.j2")
    return steady(page.render(**shown, style=style, policy=policy(style)))
