"""How is it said? Phrases, commentary and the %%narrative cell.

In a notebook: ``%load_ext lib.narrative``.
"""

from lib.narrative.cell import load_ipython_extension
from lib.narrative.narrate import Narrative, narrate

__all__ = ["Narrative", "load_ipython_extension", "narrate"]
