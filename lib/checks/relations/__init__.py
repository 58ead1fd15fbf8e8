"""Does what is printed hold together? Relations: their kinds, their evaluation, what was accepted, the review.

In a notebook: ``from lib.checks.relations import checked``.
"""

from lib.checks.relations.shown import checked

__all__ = ["checked"]
