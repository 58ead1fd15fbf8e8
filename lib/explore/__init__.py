"""What does an analyst ask beside the report? Any indicator by commune, group and period, down to rows.

In a notebook: ``from lib.explore import breakdown, explorer, home, indicators, open_context, why``. Nothing here is
imported by a floor that makes reports, and nothing here writes: exploring cannot change what a run publishes.
"""

from lib.explore.beneath import rows_beneath
from lib.explore.catalogue import Catalogue, indicators, periods, units
from lib.explore.grid import sortable
from lib.explore.home import home, make_report, standing
from lib.explore.panel import explorer
from lib.explore.practice import practice_copy
from lib.explore.slices import Breakdown, breakdown, dimensions
from lib.explore.why import Why, why
from lib.indicators import open_context, section

__all__ = [
    "Breakdown",
    "Catalogue",
    "Why",
    "breakdown",
    "dimensions",
    "explorer",
    "home",
    "indicators",
    "make_report",
    "open_context",
    "periods",
    "practice_copy",
    "rows_beneath",
    "section",
    "sortable",
    "standing",
    "units",
    "why",
]
