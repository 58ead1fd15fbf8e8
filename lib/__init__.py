"""Analysis of the National Target Programme on Sustainable Poverty Reduction: from workbooks to the report.

Each folder is a floor; a floor imports only the floors before it: domain, contracts, intake, facts, indicators,
narrative, checks, report, editions, runs, cli.
"""
