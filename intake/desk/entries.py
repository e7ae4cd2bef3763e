"""What readers write and see: plain records, every value of a figure as the seeds write it ("" for none)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIGURE, PASSED = "figure", "passed"
PROPOSED, TYPED = "proposed", "typed"
Row = dict[str, str]  # a row of a seed file: a value for each column, "" for none


@dataclass(frozen=True)
class Mark:
    """A numeral of a text: its half-open span in code points of the NFC text, line from 1, and how it is printed.

    A numeral in digits has to be settled (`must_settle`); one in words may be.
    """

    char_start: int
    char_end: int
    line: int
    as_printed: str
    must_settle: bool = True


@dataclass(frozen=True)
class Entry:
    """What a reader says of one place: a figure, or why it is passed over.

    `char_start`, `char_end`: half-open span in code points of the NFC text; `as_printed`, `line` and `line_to` follow
    from it when the entry is saved. With `is_whole_lines` all lines that the span touches are passed over (`as_printed`
    is ""). A figure has the columns of claims.csv; `unit_measure` follows from the indicator. `numeral` says which
    numeral of `as_printed` is meant, "" for the only one. `reason` is that of a numeral passed over. Several entries
    may stand at one place (one share for two indicators, one number for each of several units).
    `entry_id` is "" until the entry is saved.
    """

    char_start: int
    char_end: int
    kind: str = FIGURE  # figure | passed
    as_printed: str = ""
    line: int = 0
    line_to: int = 0
    is_whole_lines: bool = False
    unit_id: str = ""
    indicator_id: str = ""
    time_period: str = ""
    period_start: str = ""  # follows from time_period where that is an SDMX code
    period_end: str = ""
    scenario: str = "actual"  # actual | target
    target_kind: str = ""  # assigned | registered | ""
    value: str = ""  # a number, point as decimal sign
    out_of: str = ""
    qualifier: str = "exact"
    sector: str = "_T"
    obs_status: str = "A"  # A | P
    numeral: str = ""
    rank: str = "normal"  # among claims for the same thing: preferred | normal | deprecated
    rank_reason: str = ""
    share_note: str = ""
    note: str = ""
    reason: str = ""
    origin: str = TYPED  # proposed: accepted as it was proposed; typed: written or changed by a reader
    rule: str = ""  # of a proposal: what led to it
    entry_id: str = ""

    def thing(self) -> tuple[str, ...]:
        """Return what a figure is of, and how exactly it says it: two with the same are one, or compete."""
        return (
            self.unit_id, self.indicator_id, self.time_period, self.scenario, self.target_kind, self.sector,
            self.qualifier,
        )  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One reader's pass over an article: what only this reader sees until both have finished.

    `nth` is 1 for the reader who is shown proposals, 2 for the one who starts from the bare text; `at` is the place
    (code point) where the reader left. `unsettled` are the numerals in digits that no entry takes yet.
    """

    article_id: str
    reader: str
    nth: int
    entries: tuple[Entry, ...]
    unsettled: tuple[Mark, ...]
    at: int
    is_finished: bool


@dataclass(frozen=True)
class Draft:
    """An article on the desk. `state`: new, reading, settling (both have finished), agreed, published.

    `first_reader`, `second_reader`: role names, "" where nobody has begun; `finished` and `agreed_by` hold readers.
    """

    article_id: str
    state: str
    title: str
    received_name: str
    added_on: str
    first_reader: str = ""
    second_reader: str = ""
    finished: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()

    def readers(self) -> tuple[str, ...]:
        """Return who has begun to read it, the first one first."""
        return tuple(filter(None, (self.first_reader, self.second_reader)))


@dataclass(frozen=True)
class Difference:
    """Where two readings differ, or where both agreed and a reader amended it afterwards.

    `column` is "kind" where only one reader has the figure (`first` and `second` are then "figure", "passed" or ""),
    else a column of claims. `entry` is the figure as it stands settled, `first_entry` and `second_entry` what each
    wrote (None for nothing). `settled` is the value taken ("" is a value too) once `is_settled`, with its `reason` and
    who settled it.
    """

    difference_id: str
    line: int
    char_start: int
    char_end: int
    as_printed: str
    column: str
    first: str
    second: str
    entry: Entry
    first_entry: Entry | None = None
    second_entry: Entry | None = None
    is_settled: bool = False
    settled: str = ""
    reason: str = ""
    settled_by: str = ""


@dataclass(frozen=True)
class CoverageList:
    """Which units an article speaks for where it lists figures of several; `list_kind` is open or closed.

    `is_confirmed` says that a reader saved it; until then it is only proposed.
    """

    indicator_id: str
    time_period: str
    sector: str
    list_kind: str
    line: int
    unit_ids: tuple[str, ...]
    reason: str
    is_confirmed: bool = False


@dataclass(frozen=True)
class Problem:
    """What keeps something from being finished or published: an English sentence with its values, as in `Refused`.

    `entry_id` and `column` say where, "" where it is of no entry; `detail` is the ETL's own English sentence, if any.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    entry_id: str = ""
    column: str = ""
    detail: str = ""

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.message.format(**self.values) if self.values else self.message


@dataclass(frozen=True)
class Reason:
    """A usual reason to pass a numeral over: its code (that of the proposals), and the sentence in both languages."""

    code: str
    text_vi: str
    text_en: str


@dataclass(frozen=True)
class Vocabulary:
    """What an entry may name: rows of the seeds, and what this reader asked for (see `Desk.ask_for`)."""

    units: tuple[Row, ...]
    indicators: tuple[Row, ...]
    sectors: tuple[Row, ...]
    unit_measures: tuple[Row, ...]
    topics: tuple[Row, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Agreement:
    """How often two readings agreed, before anything was settled.

    The first four count numerals by what each reader took them for; `fields` has for each column how many figures of
    both were compared and how many agreed. `kappa` is Cohen's κ for figure or not, None where it is not defined.
    """

    both_figure: int
    only_first: int
    only_second: int
    both_passed: int
    fields: Mapping[str, tuple[int, int]]
    kappa: float | None


@dataclass(frozen=True)
class Correction:
    """A published claim to be corrected: `entry` is what it shall say, `changes` before and after by column.

    `state`: proposed, confirmed (by `confirmed_by`, another reader), published, withdrawn.
    """

    correction_id: int
    claim_id: str
    article_id: str
    entry: Entry
    changes: Mapping[str, tuple[str, str]]
    reason: str
    proposed_by: str
    confirmed_by: str
    state: str


@dataclass(frozen=True)
class Publish:
    """One publish: of an article or a correction (`what`: article | correction | take_back, `of`: its id).

    `state`: writing, published, taken_back. `files` are the seed files that changed; `is_built` says whether the
    warehouse shows it, and `trouble` why not.
    """

    publish_id: int
    what: str
    of: str
    by: str
    at: str
    state: str
    files: tuple[str, ...]
    is_built: bool
    trouble: Problem | None = None
