"""Takes the text out of a PDF, as a process of its own: `python -m intake.arrivals.pdf_pages PAGES MIB <FILE`.

It reads at most so many pages in so much memory, and answers a line of JSON for each page, and then one with the lines
of the text: paragraphs are put together again, rows of ruled tables have tabs between their cells.
"""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from intake.arrivals.rows import as_read

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_SECONDS = 120  # of work that one PDF may take
_ENDS = re.compile(r"[.!?:;…][”\")\]]?$")
_BEGINS = re.compile(r"[-–—•+*\uf000-\uf0ff]|\d{1,2}[.)]\s|[a-zđ]\)\s|[IVX]+[.)]\s")
_WHITE = 4  # points on each side of a word that belong to it
_CROSSING = 0.1  # of the rows of a page may run across the white between its columns
_FILLED, _WORDS = 3, 4  # rows that have words in each column, and how many of them: cells have fewer
_WIDE = 2  # times the height of letters, from which white parts cells
_OVER = 1.6  # times the usual width, from which a line runs over several columns
_INDENT = 8  # points by which the first line of a paragraph stands in


@dataclass(frozen=True)
class Line:
    """A word or a line of a page: its text, and where it stands, in points from the upper left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Return how high its letters are."""
        return self.bottom - self.top


def _line_of(words: list[Line]) -> Line:
    return Line(
        " ".join(word.text for word in words), words[0].left, words[-1].right,
        min(word.top for word in words), max(word.bottom for word in words),
    )  # fmt: skip


def main() -> None:
    """Read the PDF from standard input and answer."""
    most, memory = map(int, sys.argv[1:])
    _limit(memory << 20)
    try:
        with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())) as document:
            _answer(read(document.pages, most))
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect):
            _answer({"locked": True})


def _answer(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


def _limit(memory: int) -> None:
    """Let this process use only so much memory and time, where the system can say so."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def read(pages: list[Page], most: int) -> dict[str, Any]:
    """Return the `lines` of a text and the numbers of pages that have none (`empty`); how many `pages` if too many."""
    if len(pages) > most:
        return {"pages": len(pages)}
    lines: list[Line | str] = []
    empty = []
    for number, page in enumerate(pages, start=1):
        _answer({"page": number, "of": len(pages)})
        own = _lines(page, number)
        lines += own
        if not own:
            empty.append(number)
        page.close()
    return {"lines": _joined(lines), "empty": empty}


def _lines(page: Page, number: int) -> list[Line | str]:
    """Return the lines of a page as they are read one by one, and rows of tables where they stand among them."""
    tables = page.find_tables()
    outside = page.filter(lambda item: not any(_is_in(item, table.bbox) for table in tables))
    # Words by their places: programs draw letters of a second typeface behind the line that they belong to.
    words = [
        Line(one["text"], one["x0"], one["x1"], one["top"], one["bottom"])
        for one in outside.extract_words(use_text_flow=False)
    ]
    found = [line for part in _in_order(_rows_of(words), float(page.width)) for line in _pieces(part)]
    for at in (0, -1):
        if found and isinstance(line := found[at], Line) and line.text.strip("-–— ") == str(number):
            del found[at]  # the page's own number
    for table in tables:
        left, top, right, _ = table.bbox
        above = [
            at for at, line in enumerate(found)
            if isinstance(line, Line) and line.bottom <= top + 1 and line.left < right and line.right > left
        ]  # fmt: skip
        at = above[-1] + 1 if above else 0
        while at < len(found) and isinstance(found[at], str):  # of a table above this one
            at += 1
        found[at:at] = _rows(table)
    return found


def _rows_of(words: list[Line]) -> list[list[Line]]:
    """Return words in rows across the page, from the top, each from left to right."""
    rows: list[list[Line]] = []
    for word in sorted(words, key=lambda word: word.top):
        middle = (word.top + word.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _in_order(rows: list[list[Line]], width: float) -> list[list[Line]]:
    """Return rows as they are read: of a page in columns, one column after the other between lines over all of them."""
    gutters = _gutters(rows, width)
    parts: list[list[Line]] = []
    columns: list[list[list[Line]]] = [[] for _ in range(len(gutters) + 1)]
    for row in [*rows, []]:
        if not row or any(_crosses(row, gutter) for gutter in gutters):
            parts += [part for column in columns for part in column]
            parts += [row] if row else []
            columns = [[] for _ in columns]
            continue
        for column, part in zip(columns, _split(row, gutters), strict=True):
            column.extend([part] if part else [])
    return parts


def _gutters(rows: list[list[Line]], width: float) -> list[float]:
    """Return where the white between columns of prose runs, from left to right."""
    crossing = {x: sum(_crosses(row, x) for row in rows) for x in range(int(width * 0.2), int(width * 0.8), 2)}
    runs = [
        (count, [x for x, _ in run])
        for count, run in ((key, list(items)) for key, items in groupby(crossing.items(), lambda item: item[1]))
        if count <= _CROSSING * len(rows)
    ]
    # Beside a short column, the white behind its last line is open too: the gutter is where the fewest lines cross.
    fewest = min((count for count, _ in runs), default=0)
    gutters = [sum(run) / len(run) for count, run in runs if count == fewest]
    own = [_split(row, gutters) for row in rows if not any(_crosses(row, gutter) for gutter in gutters)]
    columns = [[len(part) for part in column if part] for column in zip(*own, strict=True)]
    is_prose = all(len(column) >= _FILLED and median(column) >= _WORDS for column in columns)
    return gutters if columns and is_prose else []


def _crosses(row: list[Line], x: float) -> bool:
    return any(word.left - _WHITE < x < word.right + _WHITE for word in row)


def _split(row: list[Line], gutters: list[float]) -> list[list[Line]]:
    edges = [0, *gutters, float("inf")]
    return [[word for word in row if left <= word.left < right] for left, right in pairwise(edges)]


def _pieces(words: list[Line]) -> list[Line | str]:
    """Return a line, a row of cells where wide white parts it more than once, or two that stand side by side."""
    pieces = [[words[0]]]
    for one, two in pairwise(words):
        if two.left - one.right > _WIDE * one.height:
            pieces.append([])
        pieces[-1].append(two)
    lines = [_line_of(piece) for piece in pieces]
    return ["\t".join(line.text for line in lines)] if len(lines) > 2 else list(lines)  # noqa: PLR2004


def _is_in(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(left <= x <= right and top <= y <= bottom)


def _rows(table: Table) -> list[str]:
    """Return the rows of a table; what is merged stands in each of its cells, as in tables of pages."""
    rows = []
    above: list[tuple[str, float]] = []  # by column, the words and where their cell ends below
    for words, row in zip(table.extract(), table.rows, strict=True):
        cells: list[tuple[str, float]] = []
        for at, (said, box) in enumerate(zip(words, row.cells, strict=True)):
            if box:
                cells.append((" ".join((said or "").split()), box[3]))
            elif at < len(above) and above[at][1] > row.bbox[1] + 1:
                cells.append(above[at])
            else:
                cells.append(cells[-1] if cells else ("", 0))
        above = cells
        rows.append([text for text, _ in cells])
    return ["\t".join(cells) for cells in as_read(rows)]


def _joined(lines: list[Line | str]) -> list[str]:
    """Return lines put together to paragraphs."""
    own = [line for line in lines if isinstance(line, Line)]
    gaps = [two.top - one.bottom for one, two in pairwise(own) if two.top > one.bottom]
    usual = median(gaps) if gaps else 0
    joined: list[str] = []
    last: Line | None = None  # that the next may go on from
    for at, line in enumerate(lines):
        if isinstance(line, str):
            joined.append(line)
            last = None
            continue
        if last and _goes_on(last, line, usual, _edges(own, last)):
            joined[-1] += f" {line.text}"
        else:
            joined.append(line.text)
        last = line if at + 1 < len(lines) else None
    return joined


def _edges(lines: list[Line], line: Line) -> tuple[float, float]:
    """Return the left and right edges of the column that a line stands in; what runs over several is of none."""
    widest = _OVER * median(one.right - one.left for one in lines)
    beside = [
        one
        for one in [*lines, line]
        if one is line or (one.right - one.left < widest and one.left < line.right and one.right > line.left)
    ]
    return min(one.left for one in beside), max(one.right for one in beside)


def _goes_on(line: Line, following: Line, usual: float, edges: tuple[float, float]) -> bool:
    """Return whether a line goes on in the next: it is full, and the next begins no paragraph."""
    left, right = edges
    letter = (line.right - line.left) / len(line.text)
    first = following.text.partition(" ")[0]
    is_full = line.right + (len(first) + 1) * letter > right
    is_below = following.top > line.top
    gap = following.top - line.bottom
    return (
        is_full
        and not _ENDS.search(line.text)
        and not _BEGINS.match(following.text)
        and not (is_below and gap > usual + 0.4 * line.height)
        and abs(line.height - following.height) < 0.2 * line.height
        and not (is_below and line.left < left + 1 and following.left > left + _INDENT)
    )


if __name__ == "__main__":
    main()
