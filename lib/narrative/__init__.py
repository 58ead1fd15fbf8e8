"""How is it said? Phrases, commentary and the %%narrative cell.

In a notebook: ``%load_ext lib.narrative``.
"""

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Called by ``%load_ext lib.narrative`` in a notebook's first cell after its parameters; see `lib.narrative.cell`.

    Only notebooks need IPython, so only here is it imported.
    """
    from lib.narrative.cell import prepare

    prepare(shell)
