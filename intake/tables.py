"""Reads tables: columns by the words of their headings, rows by the unit in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake import hedges, numerals, units
from intake.proposals import Proposal, figure, number, passed_over

if TYPE_CHECKING:
    from intake.article import Article
    from intake.lexicon import Hit
    from intake.periods import Span
    from intake.texts import Line

_NUMBER = r"\d+(?:[.,]\d+)*"
_CELL = re.compile(rf"\W*(?P<numeral>(?P<a>{_NUMBER})(?: ?/ ?(?P<b>{_NUMBER}))?(?: ?%)?)\W*")
_DASH = re.compile(r"\s*[-–—]\s*")


_REASONS = {"unit": "cluster_number", "figure": "table_remark", "share": "percent", "other": "table_remark"}


@dataclass(frozen=True)
class Column:
    """What a column holds: `figure`, `share`, `unit`, or why its numerals are passed over; indicator, scenario.

    The indicator is "" where each row has its own ("Kết nạp đoàn viên | Chỉ tiêu | Thực hiện").
    """

    role: str
    indicator_id: str = ""
    scenario: str = "actual"
    period: Span | None = None


class Table:
    """Reads the rows of a table from its heading down."""

    def __init__(self, article: Article, period: Span, unit_id: str) -> None:
        """Take the period and the unit of what stands above the table, for all that its own words do not say."""
        self.article = article
        self.lexicon = article.lexicon
        self.period = period
        self.unit_id = unit_id
        self.headings: list[list[str]] = []
        self.columns: list[Column] = []

    def read(self, line: Line) -> list[Proposal]:
        """Return the proposals of one row; rows are read in their order."""
        cells = [line.text[start:end].strip() for start, end in line.cells]
        if not self.columns and not self._holds_figures(cells):
            self.headings.append(cells)
            return self._pass_all(line, "table_number")
        if not self.columns:
            self.columns = self._columns(len(cells))
        return self._row(line)

    def _holds_figures(self, cells: list[str]) -> bool:
        """Return whether a row is of figures: a number stands in a cell behind a name. "1 2 3" numbers the columns."""
        numbers = [cell for cell in cells if _CELL.fullmatch(cell) or _DASH.fullmatch(cell)]
        return bool(numbers) and len(numbers) < len([cell for cell in cells if cell])

    def _columns(self, width: int) -> list[Column]:
        """Return what each column holds, by the words of all rows of the heading."""
        columns: list[Column] = []
        last = ""
        for at in range(width):
            parts = [row[at] if at < len(row) else "" for row in self.headings]
            if len(parts) > 1 and not parts[0] and any(parts[1:]):  # it reaches over several columns
                parts[0] = next(filter(None, self.headings[0][:at][::-1]), "")
            columns.append(self._column(" ".join(dict.fromkeys(filter(None, parts))), last))
            last = self.lexicon.base_of(columns[-1].indicator_id) or last
        return columns

    def _column(self, text: str, last: str) -> Column:
        """Return what a column with this heading holds; `last` is the indicator of the columns before it."""
        hits = self.lexicon.find(text)
        roles = {hit.means for hit in hits if hit.kind == "column"}
        for role, reason in (("row_number", "row_number"), ("remark", "table_remark")):
            if role in roles:
                return Column(reason)
        found = self._named(hits)
        if "share" in roles:
            return Column("share", self.lexicon.share_of(found or last) if found or last else "")
        is_unit = "unit" in roles or not text
        if not found and (is_unit or not roles & {"target", "actual"}):
            return Column("unit" if is_unit else "table_remark")
        found = found or last  # "" where each row names its own
        if found and not self.lexicon.is_core(found):
            return Column("other", found)
        spans = [one.span for one in self.article.calendar.find(text) if one.is_set and one.span.first]
        scenario = "target" if "target" in roles and "actual" not in roles else "actual"
        return Column("figure", found, scenario, spans[0] if spans else None)

    def _named(self, hits: list[Hit]) -> str:
        """Return the indicator that the words of a heading or a row name; "Đoàn viên" alone is what reports count."""
        nouns = [hit.means for hit in hits if hit.kind == "noun" and hit.means in self.lexicon.core]
        cues = [hit.means for hit in hits if hit.kind == "cue"]
        found = (self.lexicon.indicator(cue, noun) for cue in cues for noun in nouns)
        return next(filter(None, found), self.lexicon.core[nouns[0]] if nouns else "")

    def _row(self, line: Line) -> list[Proposal]:
        unit_id = self._unit(line)
        of_row = self._indicator_of(line)
        rows = []
        for at, (start, end) in enumerate(line.cells):
            column = self.columns[at] if at < len(self.columns) else Column("table_remark")
            if column.role in {"figure", "share"} and not column.indicator_id:
                named = self.lexicon.share_of(of_row) if column.role == "share" and of_row else of_row
                column = replace(column, indicator_id=named) if of_row else Column("table_remark")
            if column.role == "share" and not self.lexicon.is_core(self.lexicon.base_of(column.indicator_id)):
                column = Column("percent")
            match = _CELL.fullmatch(line.text[start:end])
            if match and column.role in {"figure", "share", "other"}:
                rows += self._figures(line, start, match, unit_id, column)
            elif column.indicator_id and self._is_zero(line.text[start:end], column):
                place = start + len(line.text[start:end]) - len(line.text[start:end].lstrip())
                rows.append(
                    self._figure(line, (place, place + 1), unit_id, column, 0, "none, by a sign that is explained")
                )
            else:
                rows += self._pass_cell(line, start, end, column.role)
        return rows

    def _is_zero(self, text: str, column: Column) -> bool:
        """Return whether a cell holds the sign that the text explains as none."""
        is_result = column.role == "figure" and column.scenario == "actual"
        return is_result and self.article.dash_is_zero and _DASH.fullmatch(text) is not None

    def _figures(self, line: Line, start: int, match: re.Match[str], unit_id: str, column: Column) -> list[Proposal]:
        """Return the rows of a cell: a number, or a result with its target."""
        whole = numerals.value_of(match["b"]) if match["b"] else None
        span = (start + match.start("a"), start + match.end("numeral"))
        qualifier = hedges.around(match.string, *match.span("numeral")).qualifier
        first = self._figure(line, span, unit_id, column, numerals.value_of(match["a"]), column.role)
        rows = [first._replace(out_of=number(whole), qualifier=qualifier if qualifier != "unknown" else "exact")]
        if whole is not None and column.role == "figure":
            target = replace(column, scenario="target")
            span = (start + match.start("b"), start + match.end("b"))
            rows.append(self._figure(line, span, unit_id, target, whole, "target of a result"))
        return rows

    def _figure(
        self, line: Line, span: tuple[int, int], unit_id: str, column: Column, value: float, rule: str
    ) -> Proposal:
        """Return the row of a number; what is assigned is for the year."""
        period = column.period or self.period
        period = period.year if column.scenario == "target" else period
        rule = f"table: {rule}"
        return figure(
            line, span, unit_id, column.indicator_id, period, value=value, rule=rule, scenario=column.scenario
        )

    def _indicator_of(self, line: Line) -> str:
        """Return the core indicator that the words of a row name, "" where they name none."""
        found = self._named(self.article.hits[line.number - 1])
        return found if self.lexicon.is_core(found) else ""

    def _unit(self, line: Line) -> str:
        """Return the unit that a row names, else that of the table: a row of companies is of the unit that reports."""
        if mentions := self.article.named[line.number - 1]:
            return mentions[0].unit_id
        hits = self.article.hits[line.number - 1]
        if any(hit.kind == "area" and hit.means == "city" for hit in hits):
            return self.article.main if self.article.main_kind == "outside" else units.city()
        return self.unit_id

    def _pass_all(self, line: Line, reason: str) -> list[Proposal]:
        return [row for start, end in line.cells for row in self._pass_cell(line, start, end, reason)]

    def _pass_cell(self, line: Line, start: int, end: int, role: str) -> list[Proposal]:
        text = line.text[start:end]
        return [
            passed_over(
                line, start + one.start(), start + one.end(), numerals.value_of(one[0]), _REASONS.get(role, role)
            )
            for one in re.finditer(_NUMBER, text)
        ]
