"""What do we report? One file per group of facts, its metadata beside it, and the registry of sections.

In a notebook: ``from lib.indicators import section``.
"""

from lib.indicators.context import Context, open_context
from lib.indicators.section import SectionFacts, section

__all__ = ["Context", "SectionFacts", "open_context", "section"]
