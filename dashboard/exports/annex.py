"""The annex that federations know: number, unit, target, result, share, note; the units, then the sums of clusters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dashboard import columns, notes, queries, shares, signs, wording
from dashboard.messages import t
from dashboard.rounding import rounded
from dashboard.rows import claims_of
from dashboard.wording import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.figure import Figure
    from dashboard.queries import Series
    from dashboard.rows import Row
    from dashboard.selection import Selection
    from dashboard.views import View


@dataclass(frozen=True)
class Sum:
    """What a sum is of: its total, as from `queries.total`, the numbers of its units' lines, and what is around them.

    `before` and `behind` stand around the number of units with a figure in the name of the line.
    """

    total: Row
    numbers: Sequence[int]
    before: str
    behind: str


@dataclass(frozen=True)
class Line:
    """A line of the annex. `kind`: unit, cluster or scope; only units are numbered, and have claims.

    `claims`: those of the result, the target and the share, by the names of the columns of a view. `sum`: of a sum.
    """

    kind: str
    number: int | None
    name: str
    target: Amount
    result: Amount
    share: Amount
    note: str
    claims: Mapping[str, str] = field(default_factory=dict)
    sum: Sum | None = None

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims behind the line."""
        return tuple(self.claims.values())


@dataclass(frozen=True)
class Annex:
    """The figures of one series as an annex; `cited`: a row of each article that a line speaks of, by their codes."""

    series: Series
    title: str
    subtitle: str
    lines: Sequence[Line]
    cited: Sequence[Figure]


def headings() -> list[str]:
    """Return what the six columns are called."""
    return [t("No."), t("Unit"), t("Assigned target"), t("Result"), t("Share %"), t("Notes")]


def of_view(view: View, selection: Selection) -> Annex:
    """Return the annex of a view `by_unit`: units in administrative order, the sum of each cluster, that of all."""
    units = sorted(view.figures, key=lambda row: row.unit_id)
    others = {row.unit_id: row for row in reversed(queries.left_out(view.series))}
    alone = _targets_alone(view.series, tuple(selection.unit_ids))
    lines = [
        _unit(
            number,
            replace(row, **alone.get(row.unit_id, {})) if row.target is None else row,
            others.get(row.unit_id),
        )
        for number, row in enumerate(units, 1)
    ]
    members = [unit for unit in queries.federations() if unit["unit_id"] in set(selection.unit_ids)]
    members.sort(key=lambda unit: str(unit["cluster_id"]))
    groups = [(name, list(group)) for name, group in groupby(members, key=lambda unit: str(unit["cluster_name"]))]
    # A unit alone has no sum.
    numbers = {row.unit_id: number for number, row in enumerate(units, 1)}
    lines += [_cluster(view.series, name, group, numbers) for name, group in groups if len(group) > 1]
    if len(groups) > 1:
        total = queries.total(view.series, selection.unit_ids)
        lines.append(_sum("scope", t("Total"), total, selection.counted(), list(numbers.values())))
    indicator = queries.indicators()[view.series.indicator_id]
    title = t("Annex: {indicator}", indicator=wording.name(indicator))
    elsewhere = [others[row.unit_id] for row in units if row.unit_id in others and not row.is_observed]
    cited = {row.article_id: row for row in (*units, *elsewhere) if row.article_id is not None}
    return Annex(view.series, title, view.caption.subtitle, lines, [row for _, row in sorted(cited.items())])


def _targets_alone(series: Series, unit_ids: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return the printed targets of the year that no result stands beside, by unit, in the columns of `by_unit`."""
    if not shares.is_within_year(series.time_period):
        return {}
    return {
        row.unit_id: {
            "target": row.value,
            "target_qualifier": row.qualifier,
            "target_kind": row.target_kind,
            "target_claim_id": row.claim_id,
        }
        for row in reversed(queries.lone_targets(unit_ids))
        if (row.indicator_id, row.sector, row.time_period)
        == (series.indicator_id, series.sector, series.time_period[:4])
    }


def _unit(number: int, row: Figure, other: Figure | None) -> Line:
    """Return the line of a unit; `other` is its newest figure that the series leaves out."""
    share = Amount()
    if row.share_printed is not None:
        share = wording.amount(row.share_printed, row.share_qualifier, row.share_at_most)
    elif row.share_recomputed is not None:
        share = wording.amount(rounded(row.share_recomputed))
    return Line(
        "unit",
        number,
        row.name,
        row.target_in_full,
        row.amount.tabled,
        share,
        "; ".join(filter(None, [*_notes(row), _elsewhere(other) if other and not row.is_observed else ""])),
        claims_of(row),
    )


def _notes(row: Figure) -> list[str]:
    """Return what limits the numbers of a unit, and where they are from."""
    return [
        row.status,
        "" if row.is_observed else columns.states()[row.state],
        t("target {kind}", kind=row.kind) if row.kind else "",
        shares.computed(row) if row.is_computed else "",
        t("share computed") if row.recomputed_share and not row.printed_share else "",
        t("≠: differs by more than rounding") if row.share_agrees is False else "",
        wording.without_stop(notes.said(row.share_note or "")),
        wording.place(row),
    ]


def _elsewhere(other: Figure) -> str:
    """Return what is known of a unit in another period or under another restriction."""
    period = f"{wording.dated(other, queries.sectors(), ', ')}; {wording.place(other)}"
    return t("another period: {figure} ({period})", figure=other.in_full, period=period)


def _cluster(series: Series, name: str, members: Sequence[Row], numbers: Mapping[str, int]) -> Line:
    whole = [unit for unit in queries.federations() if unit["cluster_name"] == name]
    spoken = next(wording.unit(row) for row in queries.clusters() if row["name"] == name)
    is_whole = len(members) == len(whole)
    label = (
        t("Sum of {cluster}", cluster=spoken) if is_whole else t("Sum of the chosen units of {cluster}", cluster=spoken)
    )
    total = queries.total(series, tuple(unit["unit_id"] for unit in members))
    is_inferred = any(unit["cluster_evidence_kind"] == "inferred" for unit in members)
    line = _sum("cluster", label, total, t("units"), sorted(numbers[unit["unit_id"]] for unit in members))
    return replace(line, note="; ".join(filter(None, [line.note, t("members inferred") if is_inferred else ""])))


def _sum(kind: str, name: str, total: Row, counted: str, numbers: Sequence[int]) -> Line:
    """Return a line with a sum, which is called by what it covers; targets and shares are never added or averaged."""
    result = wording.total_in_short(total) if total["n_observed"] else Amount()
    of = Sum(total, numbers, f"{name} (", f"/{total['n_units']} {counted})")
    covered = f"{of.before}{total['n_observed']}{of.behind}"
    return Line(kind, None, covered, Amount(), result, Amount(), signs.of_total(total), sum=of)
