"""From the lines of a text to its proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake import lexicon
from intake.article import look_over
from intake.reading import Reader
from intake.tables import Table

if TYPE_CHECKING:
    from intake.proposals import Proposal
    from intake.texts import Line


def propose(lines: list[Line]) -> list[Proposal]:
    """Return for every numeral of a text what it may be, or why it is passed over, in the order of the text."""
    article = look_over(lines, lexicon.load())
    reader = Reader(article)
    table: Table | None = None
    rows = []
    for index, line in enumerate(lines):
        if line.cells and not article.regions[index]:
            table = table or Table(article, reader.scene.period or article.calendar.main, article.main)
            rows += table.read(line)
        else:
            table = None
            rows += reader.read(index)
    return rows
