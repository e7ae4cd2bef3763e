"""The views of an indicator: each a chart, its words and the figures behind it, for the page and its files alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from dashboard import captions, drawing, notes, provenance, queries, shares, tables
from dashboard.messages import t
from dashboard.rows import claims_of, observed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.captions import Caption
    from dashboard.figure import Figure
    from dashboard.marks import Marks
    from dashboard.queries import Series
    from dashboard.rows import Row
    from dashboard.selection import Selection
    from dashboard.tables import Table


@dataclass(frozen=True)
class Kind:
    """A kind of view, and what follows from it beside the chart.

    `name`: in addresses and names of files. `make` returns None where there is nothing to show. `said`: what it is
    called behind the name of an indicator, `tab` the same where there is little room. `page`: the one that has it of
    all indicators.
    """

    name: str
    make: Callable[[Series, Selection], View | None]
    said: Callable[[], str]
    tab: Callable[[], str] | None = None
    page: str = ""
    is_ranking: bool = False  # of all units in one period: sums and annexes go with it
    is_against_targets: bool = False
    is_of_all_periods: bool = False


@dataclass(frozen=True)
class View:
    """One chart of a selection and its rows as a table.

    `draw` says what is drawn of `figures`, which the table has all. `beside` are further figures that the caption names
    and the chart leaves out.
    """

    series: Series
    kind: Kind
    caption: Caption
    draw: Callable[[], Marks]
    figures: Sequence[Figure]
    table: Callable[[], Table]
    beside: Sequence[Figure] = ()

    @cached_property
    def marks(self) -> Marks:
        """What is drawn, decided when it is first asked for: of many views only words and figures are read."""
        return self.draw()

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.kind.name

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims behind the figures."""
        return tuple(one.claim_id for one in self.figures if one.claim_id is not None)


def by_unit(series: Series, selection: Selection) -> View:
    """Return the bars by unit; where nothing is published about any unit, the figure has no mark."""
    units = selection.among(queries.by_unit(series, selection.order))
    total = queries.total(series, selection.unit_ids)
    others = selection.among(queries.left_out(series))
    indicator = _indicator(series)
    caption = captions.by_unit(indicator, series, selection, queries.sectors(), units, total, others)
    return View(
        series,
        BY_UNIT,
        _with_targets(caption, units),
        lambda: drawing.by_unit(units, indicator),
        units,
        lambda: tables.by_unit(units),
        others[: captions.NAMED],
    )


def by_period(series: Series, selection: Selection) -> View | None:
    """Return the time axis of all published figures, or None where there are none."""
    figures = selection.among(queries.by_period(series.indicator_id))
    if not figures:
        return None
    caption = captions.by_period(_indicator(series), selection, figures)
    sectors = queries.sectors()
    return View(
        series,
        BY_PERIOD,
        caption,
        lambda: drawing.by_period(figures, sectors),
        figures,
        lambda: tables.by_period(figures),
    )


def comparison(series: Series, selection: Selection) -> View | None:
    """Return comparable periods of the series' sector side by side, or None where no unit has two."""
    comparable = _comparable(series, selection)
    figures = _of_one_length(series, [row for row in comparable if row.sector == series.sector])
    if not figures:
        return None
    sectors, indicator = queries.sectors(), _indicator(series)
    has_others = len(figures) < len(comparable)
    return View(
        series,
        COMPARISON,
        captions.comparison(indicator, series, selection, sectors, figures, has_others=has_others),
        lambda: drawing.comparison(figures, indicator),
        figures,
        lambda: tables.by_period(figures),
    )


def _comparable(series: Series, selection: Selection) -> list[Figure]:
    return [row for row in selection.among(queries.by_period(series.indicator_id)) if row.is_comparable]


def _of_one_length(series: Series, pairs: Sequence[Figure]) -> list[Figure]:
    """Return those of some comparable figures whose periods are of one length, the same part of the year.

    On one axis a half year beside a full year would look like a smaller result. The length of the series is what the
    reader asked for; where no pair is of it, the one that most figures are of shows most. The two figures of a unit are
    of one sector and one length, so no unit is left with one of them.
    """
    lengths = [row.time_period[4:] for row in pairs]
    asked = series.time_period[4:]
    chosen = asked if asked in lengths else max(lengths, key=lengths.count, default=asked)
    return [row for row, length in zip(pairs, lengths, strict=True) if length == chosen]


def tile_map(series: Series, selection: Selection) -> View:
    """Return the tile map of all federations."""
    everyone = queries.by_unit(series, selection.order)
    units = selection.among(everyone)
    total = queries.total(series, selection.unit_ids)
    caption = captions.tile_map(_indicator(series), series, selection, queries.sectors(), units, total)
    return View(
        series,
        TILE_MAP,
        caption,
        lambda: drawing.tile_map(everyone, selection.unit_ids),
        units,
        lambda: tables.by_unit(units),
    )


def targets(series: Series, selection: Selection) -> View | None:
    """Return the results on the scale of their targets, or None where no unit has a target or a share of one."""
    figures = observed(selection.among(queries.by_unit(series, selection.order)))
    if all(row.reached is None for row in figures):
        return None
    indicator = _indicator(series)
    # What the readers had to assume of a share is part of a target that was worked out from it.
    assumed = [
        notes.holding(f"{row.name}: {said}", said)
        for row in figures
        if row.is_computed and row.share_reading and (said := notes.said(row.share_reading))
    ]
    caption = captions.reached(indicator, series, selection, queries.sectors(), figures, assumed)
    return View(
        series,
        TARGETS,
        _with_targets(caption, figures),
        lambda: drawing.targets(figures, indicator, shares.pace(series.time_period)),
        figures,
        lambda: tables.targets(figures),
    )


def _with_targets(caption: Caption, figures: Sequence[Row]) -> Caption:
    """Return a caption with the articles of printed targets and shares among its sources."""
    printed = tuple(claim_id for row in figures for column, claim_id in claims_of(row).items() if column != "claim_id")
    more = provenance.sources(queries.provenance(printed)) if printed else ()
    return replace(caption, sources=tuple(dict.fromkeys((*caption.sources, *more))))


def nothing(series: Series, kind: Kind, selection: Selection) -> View:
    """Return a view without any mark, whose words say what has not been published for the selection."""
    indicator, sectors = _indicator(series), queries.sectors()
    if kind is COMPARISON and selection.among(queries.by_period(series.indicator_id)):
        has_others = bool(_comparable(series, selection))
        caption = captions.no_comparison(indicator, series, selection, sectors, has_others=has_others)
    else:
        is_against_targets = kind.is_against_targets
        caption = captions.nothing(indicator, series, selection, sectors, is_against_targets=is_against_targets)
    return View(series, kind, caption, lambda: drawing.by_unit([], indicator), [], lambda: tables.by_unit([]))


BY_UNIT = Kind("by_unit", by_unit, lambda: t("by unit"), is_ranking=True)
BY_PERIOD = Kind("by_period", by_period, lambda: t("by period"), is_of_all_periods=True)
COMPARISON = Kind("comparison", comparison, lambda: t("comparison"))
TILE_MAP = Kind("tile_map", tile_map, lambda: t("tile map"))
TARGETS = Kind(
    "targets", targets, lambda: t("against the target"), lambda: t("% of target"), "targets", is_against_targets=True
)
VIEWS = {kind.name: kind for kind in (BY_UNIT, BY_PERIOD, COMPARISON, TILE_MAP, TARGETS)}


def _indicator(series: Series) -> Row:
    return queries.indicators()[series.indicator_id]
