"""How does it look? Charts, the assembled document, and the page made of it.

In a notebook: ``from lib.report import charts, coverage``. Nothing is imported here: a run's own process draws nothing,
and need not wait for what draws.
"""
