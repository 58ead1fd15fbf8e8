"""How is it run? Notebooks through papermill, publishing."""

import sys

# A second at each start: a grammar of international addresses that jsonschema imports where it can and nobody asks for.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
