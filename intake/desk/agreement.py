"""Two readings side by side: which figures are the same one, where they differ, and how often readers agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.desk.entries import FIGURE, PASSED, Agreement
from intake.desk.texts import marks_of, meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from intake.desk.entries import Entry, Mark

# What two readings have to agree on; the days follow from the period. What a reader adds (a note, a rank) and how
# one words a reason to pass over is no figure: there the first reader's stands.
COMPARED = (
    "unit_id", "indicator_id", "time_period", "scenario", "target_kind", "value", "out_of", "qualifier", "sector",
    "obs_status",
)  # fmt: skip
# The words are of one figure if they hold its numeral; how many of them a reader takes in matters only where they
# decide what it says.
_DECIDED_BY_WORDS = {"value", "out_of", "qualifier"}


@dataclass(frozen=True)
class Pair:
    """A figure as each reader has it, None where one has not; `mark` is its numeral, None for a figure without any."""

    first: Entry | None
    second: Entry | None
    mark: Mark | None
    second_took_it: str = FIGURE  # of a figure that one alone has: what the other took its numeral for
    first_took_it: str = FIGURE

    @property
    def entry(self) -> Entry:
        """The figure, as the first reader has it where both do."""
        found = self.first or self.second
        if found is None:
            raise ValueError("a pair of nothing")
        return found

    def differing(self) -> tuple[str, ...]:
        """Return the columns that the two have different; "kind" where one has none."""
        one, two = self.first, self.second
        if one is None or two is None:
            return ("kind",)
        columns = [column for column in COMPARED if getattr(one, column) != getattr(two, column)]
        if _DECIDED_BY_WORDS.intersection(columns) and one.as_printed != two.as_printed:
            columns.append("as_printed")
        return tuple(columns)


def compare(text: str, first: Sequence[Entry], second: Sequence[Entry]) -> tuple[list[Pair], Agreement]:
    """Return the figures of two readings in the order of the text, paired, and how often the readings agree."""
    marks = marks_of(text)
    ones, twos = _figures(first, marks), _figures(second, marks)
    pairs = []
    for key in sorted({*ones, *twos}, key=lambda key: key[:2]):
        mark = ones.get(key, twos.get(key, (None, [])))[0]
        pairs += _paired(ones.get(key, (None, []))[1], twos.get(key, (None, []))[1], mark)
    places = {(mark.char_start, mark.char_end) for mark in marks} | set(ones) | set(twos)
    counts = Counter((place in ones, place in twos) for place in places)
    both = [pair for pair in pairs if pair.first and pair.second]
    table = counts[True, True], counts[True, False], counts[False, True], counts[False, False]
    fields = {column: (len(both), sum(column not in pair.differing() for pair in both)) for column in COMPARED}
    return pairs, Agreement(*table, fields=fields, kappa=kappa(*table))


Figures = dict[tuple[int, int], tuple["Mark | None", list["Entry"]]]


def _figures(entries: Iterable[Entry], marks: Sequence[Mark]) -> Figures:
    """Return the figures by the place of their numeral; by their own place where the words hold none."""
    found: Figures = {}
    for entry in entries:
        if entry.kind == FIGURE:
            mark = meant(entry, marks)
            place = (mark.char_start, mark.char_end) if mark else (entry.char_start, entry.char_end)
            found.setdefault(place, (mark, []))[1].append(entry)
    return found


def _paired(ones: list[Entry], twos: list[Entry], mark: Mark | None) -> list[Pair]:
    """Pair the figures of one numeral: those that agree most first."""
    alike = sorted(
        (
            (-sum(getattr(one, column) == getattr(two, column) for column in COMPARED), i, j)
            for i, one in enumerate(ones)
            for j, two in enumerate(twos)
        ),
    )
    left, right = dict(enumerate(ones)), dict(enumerate(twos))
    pairs = []
    for _, i, j in alike:
        if i in left and j in right:
            pairs.append((i, Pair(left.pop(i), right.pop(j), mark)))
    in_order = [pair for _, pair in sorted(pairs, key=lambda pair: pair[0])]
    took = ("" if twos else PASSED), ("" if ones else PASSED)
    return [
        *in_order,
        *(Pair(one, None, mark, second_took_it=took[0]) for one in left.values()),
        *(Pair(None, two, mark, first_took_it=took[1]) for two in right.values()),
    ]


def kappa(both: int, only_first: int, only_second: int, neither: int) -> float | None:
    """Return Cohen's κ of two readers who each said yes or no; None where chance alone would always agree.

    >>> kappa(20, 5, 10, 15)
    0.4
    """
    n = both + only_first + only_second + neither
    by_chance = (both + only_first) * (both + only_second) + (neither + only_first) * (neither + only_second)
    if not n or by_chance == n * n:
        return None
    return round((n * (both + neither) - by_chance) / (n * n - by_chance), 10)
