"""The made-up workbooks under data/raw, generated from published totals. Outside the flow: nothing at run time imports it."""
