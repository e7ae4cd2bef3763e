"""Takes out of a saved page what its reader sees: paragraphs, rows of tables, and which part of the page each is of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_UNSEEN = {"head", "script", "style", "noscript", "template", "svg", "iframe", "button", "select"}
_VOID = {"br", "img", "meta", "link", "input", "hr", "source", "wbr", "area", "base", "col", "embed", "track", "param"}
_INLINE = {"a", "b", "strong", "i", "em", "u", "span", "font", "small", "sup", "sub", "mark", "abbr", "time", "label"}
# Parts of a page that are not the article, by their element or by a word of their class or id.
_PARTS = {"nav": "navigation", "footer": "navigation", "header": "navigation", "aside": "related_news",
          "figcaption": "caption_event", "form": "form_text"}  # fmt: skip
_RELATED = re.compile(r"relat|sidebar|tin-?khac|tin-?lien-?quan|most-?read|recommend|widget|comment")


@dataclass
class Block:
    """A paragraph, or a row of a table (`cells`, those that span columns or rows repeated); `region` as of a line."""

    text: str = ""
    region: str = ""
    cells: list[str] = field(default_factory=list)


@dataclass
class _Row:
    cells: list[tuple[str, int, int]] = field(default_factory=list)  # words, columns, rows


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.open: list[tuple[str, str]] = []  # elements, and the part of the page each begins
        self.rows: list[_Row] = []
        self.cell: tuple[int, int] | None = None  # columns and rows of the cell that is open

    @property
    def region(self) -> str:
        return next((part for _, part in reversed(self.open) if part), "")

    def flush(self) -> None:
        """End a paragraph; those inside a cell stay in it."""
        if self.cell:
            self.words.append(" ")
            return
        text = " ".join("".join(self.words).split())
        self.words = []
        if text:
            self.blocks.append(Block(text, self.region))

    def close_cell(self) -> None:
        """End the open cell: by its end tag, or by what follows where that is left out."""
        if self.cell and self.rows:
            self.rows[-1].cells.append((" ".join("".join(self.words).split()), *self.cell))
            self.words = []
        self.cell = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag in _VOID:
            if tag in {"br", "hr"}:
                self.flush()
            return
        if tag in {"td", "th", "tr"}:
            self.close_cell()
        if tag not in _INLINE:
            self.flush()
        inside_article = any(name == "article" for name, _ in self.open)
        part = "" if tag == "header" and inside_article else _PARTS.get(tag, "")
        if not part and tag not in {"body", "html", "main", "article"}:
            marks = f"{names.get('class') or ''} {names.get('id') or ''}".lower()
            part = "related_news" if _RELATED.search(marks) else ""
        self.open.append((tag, "unseen" if tag in _UNSEEN else part))
        if tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append(_Row())
        elif tag in {"td", "th"}:
            self.cell = (_count(names.get("colspan")), _count(names.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self.open):
            return
        if tag in {"td", "th", "tr", "table"}:
            self.close_cell()
        elif tag not in _INLINE:
            self.flush()
        if tag == "table":
            self.blocks += [Block(region=self.region, cells=cells) for cells in _grid(self.rows) if any(cells)]
            self.rows = []
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.region != "unseen" and not any(part == "unseen" for _, part in self.open):
            self.words.append(data)


def _count(value: str | None) -> int:
    """Return how many columns or rows a cell covers; pages write all sorts of things there."""
    return min(int(value), 50) if value and value.isascii() and value.isdigit() and int(value) else 1


def _grid(rows: list[_Row]) -> list[list[str]]:
    """Return the cells of each row, with those that reach over several columns or rows in each of them."""
    grid: list[list[str]] = []
    above: dict[int, tuple[str, int]] = {}  # by column, the words that reach down, and over how many rows more
    for row in rows:
        cells: list[str] = []
        given = [(words, down) for words, columns, down in row.cells for _ in range(columns)]
        below: dict[int, tuple[str, int]] = {}
        while given or len(cells) in above:
            words, down = above.get(len(cells)) or given.pop(0)
            if down > 1:
                below[len(cells)] = (words, down - 1)
            cells.append(words)
        above = below
        grid.append(cells)
    return grid


def blocks(page: str) -> list[Block]:
    """Return what a reader of a page sees, in its order; scripts, styles, comments and attributes are left out."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.flush()
    return reader.blocks
