"""The made-up workbooks under data/raw, generated from published totals.

It stands outside the flow: nothing at run time imports it or opens its targets.
"""
