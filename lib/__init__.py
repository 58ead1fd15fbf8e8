"""Analysis of the National Target Programme on Sustainable Poverty Reduction: from workbooks to the report.

Each folder is a floor; a floor imports only the floors before it: domain, contracts, intake, facts, indicators,
narrative, checks, report, editions, runs, cli.
"""

import sys

# A second at each start: a grammar of international addresses that jsonschema imports where it can and nobody asks for.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
