"""The views of an indicator: each a chart, its words and the figures behind it, for the page and its files alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboard import captions, charts, notes, provenance, queries, shares, tables
from dashboard.messages import t
from dashboard.rows import claims_of, observed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.captions import Caption
    from dashboard.charts import Figure
    from dashboard.figure import Figure as Mark
    from dashboard.queries import Series
    from dashboard.rows import Row
    from dashboard.selection import Selection
    from dashboard.style import Theme
    from dashboard.tables import Table


@dataclass(frozen=True)
class View:
    """One chart of a selection and its rows as a table.

    `marks` has a row for each mark, with the claim_id behind it where there is one. `beside` are further figures that
    the caption names and the chart leaves out.
    """

    series: Series
    name: str
    caption: Caption
    figure: Callable[[Theme], Figure]
    table: Callable[[], Table]
    marks: Sequence[Mark]
    beside: Sequence[Mark] = ()

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims behind the marks."""
        return tuple(row["claim_id"] for row in self.marks if row["claim_id"] is not None)


def by_unit(series: Series, selection: Selection) -> View:
    """Return the bars by unit; where nothing is published about any unit, the figure has no mark."""
    units = selection.among(queries.by_unit(series, selection.order))
    total = queries.total(series, selection.unit_ids)
    others = selection.among(queries.left_out(series))
    caption = captions.by_unit(_indicator(series), series, selection, queries.sectors(), units, total, others)
    return View(
        series,
        "by_unit",
        _with_targets(caption, units),
        lambda theme: charts.by_unit(units, theme),
        lambda: tables.by_unit(units),
        units,
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
        "by_period",
        caption,
        lambda theme: charts.by_period(figures, sectors, theme),
        lambda: tables.by_period(figures, sectors),
        figures,
    )


def comparison(series: Series, selection: Selection) -> View | None:
    """Return comparable periods of the series' sector side by side, or None where no unit has two."""
    comparable = _comparable(series, selection)
    figures = _of_one_length(series, [row for row in comparable if row["sector"] == series.sector])
    if not figures:
        return None
    sectors = queries.sectors()
    has_others = len(figures) < len(comparable)
    return View(
        series,
        "comparison",
        captions.comparison(_indicator(series), series, selection, sectors, figures, has_others=has_others),
        lambda theme: charts.comparison(figures, theme),
        lambda: tables.by_period(figures, sectors),
        figures,
    )


def _comparable(series: Series, selection: Selection) -> list[Mark]:
    return [row for row in selection.among(queries.by_period(series.indicator_id)) if row["is_comparable"]]


def _of_one_length(series: Series, pairs: Sequence[Mark]) -> list[Mark]:
    """Return those of some comparable figures whose periods are of one length, the same part of the year.

    On one axis a half year beside a full year would look like a smaller result. The length of the series is what the
    reader asked for; where no pair is of it, the one that most figures are of shows most. The two figures of a unit are
    of one sector and one length, so no unit is left with one of them.
    """
    lengths = [row["time_period"][4:] for row in pairs]
    asked = series.time_period[4:]
    chosen = asked if asked in lengths else max(lengths, key=lengths.count, default=asked)
    return [row for row, length in zip(pairs, lengths, strict=True) if length == chosen]


def tile_map(series: Series, selection: Selection, *, is_small: bool = False) -> View:
    """Return the tile map of all federations, with their names or small."""
    everyone = queries.by_unit(series, selection.order)
    units = selection.among(everyone)
    total = queries.total(series, selection.unit_ids)
    caption = captions.tile_map(_indicator(series), series, selection, queries.sectors(), units, total)
    return View(
        series,
        "tile_map",
        caption,
        lambda theme: charts.tile_map(everyone, selection.unit_ids, theme, is_small=is_small),
        lambda: tables.by_unit(units),
        units,
    )


def targets(series: Series, selection: Selection) -> View | None:
    """Return the results on the scale of their targets, or None where no unit has a target or a share of one."""
    figures = observed(selection.among(queries.by_unit(series, selection.order)))
    if all(row["reached"] is None for row in figures):
        return None
    indicator = _indicator(series)
    # What the readers had to assume of a share is part of a target that was worked out from it.
    assumed = [
        f"{row.name}: {notes.said(row.share_reading)}" for row in figures if row.is_computed and row.share_reading
    ]
    caption = captions.reached(indicator, series, selection, queries.sectors(), figures, assumed)
    return View(
        series,
        "targets",
        _with_targets(caption, figures),
        lambda theme: charts.targets(figures, indicator, shares.pace(series.time_period), theme),
        lambda: tables.targets(figures),
        figures,
    )


def _with_targets(caption: Caption, figures: Sequence[Row]) -> Caption:
    """Return a caption with the articles of printed targets and shares among its sources."""
    printed = tuple(claim_id for row in figures for column, claim_id in claims_of(row).items() if column != "claim_id")
    more = provenance.sources(queries.provenance(printed)) if printed else ()
    return replace(caption, sources=tuple(dict.fromkeys((*caption.sources, *more))))


def nothing(series: Series, name: str, selection: Selection) -> View:
    """Return a view without any mark, whose words say what has not been published for the selection."""
    indicator, sectors = _indicator(series), queries.sectors()
    if name == "comparison" and selection.among(queries.by_period(series.indicator_id)):
        has_others = bool(_comparable(series, selection))
        caption = captions.no_comparison(indicator, series, selection, sectors, has_others=has_others)
    else:
        caption = captions.nothing(indicator, series, selection, sectors, name)
    return View(series, name, caption, lambda theme: charts.by_unit([], theme), lambda: tables.by_unit([]), [])


VIEWS = {
    "by_unit": by_unit,
    "by_period": by_period,
    "comparison": comparison,
    "tile_map": tile_map,
    "targets": targets,
}


def kinds() -> dict[str, str]:
    """Return what the views are called, behind the name of an indicator."""
    return {
        "by_unit": t("by unit"),
        "by_period": t("by period"),
        "comparison": t("comparison"),
        "tile_map": t("tile map"),
        "targets": t("against the target"),
    }


def _indicator(series: Series) -> Row:
    return queries.indicators()[series.indicator_id]
