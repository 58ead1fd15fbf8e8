"""How is it said? Phrases and the %%narrative cell."""
