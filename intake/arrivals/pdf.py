"""Takes the text out of a PDF: lines are put together to paragraphs again, rows of tables keep their cells."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pypdf import PdfReader

from intake.refusals import Refused, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from pypdf import PageObject

MOST_PAGES = 300
_GAP = re.compile(r" {3,}")
_ENDS = re.compile(r"[.!?:;…][”\")\]]?$")
_BEGINS = re.compile(r"[-–—•+*]|\d{1,2}[.)]\s|[a-zđ]\)\s|[IVX]+[.)]\s")
_FULL = 0.8  # of the usual width, from which a line goes on in the next
_NEAR = 3  # letters by which cells of a column may be out of line
_COLUMNS = 3  # cells from which a row is told from words with wide blanks


def read(data: bytes, name: str, tick: Callable[[int, int], object]) -> tuple[str, list[Sentence]]:
    """Return the text of a PDF and what to know of it; `tick` is told the page and how many there are.

    Raise `Refused` for one that is locked, too long, or only pictures. What else a broken one raises is the library's.
    """
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not _opens(reader):
        raise Refused(
            "{name} is locked with a password; open it with the password, print it to a new PDF, and bring in that.",
            name=name,
        )
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise Refused(
            "{name} has {pages} pages, more than {most}: an article has fewer. Bring in the pages that are meant.",
            name=name, pages=count, most=MOST_PAGES,
        )  # fmt: skip
    lines: list[str] = []
    empty = []
    for number, page in enumerate(reader.pages, start=1):
        tick(number, count)
        own = _lines(page, number)
        lines += own
        if not own:
            empty.append(number)
    if not lines:
        raise Refused(
            "{name} holds only pictures of pages, no letters; have it read by a program for scanned pages (OCR) and "
            "check each number, or bring in the original.", name=name,
        )  # fmt: skip
    notices = [say("Pages without letters: {pages}. Look whether they are pictures of text.", pages=_list(empty))]
    return "\n".join(lines), notices if empty else []


def _opens(reader: PdfReader) -> bool:
    """Return whether a locked PDF only forbids changes: then it opens without a password."""
    try:
        return bool(reader.decrypt(""))
    except (ImportError, NotImplementedError):  # its cipher needs another library
        return False


def _list(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")  # noqa: PLR2004


def _lines(page: PageObject, number: int) -> list[str]:
    """Return the paragraphs of a page, and rows of tables as cells with tabs between them."""
    lines = [" ".join(line.split()) for line in page.extract_text().split("\n")]
    lines = [line for line in lines if line]
    for at in (0, -1):
        if lines and lines[at].strip("-–— ") == str(number):  # the page's own number
            del lines[at]
    if not lines:
        return []
    rows = _rows(page.extract_text(extraction_mode="layout")) if len(lines) > 1 else {}
    return _joined(lines, rows)


def _rows(layout: str) -> dict[str, str]:
    """Return the rows of tables in a page laid out with blanks: as they read without them, and with tabs between cells.

    Cells of a column stand below each other; the wide blanks of a line that was stretched do not.
    """
    found: dict[str, str] = {}
    lines = [line for line in layout.split("\n") if line.strip()]
    several = [_cells(line) for line in lines]
    for above, below in pairwise(several):
        if len(above) == len(below) >= _COLUMNS and _aligned(above, below):
            for row in (above, below):
                words = [word for _, _, word in row]
                found[" ".join(words)] = "\t".join(words)
    return found


def _cells(line: str) -> list[tuple[int, int, str]]:
    cells, start = [], 0
    for match in [*_GAP.finditer(line), None]:
        end = match.start() if match else len(line)
        if words := line[start:end].strip():
            cells.append((start, start + len(words), " ".join(words.split())))
        start = match.end() if match else end
    return cells


def _aligned(above: list[tuple[int, int, str]], below: list[tuple[int, int, str]]) -> bool:
    """Return whether all cells of two rows begin, end or have their middle at the same place."""
    return all(
        min(abs(one[0] - two[0]), abs(one[1] - two[1]), abs(sum(one[:2]) - sum(two[:2])) // 2) <= _NEAR
        for one, two in zip(above, below, strict=True)
    )


def _joined(lines: list[str], rows: dict[str, str]) -> list[str]:
    """Return lines put together to paragraphs: one that is full goes on in the next."""
    lengths = sorted(len(line) for line in lines)
    width = lengths[len(lengths) * 9 // 10]
    joined: list[str] = []
    is_open = False
    for line in lines:
        row = rows.get(line)
        if is_open and row is None and not _BEGINS.match(line):
            last = joined[-1].rpartition("\n")[2]
            joined[-1] = f"{last} {line}"
        else:
            joined.append(row or line)
        is_open = row is None and len(line) >= _FULL * width and not _ENDS.search(line)
    return joined
