"""How does it look? Charts, the assembled document, and the page made of it.

In a notebook: ``from lib.report import assemble, charts, coverage``.
"""

from lib.report import charts, coverage
from lib.report.assemble import assemble

__all__ = ["assemble", "charts", "coverage"]
