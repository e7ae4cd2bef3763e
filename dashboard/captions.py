"""What a chart says in words: the finding, what is counted, what is covered, what is left out, and who says so.

Sentences are built from the figures by rule; the same caption stands on the screen and in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dashboard import wording
from dashboard.messages import t
from dashboard.rows import Row, rows

if TYPE_CHECKING:
    from dashboard.filters import Selection
    from dashboard.queries import Series


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
    if indicator["stock_flow"] == "flow":
        period = t("{period} (cumulative from 01/01)", period=period) if _from_new_year(chosen.time_period) else period
    return f"{wording.name(indicator)} · {period} · {selection.scope()}"


def _from_new_year(code: str) -> bool:
    return not code[4:].startswith(("-S2", "-Q2", "-Q3", "-Q4"))


def by_unit(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: dict[str, Row],
    frame: pd.DataFrame,
    total: Row,
) -> Caption:
    """Return the caption of the bars by unit. `frame` and `total` as from `queries.by_unit` and `queries.total`."""
    observed = frame[frame["state"] == "observed"]
    measure = wording.name(indicator, "measure")
    notes = [*states(frame), *targets(observed)]
    if pd.notna(total["lower"]) and pd.isna(total["upper"]):
        notes.insert(0, t("≥: the sum of the units with a figure, not of the whole scope."))
    coverage = t(
        "Total: {total} ({coverage}).",
        total=wording.total(total["lower"], total["upper"]),
        coverage=wording.coverage(total, selection.counted()),
    )
    return Caption(
        highest(observed, measure),
        subtitle(indicator, chosen, selection, sectors),
        tuple(notes),
        sources(frame),
        coverage if len(observed) else "",
    )


def highest(observed: pd.DataFrame, measure: str) -> str:
    """Return the finding of a ranking; none is claimed that the bounds of the figures leave open."""
    if observed.empty:
        return t("No figure has been published for this selection")
    first = observed.sort_values("value", ascending=False, kind="stable").iloc[0]
    if len(observed) == 1:
        return t(
            "Only {unit} has a figure: {figure} {measure}",
            unit=first["name"],
            measure=measure,
            figure=wording.figure(first["value"], first["qualifier"]),
        )
    others = observed[observed["unit_id"] != first["unit_id"]]
    if pd.isna(first["lower"]) or others["upper"].isna().any() or first["lower"] < others["upper"].max():
        return t("{n} units have a figure; which is highest cannot be told", n=len(observed))
    equals = others[others["value"] == first["value"]]
    if len(equals):
        return t("{n} units are highest together: {figure}", n=len(equals) + 1, figure=wording.number(first["value"]))
    return t(
        "{unit} is highest of the {n} units with a figure: {figure}",
        unit=first["name"],
        n=len(observed),
        figure=wording.figure(first["value"], first["qualifier"]),
    )


def states(frame: pd.DataFrame) -> list[str]:
    """Return what stands where there is no figure, and which figures are provisional, in sentences."""
    said = []
    counts = frame["state"].value_counts()
    if (frame["obs_status"] == "P").any():
        said.append(t("Light bar: provisional, given before the period had ended."))
    if counts.get("omitted"):
        said.append(t("Hatched and “...”: the article speaks of the unit but prints no figure."))
    if n := counts.get("unpublished"):
        names = frame.loc[frame["state"] == "unpublished", "name"]
        listed = f" ({', '.join(names)})" if n <= 6 else ""  # noqa: PLR2004  (a line's worth)
        said.append(t("{n} units have no published figure{listed}.", n=n, listed=listed))
    if n := counts.get("not_applicable"):
        said.append(t("{n} units did not exist in this period.", n=n))
    return said


def targets(observed: pd.DataFrame) -> list[str]:
    """Return how the outlined targets are to be read, with the formula of those that were computed."""
    with_target = observed[observed["target"].notna()]
    said = []
    if len(with_target):
        said.append(t("Outlined: the full-year target; dashed where it was computed."))
    said += [_computed_target(row) for row in rows(with_target[with_target["target_status"] == "E"])]
    return said


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


def by_period(indicator: Row, selection: Selection, frame: pd.DataFrame) -> Caption:
    """Return the caption of the time axis. `frame` as from `queries.by_period`."""
    n_units = frame["unit_id"].nunique()
    if frame.empty:
        title = t("No figure has been published for this selection")
    elif not frame["is_comparable"].any():
        title = t("Each unit has one published period so far: no comparison over time is possible")
    else:
        title = t("{n} units have comparable periods", n=frame.loc[frame["is_comparable"], "unit_id"].nunique())
    notes = [t("A bar spans the period that the figure covers; its length is time, not amount.")]
    if (frame["obs_status"] == "P").any():
        notes.append(t("Light bar: provisional, given before the period had ended."))
    notes.append(t("Shown: {n} units with figures; periods of different years or lengths are never added.", n=n_units))
    notes.append(
        t("The district federations ended on 30/06/2025: their series close, and continue in no ward or commune.")
    )
    return Caption(title, f"{wording.name(indicator)} · {selection.scope()}", tuple(notes), sources(frame))


def tile_map(
    indicator: Row, chosen: Series, selection: Selection, sectors: dict[str, Row], frame: pd.DataFrame
) -> Caption:
    """Return the caption of the tile map; `frame` holds the chosen units, the map shows all."""
    states = set(frame["state"])
    n = int((frame["state"] == "observed").sum())
    notes = [
        t("Darker: more.") if n > 1 else "",
        t("*: provisional.") if (frame["obs_status"] == "P").any() else "",
        t("Hatched and “...”: the article speaks of the unit but prints no figure.") if "omitted" in states else "",
        t("Plain: nothing published.") if "unpublished" in states else "",
        "" if selection.is_whole_city else t("Faint: outside the selection."),
        t("A sketch of relative position, not a map of boundaries."),
    ]
    return Caption(
        t("{n} of {all} units have a figure for this period", n=n, all=len(frame)),
        subtitle(indicator, chosen, selection, sectors),
        tuple(note for note in notes if note),
        sources(frame),
    )


def comparison(indicator: Row, selection: Selection, frame: pd.DataFrame) -> Caption:
    """Return the caption of comparable periods side by side."""
    return Caption(
        t("Comparable periods side by side"),
        f"{wording.name(indicator)} · {selection.scope()}",
        (t("Only periods of equal length are compared; {n} units have more than one.", n=frame["unit_id"].nunique()),),
        sources(frame),
    )


def sources(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return one line for each article that the shown figures, or the gaps in its list, come from."""
    said = []
    for row in rows(frame.dropna(subset="article_id").drop_duplicates("article_id")):
        publisher = row["publisher"] + ("" if row["publisher_kind"] == "printed" else f" ({t('inferred')})")
        published = wording.days(row["published_from"], row["published_to"])
        if row["published_kind"] == "inferred":
            published += f" ({t('inferred')})"
        said.append(
            t(
                "Source: {publisher}, “{title}”, published {published}.",
                publisher=publisher,
                title=row["title"],
                published=published,
            )
        )
    return tuple(said)


def standing(build: Row) -> str:
    """Return which build of the data this is, for the foot of a page and a picture."""
    return t("Build {id} of {day}", id=build["seeds_sha256"][:8], day=wording.day(build["built_at"]))
