"""What the chart of a view shows, decided once: screen, workbook and slides draw it, each with its own means.

A renderer has a function for each kind of `Marks` and chooses by type, so that a new kind that it does not know fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.figure import Figure
    from dashboard.wording import Amount

BREAK = date(2025, 7, 1)  # the first day without district federations
AXIS_END = date(2026, 7, 1)  # a year behind the break, so that it is seen to be one
MARGIN = 1.01  # of an axis of amounts, so that the outline of the longest target is drawn whole


class Role(StrEnum):
    """What a mark stands for, by which it is coloured."""

    RESULT = "result"
    PROVISIONAL = "provisional"
    OMITTED = "omitted"  # an article speaks of the unit and prints no figure
    EMPTY = "empty"  # no article speaks of the unit, or it did not exist
    OUTSIDE = "outside"  # of the selection: only its place is shown


class Outline(StrEnum):
    """How a target is known, by which its outline is drawn: solid, dashed, dotted."""

    PRINTED = "printed"
    COMPUTED = "computed"
    UNKNOWN = "unknown"  # only a share of it is printed


class Number(NamedTuple):
    """A number within a label: which column of the figure it is, and its parts."""

    column: str
    amount: Amount

    def __str__(self) -> str:
        return str(self.amount)


class Status(str):
    """Words behind a number that say what it is worth, which one sentence may say of all."""

    __slots__ = ()


Words = tuple[str | Number, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a mark in their parts: the figure, and what else is said of it, on a line of its own if need be."""

    first: Words = ()
    second: Words = ()

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    @property
    def parts(self) -> Words:
        """All words, as they stand on one line."""
        return (*self.first, " · ", *self.second) if self.first and self.second else self.first + self.second

    @property
    def is_result(self) -> bool:
        """Whether it says no other number than the figure."""
        return sum(isinstance(part, Number) for part in self.parts) == 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure, or the place of a missing one, that is drawn."""

    figure: Figure
    label: Label
    role: Role

    @property
    def name(self) -> str:
        """What it is of."""
        return self.figure.name

    @property
    def is_said_in_name(self) -> bool:
        """Whether an office program has no room for the label but behind the name."""
        return False

    @property
    def heading(self) -> str:
        """What an office program writes at the left of it."""
        return f"{self.name}: {self.label}" if self.is_said_in_name else self.name

    @property
    def claim_id(self) -> str | None:
        """The claim behind it, where there is one."""
        return None if self.role is Role.OUTSIDE else self.figure.claim_id

    @property
    def numbers(self) -> dict[str, Amount]:
        """The numbers that are known of it, by their columns."""
        one = self.figure
        found = {"value": one.amount, "target": one.target_amount}
        found |= {"share_printed": one.printed_share, "share_recomputed": one.recomputed_share}
        return {column: amount for column, amount in found.items() if amount.value is not None}


@dataclass(frozen=True, slots=True)
class Bar(Mark):
    """A bar: `value` is how long it is, None where there is only a place for it; `target` is of the same measure."""

    value: float | None
    target: float | None = None
    period: str = ""  # where there are several of a unit

    @property
    def name(self) -> str:
        """The unit, and the period where there are several."""
        return f"{self.figure.name} · {self.period}" if self.period else self.figure.name

    @property
    def is_said_in_name(self) -> bool:
        """Whether there is no bar, in whose place nothing can be drawn."""
        return self.value is None

    @property
    def is_below_target(self) -> bool:
        """Whether the outline of the target reaches farther than the bar: the label stands behind it."""
        return self.target is not None and (self.value or 0) < self.target

    @property
    def outline(self) -> Outline | None:
        """How the outline of the target is drawn; None without a target."""
        if self.target is None:
            return None
        if self.figure.target is None:
            return Outline.UNKNOWN
        return Outline.COMPUTED if self.figure.is_computed else Outline.PRINTED


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from top to bottom. `measure`: what their numbers are.

    `is_percent`: of the targets, on an axis that is shown; else labels say the numbers. `pace`: the percent of an even
    pace, a guide.
    """

    measure: str
    bars: tuple[Bar, ...]
    is_percent: bool = False
    pace: float | None = None

    @property
    def largest(self) -> float:
        """The longest bar or outline."""
        return max((max(bar.value or 0, bar.target or 0) for bar in self.bars), default=0) or 1

    @property
    def end(self) -> float:
        """Where the axis ends, which begins at 0."""
        return MARGIN * self.largest

    @property
    def step(self) -> float:
        """How much lies between two ticks, so that they are few and round."""
        return next(step for step in (50, 100, 200, 500, 1000, 5000, self.largest) if self.largest / step <= 5)  # noqa: PLR2004

    @property
    def is_paired(self) -> bool:
        """Whether units have several bars."""
        return len({bar.figure.unit_id for bar in self.bars}) < len(self.bars)


@dataclass(frozen=True, slots=True)
class Span(Mark):
    """A bar over the days that a figure covers; `restriction`: what it is restricted to."""

    restriction: str

    @property
    def name(self) -> str:
        """The unit, and the restriction where there is one."""
        return f"{self.figure.name} · {self.restriction}" if self.restriction else self.figure.name

    @property
    def is_said_in_name(self) -> bool:
        """Always: a bar may follow right behind it."""
        return True

    @property
    def start(self) -> date:
        """The first day."""
        assert self.figure.period_start is not None  # noqa: S101  (every figure has a period)
        return self.figure.period_start

    @property
    def days(self) -> int:
        """How many days it covers."""
        assert self.figure.period_end is not None  # noqa: S101  (every figure has a period)
        return (self.figure.period_end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Spans:
    """Bars of time on an axis of years, which ends in a break where the district federations ended."""

    spans: tuple[Span, ...]

    @property
    def measure(self) -> str:
        """What the numbers of the bars are."""
        return t("Days that the figure covers (not an amount)")

    @property
    def begin(self) -> date:
        """Where the axis begins."""
        return min(span.start for span in self.spans).replace(month=1, day=1)

    @property
    def end(self) -> date:
        """Where the axis ends."""
        return AXIS_END

    @property
    def why_it_breaks(self) -> str:
        """What is said of the break."""
        return t("30 Jun 2025: the district tier ends")

    def step(self, most: int) -> int:
        """Return how many years lie between two ticks, where there is room for about so many."""
        return 1 + (self.end.year - self.begin.year + 1) // most


@dataclass(frozen=True, slots=True)
class Tile(Mark):
    """A unit at its place on the sketch of the city; `strength` is 0…1 of the largest figure, None without one."""

    strength: float | None

    @property
    def row(self) -> int:
        """The row of its place, from 0 on top."""
        return self.figure.tile_row or 0

    @property
    def column(self) -> int:
        """The column of its place, from 0 at the left."""
        return self.figure.tile_col or 0


@dataclass(frozen=True, slots=True)
class Tiles:
    """The units at their places, row by row."""

    tiles: tuple[Tile, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return 1 + max(tile.row for tile in self.tiles)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 1 + max(tile.column for tile in self.tiles)


Marks = Bars | Spans | Tiles


def of(marks: Marks) -> Sequence[Mark]:
    """Return the marks one by one."""
    return marks.bars if isinstance(marks, Bars) else marks.spans if isinstance(marks, Spans) else marks.tiles
