"""Takes out of a page what its reader sees: paragraphs, rows of tables, and which part of the page each is of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from intake.arrivals.rows import as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

UNSEEN = ("head", "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea", "object")
_INLINE = {"a", "b", "strong", "i", "em", "u", "s", "span", "font", "small", "sup", "sub", "mark", "abbr", "time",
           "label", "big", "tt", "code", "cite", "q", "ins", "o:p"}  # fmt: skip
# Parts of a page that are not the article, by their element or by a word of their class or id.
_PARTS = {"nav": "navigation", "footer": "navigation", "header": "navigation", "aside": "related_news",
          "figcaption": "caption_event", "form": "form_text"}  # fmt: skip
# "relative" and "elementor-widget" only say how things are laid out.
_RELATED = re.compile(
    r"relat(?!iv)|(?<!has-)(?<!no-)(?<!with-)sidebar|tin-?khac|tin-?lien-?quan|most-?read|recommend|(?<![\w-])widget|comment"
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden")
_NOTE = re.compile(r"\[?\d{1,3}\]?|↑")  # signs that lead to a footnote and back
_NAMED = re.compile(r'"(datePublished)"\s*:\s*"([^"]*)"')
_LONG = 200  # letters in a cell from which a table holds paragraphs, and is there for their places only
_SPREAD = 50  # columns or rows that a cell may cover: pages write all sorts of things there


@dataclass
class Block:
    """A paragraph, or a row of a table (`cells`, those that span columns or rows repeated).

    `region` is why it is not the article's own: `navigation`, `related_news`, `form_text`; `caption_event` is the
    article's, below a picture.
    """

    text: str = ""
    region: str = ""
    cells: list[str] = field(default_factory=list)


def parse(page: str) -> etree._Element | None:
    """Return the tree of a page, None where there is none. Nothing of it is run, and nothing is fetched.

    Raise `ValueError` for one of which only a part can be read: its elements stand too deep in each other.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    tree = etree.fromstring(page.encode("utf-8", "replace"), parser)
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise ValueError(parser.error_log.last_error.message)
    return tree


def blocks(tree: etree._Element) -> list[Block]:
    """Return what a reader of a page sees, in its order; scripts, styles and attributes are left out."""
    seen = sum(len(text) for element in _shown(tree) for text in (element.text, element.tail) if text)
    walk = _Walk(seen)
    for event, element in (steps := etree.iterwalk(tree, events=("start", "end"))):
        if event == "end":
            walk.leave(element)
        elif not walk.enter(element):
            steps.skip_subtree()
    walk.flush()
    return walk.blocks


def said(tree: etree._Element) -> dict[str, str]:
    """Return what a page says of itself to programs: its `title`, `h1`, and named values such as `og:title`.

    Of data in JSON only `datePublished` is taken; `canonical` is the page's own address.
    """
    found: dict[str, str] = {}

    def take(name: str, value: str | None) -> None:
        if value and (value := " ".join(value.split())):
            found.setdefault(name, value)

    for element in tree.iter("meta"):
        take(element.get("property") or element.get("name") or element.get("itemprop") or "", element.get("content"))
    for element in tree.iter("title", "h1"):
        take(element.tag, _words(element))
    for element in tree.iter("link"):
        if element.get("rel") == "canonical":
            take("canonical", element.get("href"))
    for element in tree.iter("script"):
        if element.get("type") == "application/ld+json":
            for name, value in _NAMED.findall(element.text or ""):
                take(name, value)
    return found


def _shown(tree: etree._Element) -> Iterator[etree._Element]:
    for event, element in (steps := etree.iterwalk(tree, events=("start",))):  # noqa: B007  (lxml yields pairs)
        if is_unseen(element):
            steps.skip_subtree()
        else:
            yield element


def is_unseen(element: etree._Element) -> bool:
    """Return whether a reader sees nothing of an element."""
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
    return element.tag in UNSEEN or bool(hidden)


class _Walk:
    """Collects the words of a page as its elements begin and end."""

    def __init__(self, seen: int) -> None:
        self.seen = seen  # letters on the page
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.linked = 0  # letters of the open paragraph that are links
        self.links = 0  # links that are open
        self.regions: list[str] = [""]
        self.is_heading = False

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; return whether what is in it is to be walked through."""
        tag = element.tag
        if is_unseen(element) or (tag == "a" and _is_note(element)):
            return False
        if tag not in _INLINE:
            self.flush()
        self.regions.append(self._part(element) or self.regions[-1])
        if tag == "table" and (rows := _rows_of(element)):
            self._add_table(element, rows)
            return False
        self.links += tag == "a"
        self.is_heading = tag in {"h1", "h2"}
        self._take(element.text)
        return True

    def leave(self, element: etree._Element) -> None:
        """End an element, and take the words behind it."""
        tag = element.tag
        skipped = is_unseen(element) or (tag == "a" and _is_note(element))
        if not skipped:
            if tag not in _INLINE:
                self.flush()
            self.regions.pop()
            self.links -= tag == "a" and not _is_note(element)
        self._take(element.tail)

    def _take(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            self.linked += len("".join(text.split())) if self.links else 0

    def flush(self) -> None:
        """End a paragraph. One that is nothing but links leads elsewhere, unless it is a heading."""
        text = " ".join("".join(self.words).split())
        if text:
            is_linked = self.linked >= len(text.replace(" ", "")) - 2 and self.linked
            is_way = is_linked and len(text) < _LONG and not self.is_heading
            self.blocks.append(Block(text, self.regions[-1] or ("navigation" if is_way else "")))
        self.words, self.linked, self.is_heading = [], 0, False

    def _part(self, element: etree._Element) -> str:
        tag = element.tag
        if tag in {"body", "html", "main", "article"}:
            return ""
        part = _PARTS.get(tag, "")
        if tag == "header" and next(element.iterancestors("article"), None) is not None:
            part = ""
        marks = f"{element.get('class', '')} {element.get('id', '')}".lower()
        if not part and _RELATED.search(marks):
            part = "related_news"
        if element.get("role") == "navigation":
            part = "navigation"
        # A name says little: what holds the headline or most of the page is the article, whatever it is called.
        if part and part != "caption_event":
            holds = element.find(".//h1") is not None or len(_words(element)) > self.seen / 2
            part = "" if holds else part
        return part

    def _add_table(self, table: etree._Element, rows: list[list[str]]) -> None:
        is_picture = table.find(".//img") is not None  # with what stands below it
        for cells in as_read(rows):
            if len(cells) == 1:
                self.blocks.append(Block(cells[0], self.regions[-1] or "caption_event" * is_picture))
            else:
                self.blocks.append(Block(region=self.regions[-1], cells=cells))


def _is_note(element: etree._Element) -> bool:
    """Return whether a link only leads to a footnote of the page or back from it; its number is no figure."""
    return element.get("href", "").startswith("#") and _NOTE.fullmatch(_words(element)) is not None


def _words(element: etree._Element) -> str:
    """Return the words in an element, with single blanks."""
    parts: list[str] = []
    for event, inner in (steps := etree.iterwalk(element, events=("start", "end"))):
        skipped = inner is not element and is_unseen(inner)
        if event == "start" and skipped:
            steps.skip_subtree()
        elif event == "start":
            parts += ["" if inner.tag in _INLINE else " ", inner.text or ""]
        elif inner is not element:
            parts += ["" if inner.tag in _INLINE else " ", inner.tail or ""]
    return " ".join("".join(parts).split())


def _rows_of(table: etree._Element) -> list[list[str]]:
    """Return the rows of a table, none of one that only puts paragraphs in their places."""
    if table.find(".//table") is not None or table.find(".//h1") is not None:
        return []
    several = [
        [(_words(cell), _count(cell, "colspan"), _count(cell, "rowspan")) for cell in row if cell.tag in {"td", "th"}]
        for row in table.iter("tr")
    ]
    if any(len(words) > _LONG for row in several for words, _, _ in row):
        return []
    if len(several) == 1 and any(
        len(cell.findall(".//p")) + len(cell.findall(".//br")) > 1 for cell in table.iter("td")
    ):
        return []  # a letterhead: two blocks of lines side by side
    return _grid(several)


def _count(cell: etree._Element, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    value = cell.get(name, "")
    return min(int(value), _SPREAD) if value.isascii() and value.isdigit() and int(value) else 1


def _grid(rows: list[list[tuple[str, int, int]]]) -> list[list[str]]:
    """Return the cells of each row, with those that reach over several columns or rows in each of them."""
    grid: list[list[str]] = []
    above: dict[int, tuple[str, int]] = {}  # by column, the words that reach down, and over how many rows more
    for row in rows:
        cells: list[str] = []
        given = [(words, down) for words, columns, down in row for _ in range(columns)]
        below: dict[int, tuple[str, int]] = {}
        while given or len(cells) in above:
            words, down = above.get(len(cells)) or given.pop(0)
            if down > 1:
                below[len(cells)] = (words, down - 1)
            cells.append(words)
        above = below
        grid.append(cells)
    return grid
