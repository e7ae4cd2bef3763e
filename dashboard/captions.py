"""What a chart says in words: the finding, what is counted, what is covered, what is left out, and who says so.

Sentences are built from the figures by rule; the same caption stands on the screen and in the picture.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.messages import t
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.filters import Selection
    from dashboard.queries import Series
    from dashboard.rows import Row


@dataclass(frozen=True)
class Caption:
    """The words of one chart: the finding, what is counted, how to read it, who says so, and what a sum covers."""

    title: str
    subtitle: str
    notes: tuple[str, ...]  # whole sentences
    sources: tuple[str, ...]  # a line for each article
    coverage: str = ""  # a sentence; on the screen the headline says it

    def alt(self) -> str:
        """Return what someone who does not see the chart should know of it."""
        return " ".join(filter(None, [f"{self.title}. {self.subtitle}.", self.coverage, *self.notes]))


def subtitle(indicator: Row, chosen: Series, selection: Selection, sectors: dict[str, Row]) -> str:
    """Return what is counted, over which period and for whom."""
    period = wording.series(chosen, sectors)
    runs_from_new_year = not chosen.time_period[4:].startswith(("-S2", "-Q2", "-Q3", "-Q4"))
    if indicator["stock_flow"] == "flow" and runs_from_new_year:
        period = t("{period} (cumulative from 01/01)", period=period)
    return f"{wording.name(indicator)} · {period} · {selection.scope()}"


def by_unit(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: dict[str, Row],
    units: Sequence[Row],
    total: Row,
    others: Sequence[Row],
) -> Caption:
    """Return the caption of the bars by unit.

    `units`, `total` and `others` as from `queries.by_unit`, `queries.total` and `queries.left_out`.
    """
    notes = [*states(units), *targets(units), *left_out(others, sectors)]
    if total["lower"] is not None and total["upper"] is None:
        notes.insert(0, t("≥: the sum of the units with a figure, not of the whole scope."))
    return Caption(
        highest(observed(units), wording.name(indicator, "measure")),
        subtitle(indicator, chosen, selection, sectors),
        tuple(notes),
        sources(units),
        _coverage(total, selection),
    )


def _coverage(total: Row, selection: Selection) -> str:
    if not total["n_observed"]:
        return ""
    return t(
        "Total: {total} ({coverage}).",
        total=wording.total(total["lower"], total["upper"]),
        coverage=wording.coverage(total, selection.counted()),
    )


def highest(figures: Sequence[Row], measure: str) -> str:
    """Return the finding of a ranking; none is claimed that the bounds of the figures leave open."""
    if not figures:
        return t("No figure has been published for this selection")
    first = max(figures, key=lambda row: row["value"])
    figure = wording.figure(first["value"], first["qualifier"])
    others = [row for row in figures if row is not first]
    if not others:
        return t("Only {unit} has a figure: {figure} {measure}", unit=first["name"], measure=measure, figure=figure)
    if first["lower"] is None or any(row["upper"] is None or row["upper"] > first["lower"] for row in others):
        return t("{n} units have a figure; which is highest cannot be told", n=len(figures))
    equals = [row for row in others if row["value"] == first["value"]]
    if equals:
        n = len(equals) + 1
        return t("{n} units are highest together: {figure} {measure}", n=n, figure=figure, measure=measure)
    return t(
        "{unit} is highest of the {n} units with a figure: {figure} {measure}",
        unit=first["name"],
        n=len(figures),
        figure=figure,
        measure=measure,
    )


def states(units: Sequence[Row]) -> list[str]:
    """Return what stands where there is no figure, and which figures are provisional, in sentences."""
    counts = Counter(row["state"] for row in units)
    said = []
    if _is_any_provisional(units):
        said.append(t("Muted bar: provisional, given before the period had ended."))
    if counts["omitted"]:
        said.append(t("Hatched and “...”: the article speaks of the unit but prints no figure."))
    if n := counts["unpublished"]:
        names = ", ".join(row["name"] for row in units if row["state"] == "unpublished")
        listed = f" ({names})" if n <= 6 else ""  # noqa: PLR2004  (a line's worth)
        said.append(t("{n} units have no published figure for this period{listed}.", n=n, listed=listed))
    if n := counts["not_applicable"]:
        said.append(t("{n} units did not exist in this period.", n=n))
    return said


def left_out(others: Sequence[Row], sectors: dict[str, Row]) -> list[str]:
    """Return which figures are not ranked with the shown ones, each with every reason."""
    if not others:
        return []
    reasons = {
        "sector": t("another restriction"),
        "length": t("a period of another length"),
        "year": t("another year"),
    }
    shown = 8
    said = "; ".join(
        f"{row['name']} {wording.figure(row['value'], row['qualifier'])} "
        f"({wording.restricted(wording.period(row['time_period']), row['sector'], sectors)}: "
        f"{', '.join(reasons[reason] for reason in row['reasons'])})"
        for row in others[:shown]
    )
    more = t(" and {n} more", n=len(others) - shown) if len(others) > shown else ""
    return [t("Not ranked here: {figures}.", figures=said + more)]


def targets(units: Sequence[Row]) -> list[str]:
    """Return how the outlined targets are to be read, with the formula of those that were computed."""
    outlined = [row for row in units if row["target"] is not None]
    said = [t("Outlined: the full-year target; dashed where it was computed.")] if outlined else []
    return said + [_computed_target(row) for row in outlined if row["target_status"] == "E"]


def _computed_target(row: Row) -> str:
    if row["target_at_least"] == row["target_at_most"]:
        return t("{unit}: target computed as {formula}.", unit=row["name"], formula=row["target_formula"])
    return t(
        "{unit}: target computed as {formula}, between {low} and {high} as the share is rounded.",
        unit=row["name"],
        formula=row["target_formula"],
        low=wording.number(row["target_at_least"]),
        high=wording.number(row["target_at_most"]),
    )


def by_period(indicator: Row, selection: Selection, figures: Sequence[Row]) -> Caption:
    """Return the caption of the time axis. `figures` as from `queries.by_period`, at least one."""
    n_comparable = len({row["unit_id"] for row in figures if row["is_comparable"]})
    title = (
        t("{n} units have comparable periods", n=n_comparable)
        if n_comparable
        else t("Each unit has one published period so far: no comparison over time is possible")
    )
    n_units = len({row["unit_id"] for row in figures})
    notes = [
        t("A bar spans the period that the figure covers; its length is time, not amount."),
        t("Muted bar: provisional, given before the period had ended.") if _is_any_provisional(figures) else "",
        t("Shown: {n} units with figures; periods of different years or lengths are never added.", n=n_units),
        t("The district federations ended on 30/06/2025: their series close, and continue in no ward or commune."),
    ]
    counted = f"{wording.name(indicator)} · {selection.scope()}"
    return Caption(title, counted, tuple(filter(None, notes)), sources(figures))


def tile_map(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: dict[str, Row],
    units: Sequence[Row],
    total: Row,
) -> Caption:
    """Return the caption of the tile map; `units` are the chosen ones, the map shows all."""
    found = {row["state"] for row in units}
    n = len(observed(units))
    notes = [
        t("The stronger the colour, the larger the number.") if n > 1 else "",
        t("*: provisional.") if _is_any_provisional(units) else "",
        t("Hatched and “...”: the article speaks of the unit but prints no figure.") if "omitted" in found else "",
        t("Plain: nothing published.") if "unpublished" in found else "",
        "" if selection.is_whole_city else t("No fill: outside the selection."),
        t("A sketch of relative position, not a map of boundaries."),
    ]
    return Caption(
        t("{n} of {all} units have a figure for this period", n=n, all=len(units))
        if n
        else t("No figure has been published for this selection"),
        subtitle(indicator, chosen, selection, sectors),
        tuple(filter(None, notes)),
        sources(units),
        _coverage(total, selection),
    )


def comparison(indicator: Row, selection: Selection, figures: Sequence[Row]) -> Caption:
    """Return the caption of comparable periods side by side."""
    n = len({row["unit_id"] for row in figures})
    return Caption(
        t("Comparable periods side by side"),
        f"{wording.name(indicator)} · {selection.scope()}",
        (t("Compared are the two newest periods of equal length, for the {n} units that have them.", n=n),),
        sources(figures),
    )


def sources(marks: Sequence[Row]) -> tuple[str, ...]:
    """Return one line for each article that the shown figures, or the gaps in its list, come from."""
    articles = {row["article_id"]: row for row in reversed(marks) if row["article_id"] is not None}
    return tuple(_source(row) for row in reversed(articles.values()))


def _source(row: Row) -> str:
    inferred = f" ({t('inferred')})"
    return t(
        "Source: {publisher}, “{title}”, published {published}.",
        publisher=row["publisher"] + (inferred if row["publisher_kind"] == "inferred" else ""),
        title=row["title"],
        published=wording.days(row["published_from"], row["published_to"])
        + (inferred if row["published_kind"] == "inferred" else ""),
    )


def _is_any_provisional(marks: Sequence[Row]) -> bool:
    return any(row["obs_status"] == "P" for row in marks)


def standing(build: Row) -> str:
    """Return which build of the data this is, for the foot of a page and a picture."""
    return t("Build {id} of {day}", id=build["seeds_sha256"][:8], day=wording.day(build["built_at"]))
