"""Reads tables: columns by the words of their headings, rows by the unit in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake import hedges, numerals
from intake.article import Article, year_of
from intake.periods import Span
from intake.proposals import Proposal, figure, passed_over
from intake.reading import CORE

if TYPE_CHECKING:
    from intake.texts import Line

_CELL = re.compile(r"\W*(\d+(?:[.,]\d+)*)(?: ?/ ?(\d+(?:[.,]\d+)*))?( ?%)?\W*")
_DASH = re.compile(r"\s*[-–—]\s*")


@dataclass(frozen=True)
class Column:
    """What a column holds: `figure`, `share`, `unit`, or why its numerals are passed over; indicator, scenario."""

    role: str
    indicator_id: str = ""
    scenario: str = "actual"
    period: Span | None = None


class Table:
    """Reads the rows of a table from its heading down."""

    def __init__(self, article: Article, period: Span, unit_id: str) -> None:
        """Take the period and the unit of what stands above the table, for all that its own words do not say."""
        self.article = article
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
        words = []
        for at in range(width):
            parts = [row[at] if at < len(row) else "" for row in self.headings]
            if parts and not parts[0]:  # a heading over several columns stands over the first of them
                parts[0] = next((row for row in reversed(self.headings[0][:at]) if row), "") if len(parts) > 1 and any(parts[1:]) else ""
            words.append(" ".join(dict.fromkeys(part for part in parts if part)))
        columns: list[Column] = []
        last = ""
        for text in words:
            column = self._column(text, last)
            if column.indicator_id:
                last = column.indicator_id.removesuffix("_share")
            columns.append(column)
        return columns

    def _column(self, text: str, last: str) -> Column:
        lexicon = self.article.lexicon
        hits = lexicon.phrases.find(text)
        roles = {hit.means for hit in hits if hit.kind == "column"}
        nouns = [hit.means for hit in hits if hit.kind == "noun" and hit.means in CORE]
        cues = [hit.means for hit in hits if hit.kind == "cue"]
        if "row_number" in roles or "remark" in roles:
            return Column("row_number" if "row_number" in roles else "table_remark")
        found = next((one for cue in cues for noun in nouns if (one := lexicon.indicator(cue, noun))), "")
        if not found and nouns:
            found = self._above(nouns[0])
        if "share" in roles:
            return Column("share", f"{found or last}_share") if (found or last) in CORE.values() else Column("percent")
        if not found and "unit" not in roles and roles & {"target", "actual"} and last:
            found = last
        if not found:
            return Column("unit" if not text or "unit" in roles else "table_remark")
        if found not in CORE.values():
            return Column("other", found)
        year = self.article.calendar.find(text) if any(letter.isdigit() for letter in text) else []
        period = next((one.span for one in year if one.is_set and one.span.first), None)
        return Column("figure", found, "target" if "target" in roles and "actual" not in roles else "actual", period)

    def _above(self, noun: str) -> str:
        """Return the core indicator of a heading such as "Đoàn viên", which leans on what the article reports."""
        return CORE[noun]

    def _row(self, line: Line) -> list[Proposal]:
        unit_id, is_known = self._unit(line)
        rows = []
        for at, (start, end) in enumerate(line.cells):
            column = self.columns[at] if at < len(self.columns) else Column("table_remark")
            text = line.text[start:end]
            match = _CELL.fullmatch(text)
            if match is None or column.role not in {"figure", "share", "other"}:
                if _DASH.fullmatch(text) and column.role == "figure" and column.scenario == "actual" and self.article.dash_is_zero and is_known:
                    at_dash = start + len(text) - len(text.lstrip())
                    rows.append(figure(line, (at_dash, at_dash + 1), unit_id, column.indicator_id, column.period or self.period, value=0,
                                       rule="table: the sign that the text explains as none"))  # fmt: skip
                else:
                    rows += self._pass_cell(line, start, end, column.role)
                continue
            value = numerals.value_of(match[1])
            span = (start + match.start(1), start + (match.end(3) if match[3] else match.end(2) if match[2] else match.end(1)))
            period = column.period or self.period
            if column.scenario == "target":
                period = year_of(period)
            whole = numerals.value_of(match[2]) if match[2] else None
            qualifier = hedges.around(line.text[start:end], match.start(1), match.end()).qualifier
            rows.append(figure(line, span, unit_id, column.indicator_id, period, value=value, rule=f"table: {column.role}", scenario=column.scenario, out_of=whole,
                               qualifier=qualifier if qualifier != "unknown" else "exact"))  # fmt: skip
            if whole is not None and column.role == "figure":
                rows.append(figure(line, (start + match.start(2), start + match.end(2)), unit_id, column.indicator_id, year_of(period), value=whole,
                                   rule="table: target of a result", scenario="target"))  # fmt: skip
        return rows

    def _unit(self, line: Line) -> tuple[str, bool]:
        """Return the unit that a row names, else that of the table: a row of companies is of the unit that reports."""
        mentions = [one for one in self.article.named[line.number - 1]]
        if mentions:
            return mentions[0].unit_id, True
        hits = self.article.hits[line.number - 1]
        if any(hit.kind == "area" and hit.means == "city" for hit in hits):
            return ("01" if self.article.main_kind != "outside" else self.article.main), True
        return self.unit_id, True

    def _pass_all(self, line: Line, reason: str) -> list[Proposal]:
        return [row for start, end in line.cells for row in self._pass_cell(line, start, end, reason)]

    def _pass_cell(self, line: Line, start: int, end: int, reason: str) -> list[Proposal]:
        reason = {"unit": "cluster_number", "figure": "table_remark", "share": "percent", "other": "table_remark"}.get(reason, reason)
        text = line.text[start:end]
        return [
            passed_over(line, start + match.start(), start + match.end(), numerals.value_of(match[0]), reason)
            for match in re.finditer(r"\d+(?:[.,]\d+)*", text)
        ]
