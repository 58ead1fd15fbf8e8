"""Does what is printed hold together? Relations: their kinds, their evaluation, what was accepted, the review."""
