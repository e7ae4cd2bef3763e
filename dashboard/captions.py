"""What a chart says in words: the finding, what is counted, what is covered, what is left out, and who says so.

Sentences are built from the figures by rule; the same caption stands on the screen and in the picture.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.messages import t, tn
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.queries import Series, Unavailable
    from dashboard.rows import Row
    from dashboard.selection import Selection


@dataclass(frozen=True)
class Caption:
    """The words of one chart: the finding, what is counted, how to read it, who says so, and what a sum covers."""

    title: str
    subtitle: str
    notes: tuple[str, ...]  # whole sentences
    sources: tuple[str, ...]  # a line for each article
    coverage: str = ""  # a sentence; on the screen the headline says it
    freshness: str = ""  # how far the figures reach, when they were printed and checked

    def alt(self) -> str:
        """Return what someone who does not see the chart should know of it."""
        return " ".join(filter(None, [f"{self.title}. {self.subtitle}.", self.coverage, *self.notes]))


def subtitle(indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row]) -> str:
    """Return what is counted, over which period and for whom."""
    period = wording.series(chosen, sectors)
    runs_from_new_year = not chosen.time_period[4:].startswith(("-S2", "-Q2", "-Q3", "-Q4"))
    if indicator["stock_flow"] == "flow" and runs_from_new_year:
        period = t("{period} (cumulative from 1 January)", period=period)
    return f"{wording.name(indicator)} · {period} · {selection.scope()}"


def by_unit(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: Mapping[str, Row],
    units: Sequence[Row],
    total: Row,
    others: Sequence[Row],
) -> Caption:
    """Return the caption of the bars by unit.

    `units`, `total` and `others` as from `queries.by_unit`, `queries.total` and `queries.left_out`.
    """
    notes = [*states(units), *targets(units), *left_out(others, sectors)]
    cited = dict.fromkeys([*sources(units), *sources(others[:NAMED])])  # those of the shown figures first
    if total["qualifier"] == "at_least" and total["n_observed"] > 1:
        notes.insert(0, t("≥: the sum of the units with a figure, not of the whole scope."))
    return Caption(
        _finding_of_units(observed(units), indicator),
        subtitle(indicator, chosen, selection, sectors),
        tuple(notes),
        tuple(cited),
        _coverage(total, selection),
        freshness(observed(units)),
    )


def _coverage(total: Row, selection: Selection) -> str:
    if not total["n_observed"]:
        return ""
    covered = wording.coverage(total, selection.counted())
    if total["n_observed"] == 1:  # one figure is no sum
        return t("Coverage: {coverage}.", coverage=covered)
    return t(
        "Total: {total} ({coverage}).",
        total=wording.total(total),
        coverage=covered,
    )


def _finding_of_units(figures: Sequence[Row], indicator: Row) -> str:
    """Return the finding of the bars by unit, marked where it rests on provisional figures: it travels alone."""
    finding = highest(figures, indicator)
    if not _is_any_provisional(figures):
        return finding
    is_all = all(row["obs_status"] == "P" for row in figures)
    return f"{finding} ({t('provisional') if is_all else t('partly provisional')})"


def highest(figures: Sequence[Row], indicator: Row) -> str:
    """Return the finding of a ranking; none is claimed that the bounds of the figures leave open."""
    if not figures:
        return t("The articles that were read have no figure for this selection")
    first = max(figures, key=lambda row: row["value"])
    measure = wording.measure(indicator, first["value"] if first["qualifier"] == "exact" else None)
    figure = wording.figure(first["value"], first["qualifier"])
    others = [row for row in figures if row is not first]
    if not others:
        return t(
            "Only {unit} has a figure in the articles that were read: {figure} {measure}",
            unit=first["name"],
            measure=measure,
            figure=figure,
        )
    if first["lower"] is None or any(row["upper"] is None or row["upper"] > first["lower"] for row in others):
        return t("{n} units have a figure; which one is highest cannot be told", n=len(figures))
    equals = [row for row in others if row["value"] == first["value"]]
    if equals:
        n = len(equals) + 1
        return t("{n} units share the highest figure: {figure} {measure}", n=n, figure=figure, measure=measure)
    return t(
        "{unit} has the highest figure of the {n} units that have one: {figure} {measure}",
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
        if (names := omitted(units)) and counts["omitted"] <= 6:  # noqa: PLR2004  (a line's worth)
            said.append(names)
    if n := counts["unpublished"]:
        names = ", ".join(row["name"] for row in units if row["state"] == "unpublished")
        listed = f" ({names})" if n <= 6 else ""  # noqa: PLR2004  (a line's worth)
        said.append(
            tn(
                "{n} unit has no figure for this period in the articles that were read{listed}.",
                "{n} units have no figure for this period in the articles that were read{listed}.",
                n=n,
                listed=listed,
            )
        )
    if n := counts["not_applicable"]:
        said.append(tn("{n} unit did not exist in this period.", "{n} units did not exist in this period.", n=n))
    return said


def omitted(units: Sequence[Row]) -> str:
    """Return the names of the units that an article speaks of without a figure, in a sentence."""
    names = ", ".join(row["name"] for row in units if row["state"] == "omitted")
    return t("Mentioned without a figure: {names}.", names=names) if names else ""


NAMED = 8  # so many of the figures that are left out are named


def left_out(others: Sequence[Row], sectors: Mapping[str, Row]) -> list[str]:
    """Return which figures are not ranked with the shown ones, each with every reason and where it is printed."""
    if not others:
        return []
    reasons = {
        "sector": t("another restriction"),
        "length": t("a period of another length"),
        "year": t("another year"),
        "period": t("another period"),
    }
    said = "; ".join(
        f"{row['name']} {wording.said(row)} "
        f"({wording.restricted(wording.period(row['time_period']), row['sector'], sectors)}: "
        f"{', '.join(reasons[reason] for reason in row['reasons'])}; {wording.place(row)})"
        for row in others[:NAMED]
    )
    more = t(" and {n} more", n=len(others) - NAMED) if len(others) > NAMED else ""
    return [t("Not compared here: {figures}.", figures=said + more)]


def targets(units: Sequence[Row]) -> list[str]:
    """Return how the outlined targets are to be read, with the formula of those that were computed."""
    outlined = [row for row in units if row["target"] is not None]
    said = [t("Outlined: the full-year target; dashed where it was computed.")] if outlined else []
    return said + [computed_target(row) for row in outlined if row["target_status"] == "E"]


def computed_target(row: Row) -> str:
    """Return the formula of a computed target; `row` has the `name` of what it is the target of."""
    if row["target_at_least"] == row["target_at_most"]:
        return t("{unit}: target computed as {formula}.", unit=row["name"], formula=wording.formula(row))
    return t(
        "{unit}: target computed as {formula}, between {low} and {high} as the share is rounded.",
        unit=row["name"],
        formula=wording.formula(row),
        low=wording.number(row["target_at_least"]),
        high=wording.number(row["target_at_most"]),
    )


def by_period(indicator: Row, selection: Selection, figures: Sequence[Row]) -> Caption:
    """Return the caption of the time axis. `figures` as from `queries.by_period`, at least one."""
    n_comparable = len({row["unit_id"] for row in figures if row["is_comparable"]})
    title = (
        tn("{n} unit has comparable periods", "{n} units have comparable periods", n=n_comparable)
        if n_comparable
        else t("In the articles that were read no unit has two periods: no comparison over time is possible")
    )
    n_units = len({row["unit_id"] for row in figures})
    notes = [
        t("A bar spans the period that the figure covers; its length is time, not amount."),
        t("Muted bar: provisional, given before the period had ended.") if _is_any_provisional(figures) else "",
        tn(
            "Shown: {n} unit with figures; periods of different years or lengths are never added.",
            "Shown: {n} units with figures; periods of different years or lengths are never added.",
            n=n_units,
        ),
        t("The district federations ended on 30 June 2025: their series close, and continue in no ward or commune."),
    ]
    counted = f"{wording.name(indicator)} · {selection.scope()}"
    return Caption(title, counted, tuple(filter(None, notes)), sources(figures), freshness=freshness(figures))


def tile_map(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: Mapping[str, Row],
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
        t("Plain: not in the articles that were read.") if "unpublished" in found else "",
        "" if selection.is_whole_city else t("No fill: outside the selection."),
        t("A sketch of relative position, not a map of boundaries."),
    ]
    return Caption(
        tn(
            "{n} of {all} units has a figure for this period",
            "{n} of {all} units have a figure for this period",
            n=n,
            all=len(units),
        )
        if n
        else t("The articles that were read have no figure for this selection"),
        subtitle(indicator, chosen, selection, sectors),
        tuple(filter(None, notes)),
        sources(units),
        _coverage(total, selection),
        freshness(observed(units)),
    )


def comparison(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: Mapping[str, Row],
    figures: Sequence[Row],
    *,
    has_others: bool,
) -> Caption:
    """Return the caption of comparable periods side by side; `has_others`: there are pairs that it does not show."""
    n = len({row["unit_id"] for row in figures})
    notes = [
        tn(
            "The two newest periods of equal length are compared, for the {n} unit that has them.",
            "The two newest periods of equal length are compared, for the {n} units that have them.",
            n=n,
        ),
        t("Muted bar: provisional, given before the period had ended.") if _is_any_provisional(figures) else "",
        _other_pairs() if has_others else "",
    ]
    return Caption(
        t("Comparable periods side by side"),
        _compared(indicator, chosen, selection, sectors),
        tuple(filter(None, notes)),
        sources(figures),
        freshness=freshness(figures),
    )


def _compared(indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row]) -> str:
    return f"{wording.restricted(wording.name(indicator), chosen.sector, sectors)} · {selection.scope()}"


def _other_pairs() -> str:
    return t("Not shown here: comparable periods of another kind or under another restriction.")


def nothing(indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row], name: str) -> Caption:
    """Return the caption of a chart without any mark; `name` is that of the view."""
    title = t("The articles that were read have no figure for this selection")
    counted = subtitle(indicator, chosen, selection, sectors)
    if name == "targets" and selection.unit_ids:
        title = t(
            "None of the articles that were read prints a target, or a share of one, for the results of this selection."
        ).rstrip(".")
    return Caption(title, counted, (t("This does not mean zero."),), ())


def no_comparison(
    indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row], *, has_others: bool
) -> Caption:
    """Return the caption of a comparison that has figures, but none of two periods of a unit; as for `comparison`."""
    title = t("In the articles that were read no unit has figures of two periods that can be compared")
    notes = (_other_pairs(),) if has_others else ()
    return Caption(title, _compared(indicator, chosen, selection, sectors), notes, ())


def freshness(figures: Sequence[Row]) -> str:
    """Return which periods figures cover, when their articles came out, and when they were last checked.

    A target reaches nowhere yet: the end of its period is not that of the figures.
    """
    figures = [row for row in figures if row.get("scenario") != "target"]
    if not figures:
        return ""
    return t(
        "{period} · printed {published} · checked {checked}",
        period=covered(figures),
        published=published(_together(figures)),
        checked=wording.day(max(row["checked_on"] for row in figures)),
    )


def covered(figures: Sequence[Row]) -> str:
    """Return the days that figures cover; those given before their period had ended do not reach its end."""
    first, last = min(row["period_start"] for row in figures), max(row["period_end"] for row in figures)
    is_one = all((row["period_start"], row["period_end"]) == (first, last) for row in figures)
    days = {"first": wording.day(first), "last": wording.day(last)}
    if first == last:
        said = t("As of {day}", day=wording.day(first))
    else:
        said = t("Period {first}–{last}", **days) if is_one else t("Periods between {first} and {last}", **days)
    if not _is_any_provisional(figures):
        return said
    is_all = all(row["obs_status"] == "P" for row in figures)
    when = t("given before the period had ended") if is_all else t("in part given before the period had ended")
    return f"{said}, {when}"


def _together(figures: Sequence[Row]) -> Row:
    """Return the days within which all articles of some figures came out; unlimited where one of them is."""
    ends = [row["published_to"] for row in figures]
    is_inferred = any(row["published_kind"] == "inferred" for row in figures)
    return {
        "published_from": min(row["published_from"] for row in figures),
        "published_to": None if None in ends else max(ends),
        "published_kind": "inferred" if is_inferred else "printed",
    }


def sources(marks: Sequence[Row]) -> tuple[str, ...]:
    """Return one line for each article that the shown figures, or the gaps in its list, come from."""
    articles = {row["article_id"]: row for row in reversed(marks) if row["article_id"] is not None}
    return tuple(_source(row) for row in reversed(articles.values()))


def _source(row: Row) -> str:
    return t(
        "Source: {publisher}, “{title}”, published {published}.",
        publisher=row["publisher"] + _inferred(row["publisher_kind"]),
        title=row["title"],
        published=published(row),
    )


def cited(claim: Row, *, is_known: bool = False, is_read: bool = False) -> str:
    """Return where a figure stands and who read it, in one line: what a footnote says.

    `is_known`: the reader was told before which article it is; its number and the line do. `is_read`: and who read it.
    """
    article = t(
        "{publisher}, “{title}” ({place}), published {published}",
        publisher=claim["publisher"] + _inferred(claim["publisher_kind"]),
        title=claim["title"],
        place=wording.place(claim),
        published=published(claim),
    )
    said = f"“{claim['as_printed']}”: {wording.place(claim) if is_known else article}."
    code = f"{wording.sentence(t('code {claim}', claim=claim['claim_id']))}."
    return " ".join([said, *([] if is_read else [f"{read(claim)}."]), code])


def read(claim: Row) -> str:
    """Return who read a figure."""
    return t(
        "Entered by {entered_by} on {entered_on}, checked by {checked_by} on {checked_on}",
        entered_by=wording.reader(claim["entered_by"]),
        entered_on=wording.day(claim["entered_on"]),
        checked_by=wording.reader(claim["checked_by"]),
        checked_on=wording.day(claim["checked_on"]),
    )


def published(row: Row) -> str:
    """Return when an article came out, and that the day was inferred where it was."""
    return wording.days(row["published_from"], row["published_to"]) + _inferred(row["published_kind"])


def _inferred(kind: str) -> str:
    return f" ({t('inferred')})" if kind == "inferred" else ""


def _is_any_provisional(marks: Sequence[Row]) -> bool:
    return any(row["obs_status"] == "P" for row in marks)


def standing(build: Row) -> str:
    """Return which build of the data this is, for the foot of a page and a picture."""
    return t("Build {id} of {day}", id=build["seeds_sha256"][:8], day=wording.day(wording.in_hanoi(build["built_at"])))


MONTHS = 12  # of a year: the target's


def months(time_period: str) -> int | None:
    """Return how many months a period that is cumulative from 1 January covers; None for any other period."""
    found = re.fullmatch(r"\d{4}(?:(-Q1)|(-S1)|-01-01/P(\d+)M)?", time_period)
    if found is None:
        return None
    quarter, half, counted = found.groups()
    return 3 if quarter else 6 if half else int(counted) if counted else MONTHS


def pace(time_period: str) -> float | None:
    """Return the percent of a yearly target that an even pace reaches in a period cumulative from 1 January.

    >>> pace("2022-S1"), pace("2022-01-01/P9M"), pace("2022-Q3")
    (50.0, 75.0, None)
    """
    n = months(time_period)
    return None if n is None else 100 * n / MONTHS


def reached(
    indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row], figures: Sequence[Row]
) -> Caption:
    """Return the caption of results on the scale of their targets; `figures`: observed rows of `queries.by_unit`."""
    shown = [row for row in figures if row["reached"] is not None]
    even = pace(chosen.time_period)
    notes = [
        *_differences(shown),
        *targets(shown),
        t("Dotted outline: only the share is printed, not the target.") if any(map(_is_unknown, shown)) else "",
        *_kinds(shown),
        t("Muted bar: provisional, given before the period had ended.") if _is_any_provisional(shown) else "",
        t("Dotted line: an even pace of {share}, for reference only.", share=wording.percent(even)) if even else "",
        _without_percentage(figures),
    ]
    counted = subtitle(indicator, chosen, selection, sectors).removeprefix(f"{wording.name(indicator)} · ")
    return Caption(
        f"{wording.name(indicator)}: {_finding(shown, indicator, chosen.time_period)}",
        counted,
        tuple(filter(None, notes)),
        sources(figures),
        freshness=freshness(figures),
    )


def _finding(shown: Sequence[Row], indicator: Row, time_period: str) -> str:
    """Return how much of their targets units reached; a share printed otherwise than recomputed is said both ways."""
    year = time_period[:4]
    shares = sorted(share for row in shown if (share := _share(row)) is not None)
    low, high = (shares[place][1] for place in (0, -1)) if shares else ("", "")
    row = shown[0]
    if len(shown) > 1 and shares:
        n = len(shares)
        said = (
            t("{n} units reached {share} of their {year} targets", n=n, share=low, year=year)
            if low == high
            else t("{n} units reached {low} to {high} of their {year} targets", n=n, low=low, high=high, year=year)
        )
    elif len(shown) > 1:
        said = t("{n} units have a {year} target", n=len(shown), year=year)
    elif row["share_agrees"] is False and row["share_recomputed"] is not None:
        said = t(
            "{unit} reached {printed} (printed) or {recomputed} (recomputed) of the {year} target",
            unit=row["name"],
            printed=wording.printed_percent(row["share_printed"]),
            recomputed=wording.percent(row["share_recomputed"]),
            year=year,
        )
    elif shares:
        said = t("{unit} reached {share} of the {year} target", unit=row["name"], share=low, year=year)
    else:
        said = t(
            "{unit} has {figure} of a {year} target of {target} {measure}",
            unit=row["name"],
            figure=wording.figure(row["value"], row["qualifier"]),
            year=year,
            target=wording.figure(row["target"], row["target_qualifier"] or "exact"),
            measure=wording.measure(indicator, row["target"]),
        )
    n_months = months(time_period)
    if n_months is None:
        said += f" ({wording.period(time_period)})"
    elif n_months < MONTHS:
        said += " " + tn("after {n} month", "after {n} months", n=n_months)
    if not _is_any_provisional(shown):
        return said
    is_all = all(row["obs_status"] == "P" for row in shown)
    return f"{said} ({t('provisional') if is_all else t('partly provisional')})"


def _share(row: Row) -> tuple[float, str] | None:
    """Return the share to speak of and how it is said: as printed, but as recomputed where the two differ."""
    printed, recomputed = row["share_printed"], row["share_recomputed"]
    if printed is None or (row["share_agrees"] is False and recomputed is not None):
        return None if recomputed is None else (recomputed, wording.percent(recomputed))
    return printed, wording.printed_percent(printed)


def _is_unknown(row: Row) -> bool:
    return row["target"] is None


def _differences(shown: Sequence[Row]) -> list[str]:
    """Return which printed shares do not follow from the printed numbers, in sentences."""
    doubted = [row for row in shown if row["share_agrees"] is False]
    groups = {
        t("The printed share differs from the recomputed one by more than rounding: {units}."): [
            row["name"] for row in doubted if not _is_unknown(row)
        ],
        t("No whole target goes with the printed result and the printed share: {units}."): [
            row["name"] for row in doubted if _is_unknown(row)
        ],
    }
    return [sentence.format(units=", ".join(units)) for sentence, units in groups.items() if units]


def _kinds(shown: Sequence[Row]) -> list[str]:
    """Return who set the targets, in sentences; the two kinds are never mixed."""
    groups = {
        t("Targets assigned by the city federation: {units}."): "assigned",
        t("Targets registered by the units themselves: {units}."): "registered",
    }
    return [
        sentence.format(units=units)
        for sentence, kind in groups.items()
        if (units := ", ".join(row["name"] for row in shown if row["target_kind"] == kind))
    ]


def _without_percentage(figures: Sequence[Row]) -> str:
    """Return which units have a result but nothing to measure it against."""
    names = [row["name"] for row in figures if row["reached"] is None]
    if not names:
        return ""
    return tn(
        "{n} unit has a result but no target, and so no percentage: {units}.",
        "{n} units have a result but no target, and so no percentage: {units}.",
        n=len(names),
        units=", ".join(names),
    )


def unavailable(found: Unavailable) -> str:
    """Return what to do about a warehouse that cannot be read."""
    problems = {
        "missing": t("There is no data yet. Build it with “python -m etl”, then reload this page."),
        "unreadable": t("The data file cannot be read. Build it anew with “python -m etl”, then reload this page."),
        "other version": t(
            "The data file is of another version. Build it anew with “python -m etl”, then reload this page."
        ),
    }
    return f"{problems[found.problem]} ({found.path.name})"
