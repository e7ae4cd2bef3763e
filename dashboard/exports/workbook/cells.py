"""Workbooks as an office opens and prints them: typed cells that never run as a formula, styles, and A4 sheets."""

from __future__ import annotations

import io
import re
import textwrap
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter

from dashboard.exports import labels
from dashboard.exports.labels import serial
from dashboard.exports.letters import clean
from dashboard.messages import current_language, t
from dashboard.signs import OfDrawing
from dashboard.style import LIGHT, OFFICE_FONT
from dashboard.wording import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.captions import Caption
    from dashboard.exports.handout import Handout

OPTIONS = {
    "in_memory": True,  # a server need not have a place to write to
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9
UPRIGHT = 120  # letters that an upright page holds in a type of about 9 points
ACROSS = 160  # letters that one held across has
LINE = 15  # points: height of a row with one line
LIST_TOP = 3  # the row of a list's headings
LONGEST_NAME = 31  # letters of a sheet's name
LONGEST_LINK = 2079  # letters
GAP = "_)"  # between a number and the next column: as wide as the bracket (not every program heeds an indent)
COMMANDS = ("=", "+", "-", "@")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\s]+|[^\u0000-\uffff]")

RIGHT = {"align": "right", "indent": 1}
PLAIN = {"valign": "top", "text_wrap": True}
HEADING = PLAIN | {"bold": True, "bg_color": LIGHT.quiet, "bottom": 1, "bottom_color": LIGHT.edge}
TITLE = PLAIN | {"bold": True, "font_size": 15, "font_color": LIGHT.ink}
MUTED = PLAIN | {"font_color": LIGHT.muted}
LINK = PLAIN | {"font_color": LIGHT.accent, "underline": 1}
LIKE_A_FORM = PLAIN | {"border": 1, "border_color": LIGHT.edge}


def as_text(text: str) -> str:
    """Return a text as a cell holds it; one that the library would take for XML of its own begins with a blank."""
    cleaned = clean(text)
    return f" {cleaned}" if cleaned.startswith("<r>") else cleaned


def number_format(amount: Amount) -> str:
    """Return the format by which a cell that holds a number reads as it is said, apart from the next column."""
    return labels.number_format(amount) + GAP


class Look:
    """The formats of cells that look alike, by what they hold."""

    def __init__(self, book: Book, properties: Mapping[str, Any]) -> None:
        self._book = book
        self._properties = dict(properties)
        self._numbers: dict[str, Any] = {}
        self.text = book.format(self._properties)
        # Whoever edits such a text and presses Enter still has a text.
        self.command = book.format(self._properties | {"quote_prefix": True})
        is_set = "align" in properties
        self.words = book.format(self._properties | ({} if is_set else RIGHT))
        self._right = {} if is_set else {"align": "right"}
        locale = current_language().cell_locale
        self.integer = self.number(f"{locale}#,##0{GAP}")
        self.decimal = self.number(f"{locale}#,##0.0###{GAP}")
        self.day = book.format(
            {"align": "left"} | self._properties | {"num_format": locale + current_language().cell_day}
        )

    def cell(self, value: object) -> tuple[str | float, Any]:
        """Return what a cell holds for a value, a text or a number, and its format."""
        if isinstance(value, str):
            text = as_text(value)
            return text, self.command if text.startswith(COMMANDS) else self.text
        if isinstance(value, date):
            return serial(value), self.day
        if isinstance(value, int | float):
            return value, self.integer if float(value).is_integer() else self.decimal
        if isinstance(value, Amount):
            if value.value is None:
                return as_text(str(value)), self.words
            return value.value, self.number(number_format(value))
        raise TypeError(f"no cell can hold {value!r}")

    def number(self, code: str) -> Any:
        """Return the format of numbers with a code of their own."""
        if code not in self._numbers:
            whole = {"num_format": code, "text_wrap": False}  # never broken
            self._numbers[code] = self._book.format(self._properties | self._right | whole)
        return self._numbers[code]


class Book:
    """A workbook that is being written."""

    calculates = True  # has formulas, and charts of its cells

    def __init__(self, foot: str, properties: Mapping[str, Any]) -> None:
        self._file = io.BytesIO()
        usual = {"font_name": OFFICE_FONT, "font_size": 11}  # a new one each time: the library changes it
        self.book = xlsxwriter.Workbook(self._file, OPTIONS | {"default_format_properties": usual})
        said = {key: clean(value) if isinstance(value, str) else value for key, value in properties.items()}
        self.book.set_properties(said)
        self._foot = clean(foot).replace("&", "&&")[:170]
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._looks: dict[tuple[tuple[str, Any], ...], Look] = {}
        self.sheets: list[Any] = []

    def close(self) -> bytes:
        """Return the finished file."""
        self.book.close()
        return self._file.getvalue()

    def format(self, properties: Mapping[str, Any]) -> Any:
        """Return a format, the same one for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    def look(self, properties: Mapping[str, Any] = PLAIN) -> Look:
        """Return the formats of a look."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = Look(self, properties)
        return self._looks[key]

    def unique(self, name: str) -> str:
        """Return a name like this one that no sheet has yet."""
        return sheet_name(name, {sheet.get_name().casefold() for sheet in self.sheets})

    def sheet(self, name: str) -> Any:
        """Return a new sheet, set up for A4: as wide as the page, with build and page number at its foot."""
        sheet = self.book.add_worksheet(self.unique(name))
        self.sheets.append(sheet)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.3, top=0.35, bottom=0.55)
        page = t("Page {page} of {pages}", page="&P", pages="&N")
        type_ = f'&8&"{OFFICE_FONT},Regular"'
        sheet.set_footer(f"&L{type_}{self._foot}&R{type_}{page}")
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # codes of units begin with zeros
        return sheet

    def notes(self, caption: Caption) -> list[str]:
        """Return the notes of a view, those of its drawing only where it is drawn."""
        return [note for note in caption.plain_notes if self.calculates or not isinstance(note, OfDrawing)]

    def columns(self, sheet: Any, widths: Sequence[float]) -> None:
        """Set the widths of columns, in letters."""
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)

    def line(self, sheet: Any, row: int, text: str, properties: Mapping[str, Any], widths: Sequence[float]) -> None:
        """Write a text across columns of such widths, in a row that is as high as it needs."""
        look = self.look(properties)
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", look.text)
        self.write(sheet, row, 0, text, look)
        size = properties.get("font_size", 11)
        sheet.set_row(row, LINE * size / 11 * _lines(text, 11 / size * sum(widths)))

    def write(self, sheet: Any, row: int, column: int, value: object, look: Look | None = None) -> None:
        """Write a value as what it is; None leaves the cell empty."""
        if value is None:
            return
        found, style = (look or self.look()).cell(value)
        if isinstance(found, str):
            sheet.write_string(row, column, found, style)
        else:
            sheet.write_number(row, column, found, style)

    def formula(
        self, sheet: Any, row: int, column: int, formula: str | None, value: object, look: Look | None = None
    ) -> None:
        """Write a formula with its value, for programs that do not calculate; where there is none, the value."""
        if formula is None or value is None or not self.calculates:
            self.write(sheet, row, column, value, look)
        else:
            found, style = (look or self.look()).cell(value)
            sheet.write_formula(row, column, formula, style, found)

    def record(
        self,
        sheet: Any,
        row: int,
        values: Sequence[object],
        properties: Mapping[str, Any],
        widths: Sequence[float],
    ) -> None:
        """Write a row whose cells all look alike, empty ones too."""
        look = self.look(properties)
        for column, value in enumerate(values):
            if value in (None, "", Amount()):
                sheet.write_blank(row, column, None, look.integer if value == Amount() else look.text)
            else:
                self.write(sheet, row, column, value, look)
        sheet.set_row(row, LINE * max(_lines(value, widths[column]) for column, value in enumerate(values)))

    def link(self, sheet: Any, row: int, column: int, target: str, text: str, look: Mapping[str, Any] = LINK) -> None:
        """Write a text that leads somewhere: to an address, or to a `place` of this workbook."""
        style = self.look(look).text
        if len(target) > LONGEST_LINK:
            sheet.write_string(row, column, as_text(text), style)
        else:
            sheet.write_url(row, column, target, style, as_text(text))

    def table(
        self,
        sheet: Any,
        top: int,
        columns: Mapping[str, Sequence[object]],
        widths: Sequence[float],
        look: Mapping[str, Any] = PLAIN,
    ) -> None:
        """Write columns of values under their headings, which stand in the row `top`."""
        heading, cells = self.look(HEADING), self.look(look)
        self.columns(sheet, widths)
        heights = {top: 1}
        for place, (said, values) in enumerate(columns.items()):
            of_numbers = bool(set(map(type, values)) & {Amount, int, float})
            self.write(sheet, top, place, said, self.look(HEADING | RIGHT) if of_numbers else heading)
            heights[top] = max(heights[top], _lines(said, 0.9 * widths[place]))
            long = {value for value in set(values) if isinstance(value, str) and len(value) > widths[place]}
            for row, value in enumerate(values if long else (), start=top + 1):
                if value in long:
                    heights[row] = max(heights.get(row, 1), _lines(value, widths[place]))
        points = {row: LINE * n_lines for row, n_lines in heights.items() if n_lines > 1}  # not all programs find out
        sheet.set_row(top, LINE * heights[top])
        for place, values in enumerate(columns.values()):
            for row, value in enumerate(values, start=top + 1):
                self.write(sheet, row, place, value, cells)
        for row, height in points.items():
            sheet.set_row(row, height)


@lru_cache(maxsize=4096)
def _lines(value: object, width: float) -> int:
    """Return on how many lines a value stands in a column of a width in letters."""
    if not isinstance(value, str):
        return 1
    most = max(1, int(1.1 * width))  # letters are narrower than figures, by which widths are counted
    return max(1, len(textwrap.wrap(value, most)))


def widths(columns: Mapping[str, Iterable[object]], *, most: float = 40, least: float = 8) -> list[float]:
    """Return how wide columns are to be, in letters: room for the longest word and value, up to a limit."""
    found = []
    for heading, values in columns.items():
        longest = max((_letters(value) for value in set(values) if value is not None), default=0)
        words = max((len(word) * (1.25 if word.isupper() else 1) for word in heading.split()), default=0)
        found.append(min(most, max(least, longest + 1.5, words + 2, len(heading) / 2.2)))
    return found


def _letters(value: object) -> int:
    if isinstance(value, str | Amount):
        return len(str(value))
    return len(f"{value:,.10g}") if isinstance(value, int | float) else 10


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """Return a name that a sheet may have and that no other one has; `taken` are without capitals.

    >>> sheet_name("Thỏa ước [mới]/2023: 'ký'", {"bìa"}), sheet_name("Bìa", {"bìa"})
    ('Thỏa ước mới 2023 ký', 'Bìa (2)')
    """
    plain = _NOT_IN_A_NAME.sub(" ", clean(wanted).replace("'", ""))
    name = re.sub(" +", " ", plain)[:LONGEST_NAME].strip() or "–"
    known = {*taken, "history"}  # Excel keeps that one for itself
    number, unique = 1, name
    while unique.casefold() in known:
        number += 1
        behind = f" ({number})"
        unique = name[: LONGEST_NAME - len(behind)].rstrip() + behind
    return unique


def place(sheet: Any, row: int = 0, column: int = 0) -> str:
    """Return where a link leads to that leads to a cell."""
    letters = xlsxwriter.utility.xl_rowcol_to_cell(row, column)
    return f"internal:'{sheet.get_name()}'!{letters}"


def pixels(width: float) -> int:
    """Return how many pixels wide a column of such a width in letters is."""
    return round(7 * width + 5)


def rows_of(height: int) -> int:
    """Return how many rows of usual height something of so many pixels covers."""
    return -(-height // 20)


class Evidence:
    """The sheet that tells where each figure is from, and the row of each claim on it."""

    def __init__(self, book: Book, claim_ids: Iterable[str], first: int) -> None:
        self.sheet: Any = None  # to be set before anything leads there
        self._book = book
        self._rows = {claim_id: row for row, claim_id in enumerate(claim_ids, first)}

    def lead(
        self, sheet: Any, first: int, column: int, claim_ids: Iterable[object], look: Mapping[str, Any] = LINK
    ) -> None:
        """Write codes of claims below one another, each as a link to its row."""
        for row, claim_id in enumerate(claim_ids, first):
            if isinstance(claim_id, str):
                self._book.link(sheet, row, column, place(self.sheet, self._rows[claim_id]), claim_id, look)


class Draft(NamedTuple):
    """A workbook that is being written, what of, and where its evidence will stand."""

    book: Book
    handout: Handout
    evidence: Evidence
