"""The numbers behind a slide's chart: a workbook inside it, whose cells its labels follow."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from dashboard.columns import heading
from dashboard.exports import labels
from dashboard.exports.letters import clean
from dashboard.marks import Bar, Span
from dashboard.messages import t
from dashboard.wording import Amount

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from dashboard.marks import Mark

CODES = ("value", "target", "share_printed", "share_recomputed")  # columns of the numbers that labels say
NUMBER = "#,##0.####"


@dataclass(frozen=True)
class Column:
    """A series of a chart: its name, a number for each bar, None where there is none, and how they are formatted."""

    name: str
    values: Sequence[float | None]
    style: str = NUMBER


class _Sheet(CategoryWorkbookWriter):
    """The workbook inside a chart: no text in it is ever run, and beside its numbers stands what is said of them."""

    def __init__(self, data: Numbers) -> None:
        super().__init__(data)  # type: ignore[no-untyped-call]
        self._data = data

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[Any]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(xlsx_file, options) as book:
            book.set_properties({"created": self._data.built})
            yield book, book.add_worksheet()

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        super()._populate_worksheet(workbook, worksheet)  # type: ignore[no-untyped-call]
        worksheet.set_column(0, 0, 36)
        worksheet.set_column(1, self._data.words, 16)
        for place, column in enumerate(self._data.behind, 1 + len(self._data)):
            worksheet.write_string(0, place, column.name)
        worksheet.write_string(0, self._data.words, t("In words"))
        for cell, (value, style, formula) in self._data.cells():
            look = workbook.add_format({"num_format": style}) if style else None
            if formula:
                worksheet.write_formula(*cell, formula, look, value)
            else:
                worksheet.write(*cell, value, look)


class Numbers(CategoryChartData):
    """The numbers of a chart, those behind them, and what is said of each mark, in cells that follow one another.

    `names` are those at the left, as far as there is room for them. `is_of_figures`: the first columns are the figures
    and their targets.
    """

    def __init__(
        self, names: Sequence[str], shown: Sequence[Mark], columns: Sequence[Column], built: datetime, *,
        is_of_figures: bool,
    ) -> None:  # fmt: skip
        super().__init__(number_format=NUMBER)  # type: ignore[no-untyped-call]
        self.categories = [name + behind(mark) for name, mark in zip(names, shown, strict=True)]
        self.built = built
        self._names, self._shown = names, shown
        for column in columns:
            self.add_series(column.name, column.values, column.style)  # type: ignore[no-untyped-call]
        drawn = {"value": 1, "target": 2} if is_of_figures else {}
        said = [code for code in CODES if any(code in mark.numbers for mark in shown) and code not in drawn]
        self.behind = [
            Column(heading(code), [mark.numbers.get(code, Amount()).value for mark in shown]) for code in said
        ]
        self._places = drawn | {code: place for place, code in enumerate(said, 1 + len(columns))}
        self.words = 1 + len(columns) + len(said)

    @property
    def words_at(self) -> str:
        """Where the words stand, for the labels of the chart."""
        letter = xl_col_to_name(self.words)
        return f"Sheet1!${letter}$2:${letter}${1 + len(self._shown)}"

    def cells(self) -> Iterator[tuple[tuple[int, int], tuple[float | str, str, str | None]]]:
        """Return the cells that hold more than a number: row and column; value, format and formula."""
        for row, (name, mark) in enumerate(zip(self._names, self._shown, strict=True), 1):
            places = {code: f"{xl_col_to_name(place)}{row + 1}" for code, place in self._places.items()}
            share, reached = labels.worked_out(mark, places)
            for code, amount in mark.numbers.items():
                said = mark.figure.in_full if code == "value" else Amount(amount.value, number=amount.number)
                formula = share if code == "share_recomputed" else None
                yield (row, self._places[code]), (amount.value or 0, labels.number_format(said), formula)
            if isinstance(mark, Bar) and mark.value is not None and self._places["value"] > 1:
                yield (row, 1), (mark.value, NUMBER, reached)
            label = mark.label.parts
            yield (row, self.words), (clean(str(mark.label)), "", labels.formula(label, places))
            if isinstance(mark, Span):
                yield (row, 0), (name + behind(mark), "", labels.formula(label, places, f"{name}: "))

    @property
    def _workbook_writer(self) -> _Sheet:
        return _Sheet(self)


def behind(mark: Mark) -> str:
    """Return what stands behind the name of a mark that has no room for its label elsewhere."""
    return f": {clean(str(mark.label))}" if mark.is_said_in_name else ""
