"""The audit of a finished text: every number found, and held against the ledger or against the text itself.

A file is read to paragraphs (`reading`), their numbers are found and sorted (`references`, `figures`), and two kinds of
checks look at them: those that need only the text (`rules`), and the comparison with an edition's prose and ledger
(`ledger`). `page` is the small, strict check every run makes of its own page.
"""
