"""The marks of a view as bars that a spreadsheet or a slide can draw itself, or as the tiles of its map.

The rows are the view's own marks; a unit without a figure has a name that says so and no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dashboard import charts, queries, wording
from dashboard.exports.labels import Label, number_format
from dashboard.messages import t
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.figure import Figure
    from dashboard.views import View


@dataclass(frozen=True)
class Bar:
    """A bar with the words at its end. `value` None: no bar, and `name` says why.

    `start`: the day on which a bar of time begins; its value is a number of days. `target`: of the same measure.
    """

    mark: Figure
    name: str
    value: float | None
    label: str
    start: date | None = None
    target: float | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether the figure was given before its period had ended."""
        return self.mark.is_provisional

    @property
    def is_below_target(self) -> bool:
        """Whether the outline of the target reaches farther than the bar: the label stands behind it."""
        return self.target is not None and (self.value or 0) < self.target

    @property
    def numbers(self) -> dict[str, tuple[float, str]]:
        """The numbers in the label in their order, by the columns of the mark, each with how it is said there."""
        found = {code: self.mark.get(code) for code in ("value", "target", "share_printed", "share_recomputed")}
        said = {code: (number, wording.number(number)) for code, number in found.items() if number is not None}
        if share := found["share_recomputed"]:
            said["share_recomputed"] = (share, wording.percent(share).number)
        return said


@dataclass(frozen=True)
class Bars:
    """A bar chart: what its numbers are, and its bars from top to bottom."""

    measure: str
    bars: Sequence[Bar]

    @property
    def is_of_time(self) -> bool:
        """Whether a bar spans the days that a figure covers: its length is no amount."""
        return any(bar.start is not None for bar in self.bars)


def labels(shown: Sequence[Bar], *, is_behind: bool = False) -> list[Label | None]:
    """Return the labels at the ends of bars, or at those of their targets' outlines (`is_behind`).

    A bar without a number is ready for one.
    """
    found: list[Label | None] = []
    for bar in shown:
        is_here = bar.is_below_target == is_behind
        if bar.value is None:
            found.append(None if is_behind else Label("", number_format("0")))
        elif is_here and bar.label == charts.said(bar.mark) and not is_behind:
            found.append(Label(bar.label, number_format(bar.label)))
        else:
            found.append(Label(bar.label) if is_here else None)
    return found


def worked_out(bar: Bar, cells: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return the formulas of a share that no article prints, and of how long a bar of targets is.

    `cells`: where the numbers of the bar stand.
    """
    share = None
    if "target" in bar.numbers:
        value, target = cells["value"], cells["target"]
        share = f'=IF(AND(ISNUMBER({value}),N({target})>0),100*{value}/{target},"")'
    return share, share or (f"={cells['share_printed']}" if "share_printed" in bar.numbers else None)


def bars(view: View) -> Bars | None:
    """Return the bars of a view; None for a tile map, which has `tiles`."""
    indicator = queries.indicators()[view.series.indicator_id]
    counted = f"{wording.name(indicator)} ({wording.measure(indicator)})"
    sectors = queries.sectors()
    if view.name == "by_unit":
        return Bars(counted, [_of_unit(row) for row in view.marks if row["state"] in ("observed", "omitted")])
    if view.name == "comparison":
        found = [
            Bar(row, f"{row['name']} · {wording.period(row['time_period'])}", row["value"], charts.said(row))
            for row in view.marks
        ]
        return Bars(counted, found)
    if view.name == "by_period":
        found = [
            Bar(
                row,
                wording.restricted(row["name"], row["sector"], sectors),
                (row["period_end"] - row["period_start"]).days + 1,
                f"{charts.said(row)} · {wording.period(row['time_period'])}",
                row["period_start"],
            )
            for row in view.marks
        ]
        return Bars(t("Days that the figure covers (not an amount)"), found)
    if view.name == "targets":
        found = [
            Bar(row, row["name"], row["reached"], charts.against_target(row, indicator), target=100)
            for row in view.marks
            if row["reached"] is not None
        ]
        return Bars(t("Share of the full-year target (%)"), found)
    return None


def _of_unit(row: Figure) -> Bar:
    if row["state"] == "omitted":
        return Bar(row, f"{row['name']}: {wording.MISSING}", None, "")
    return Bar(row, row["name"], row["value"], charts.bar_label(row), target=row["target"])


@dataclass(frozen=True)
class Tile:
    """A unit at its place on the sketch of the city. `strength` is 0…1 of the largest figure, None without one."""

    mark: Figure
    row: int
    column: int
    said: str
    strength: float | None


def tiles(view: View) -> list[Tile]:
    """Return the tiles of a tile map: those of the chosen units."""
    figures = observed(view.marks)
    largest = max((row["value"] for row in figures), default=0) or 1
    found = []
    for row in view.marks:
        strength = None
        said = wording.MISSING if row["state"] == "omitted" else ""
        if row["state"] == "observed":
            # One value alone is neither large nor small.
            strength = row["value"] / largest if len(figures) > 1 else 0.5
            said = charts.said(row)
        found.append(Tile(row, row["tile_row"], row["tile_col"], said, strength))
    return found


def serial(day: date) -> int:
    """Return a day as the number by which spreadsheets, and the charts in them, know it.

    >>> serial(date(1900, 3, 1))
    61
    """
    return (day - date(1899, 12, 30)).days
