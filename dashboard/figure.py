"""A figure as every question about figures answers it: its number, what that is worth, what it is of, who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import signs, wording
from dashboard.messages import t
from dashboard.wording import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure, or the place of one that is missing: `state` says which.

    What a question does not ask about is None or "", and so is what the articles do not say. Columns are called as in
    the warehouse, whose view `figures` describes them; a further one says why below.
    """

    # What it is of.
    unit_id: str = ""
    name: str = ""  # of the unit
    unit_en: str | None = None
    unit_kind: str | None = None
    type_vi: str | None = None
    type_en: str | None = None
    cluster_name: str | None = None
    cluster_name_en: str | None = None
    tile_row: int | None = None
    tile_col: int | None = None
    indicator_id: str = ""
    name_vi: str | None = None  # of the indicator
    name_en: str | None = None
    definition_vi: str | None = None
    definition_en: str | None = None
    stock_flow: str | None = None
    part_of: str | None = None
    position: int | None = None
    topic: str | None = None
    topic_vi: str | None = None
    topic_en: str | None = None
    unit_measure: str | None = None
    measure_vi: str | None = None
    measure_en: str | None = None
    measure_en_one: str | None = None
    time_period: str = ""
    period_start: date | None = None
    period_end: date | None = None
    sector: str = ""
    scenario: str | None = None
    target_kind: str | None = None

    # Its number and what that is worth. `state`: observed, omitted, unpublished or not_applicable.
    state: str = "observed"
    value: float | None = None
    out_of: float | None = None
    qualifier: str | None = None
    lower: float | None = None
    upper: float | None = None
    obs_status: str | None = None
    rank: str | None = None
    rank_reason: str | None = None
    reasons: Sequence[str] = ()  # why it is not ranked with a series
    is_comparable: bool | None = None  # one of the two newest of its unit that are of equal length
    is_of_other_length: bool | None = None

    # Its yearly target, as the view `targets` has it; `reached`: percent, whichever share or target there is.
    target: float | None = None
    target_at_least: float | None = None
    target_at_most: float | None = None
    target_status: str | None = None
    target_qualifier: str | None = None
    target_formula: str | None = None
    target_claim_id: str | None = None
    share_printed: float | None = None
    share_qualifier: str | None = None
    share_at_most: float | None = None
    share_recomputed: float | None = None
    share_agrees: bool | None = None
    share_note: str | None = None
    share_reading: str | None = None
    share_claim_id: str | None = None
    reached: float | None = None

    # Where it stands and who read it.
    claim_id: str | None = None
    as_printed: str | None = None
    numeral: str | None = None
    line: int | None = None
    char_start: int | None = None
    char_end: int | None = None
    entered_by: str | None = None
    entered_on: date | None = None
    checked_by: str | None = None
    checked_on: date | None = None
    note: str | None = None
    article_id: str | None = None
    file_name: str | None = None
    sha256: str | None = None
    title: str | None = None
    publisher: str | None = None
    publisher_kind: str | None = None
    publisher_reason: str | None = None
    published_from: date | None = None
    published_to: date | None = None
    published_kind: str | None = None
    published_reason: str | None = None
    event_from: date | None = None
    event_to: date | None = None
    event_kind: str | None = None
    event_reason: str | None = None
    reported_period: str | None = None
    saved_from: date | None = None
    saved_reason: str | None = None

    # What else a question says of it.
    n_all: int | None = None  # how many there are, where only some were asked for
    is_own: bool | None = None  # of the unit itself, not of its cluster
    is_listed: bool | None = None
    listed: Sequence[str] | None = None
    list_kind: str | None = None
    n_listed: int | None = None
    reason: str | None = None
    is_open: bool = False  # a plan whose result is not known
    targets: Sequence[Figure] = ()  # all of them, where there may be several

    def __getitem__(self, column: str) -> Any:
        """Return a column by its name: for what is asked of rows of any kind."""
        return getattr(self, column)

    def get(self, column: str, otherwise: Any = None, /) -> Any:
        """Return a column by its name, or something else where there is none of that name, or nothing in it."""
        found = getattr(self, column, None)
        return otherwise if found in (None, "") else found

    @property
    def is_observed(self) -> bool:
        """Whether there is a number."""
        return self.state == "observed"

    @property
    def is_provisional(self) -> bool:
        """Whether it was given before its period had ended."""
        return self.obs_status == "P"

    @property
    def is_bound(self) -> bool:
        """Whether the article hedges the number."""
        return self.qualifier not in (None, "exact")

    @property
    def is_computed(self) -> bool:
        """Whether its target was worked out from a printed share."""
        return self.target_status == "E"

    @property
    def is_plan(self) -> bool:
        """Whether it is what is to be reached, and no result."""
        return self.scenario == "target"

    def claim_of(self, column: str) -> str | None:
        """Return the claim that one of its numbers is from, or was worked out from; None where there is none."""
        if column == "target":
            return self.target_claim_id or self.share_claim_id or self.claim_id
        return self.share_claim_id or self.claim_id if column == "share_printed" else self.claim_id

    @property
    def amount(self) -> Amount:
        """The number with its hedge; "..." where an article leaves it out, nothing where no article speaks of it."""
        if self.value is None:
            return Amount(before=wording.MISSING if self.state == "omitted" else "")
        if self.qualifier == wording.RANGE and self.lower is not None:  # of either end
            return wording.amount(self.lower, self.qualifier, self.upper)
        return wording.amount(self.value, self.qualifier)

    @property
    def status(self) -> str:
        """That it is provisional, where it is."""
        return signs.status([self])

    @property
    def in_full(self) -> Amount:
        """The number with its hedge, and that it is provisional where it is."""
        return self.amount.followed(self.status)

    @property
    def said(self) -> str:
        """The same as words."""
        return str(self.in_full)

    @property
    def in_short(self) -> str:
        """The number with its hedge, and a sign where it is provisional."""
        return f"{self.amount.tabled}{signs.PROVISIONAL if self.is_provisional else ''}"

    @property
    def of_whole(self) -> str:
        """The number with its hedge, and the whole that it is printed against: 4/6."""
        return f"{self.amount}" if self.out_of is None else f"{self.amount}/{wording.number(self.out_of)}"

    @property
    def measure(self) -> str:
        """What is counted, as it stands right behind `of_whole`."""
        is_one = not self.is_bound and self.out_of is None
        counted = wording.measure(self, self.value if is_one else None)
        return counted if counted == "%" else f" {counted}"

    @property
    def measured(self) -> str:
        """The number with its hedge, the whole that it is printed against, and what is counted."""
        return self.of_whole + self.measure

    @property
    def target_amount(self) -> Amount:
        """The yearly target with its hedge."""
        if self.target is None:
            return Amount()
        return wording.amount(self.target, self.target_qualifier, self.target_at_most)

    @property
    def target_in_full(self) -> Amount:
        """The yearly target with its hedge, and that it was computed where it was."""
        return self.target_amount.followed(f"({t('worked back')})" if self.is_computed else "")

    @property
    def kind(self) -> str:
        """Who set its target, or the target that it is."""
        return wording.target_kinds().get(self.target_kind or "", "")

    @property
    def printed_share(self) -> Amount:
        """The share of the target as an article prints it, with its hedge."""
        if self.share_printed is None:
            return Amount()
        return wording.printed_percent(self.share_printed, self.share_qualifier, self.share_at_most)

    @property
    def recomputed_share(self) -> Amount:
        """The share of the target as it follows from result and target."""
        return Amount() if self.share_recomputed is None else wording.percent(self.share_recomputed)

    @property
    def share(self) -> Amount:
        """The share of the target as printed; where it is not, as recomputed, which is said."""
        return self.printed_share or (self.recomputed_share and self.recomputed_share.followed(f"({t('computed')})"))


def leaders(figures: Sequence[Figure]) -> list[Figure]:
    """Return the highest of some figures, several where they are equal; none where their bounds leave it open."""
    first = max(figures, key=lambda one: one.value or 0)
    if first.lower is None or any(one.upper is None or one.upper > first.lower for one in figures if one is not first):
        return []
    return [one for one in figures if one.value == first.value]
