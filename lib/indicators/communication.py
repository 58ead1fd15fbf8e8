"""I.2 Communication: what the radio and television station made and published on poverty reduction.

Grain: `broadcasts` one row per programme made, `news` one per month. A programme that is repeated is one programme; an
item goes into the month it was first published.
"""

from lib.facts import Facts, Table, count, total


def communication(broadcasts: Table, news: Table) -> Facts:
    """Programmes, news items and articles of the period."""
    return Facts(
        broadcasts=count(broadcasts, by="medium"),
        news_items=total(news, "news_items"),
        articles=total(news, "articles"),
    )
