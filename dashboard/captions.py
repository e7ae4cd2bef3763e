"""What a chart says in words: the finding, what is counted, what is covered, and what is left out.

Sentences are built from the figures by rule; the same caption stands on the screen and in the picture.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboard import shares, signs, wording
from dashboard.figure import leaders
from dashboard.messages import t, tn
from dashboard.provenance import freshness, sources
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.figure import Figure
    from dashboard.queries import Series
    from dashboard.rows import Row
    from dashboard.selection import Selection

NAMED = 8  # so many of the figures that are left out are named
IN_A_LINE = 6  # so many units are named in a sentence about all of them


@dataclass(frozen=True)
class Caption:
    """The words of one chart: the finding, what is counted, how to read it, who says so, and what a sum covers.

    `plainly`: what some of the notes are where an office program draws the chart, which has neither hatching nor an
    even pace and room for every word; nothing where they go.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]  # whole sentences
    sources: tuple[str, ...]  # a line for each article
    coverage: str = ""  # a sentence; on the screen the headline says it
    freshness: str = ""  # how far the figures reach, when they were printed and checked
    plainly: Mapping[str, str] = field(default_factory=dict)

    def alt(self) -> str:
        """Return what someone who does not see the chart should know of it."""
        return " ".join(filter(None, [f"{self.title}. {self.subtitle}.", self.coverage, *self.notes]))

    @property
    def plain_notes(self) -> list[str]:
        """The notes as they stand beside a chart that an office program draws."""
        return [said for note in self.notes if (said := self.plainly.get(note, note))]


def subtitle(indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row]) -> str:
    """Return what is counted, over which period and for whom."""
    return f"{wording.name(indicator)} · {_over(indicator, chosen, selection, sectors)}"


def _over(indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row]) -> str:
    return f"{period(indicator, chosen, sectors)} · {selection.scope()}"


def period(indicator: Row, chosen: Series, sectors: Mapping[str, Row], between: str = " · ") -> str:
    """Return the period of a series with its restriction, and whether its figures count from the new year on."""
    said = wording.series(chosen, sectors, between)
    runs_from_new_year = shares.months(chosen.time_period) is not None  # and does not say so itself
    if indicator["stock_flow"] == "flow" and runs_from_new_year:
        return t("{period} (cumulative from 1 January)", period=said)
    return said


def by_unit(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: Mapping[str, Row],
    units: Sequence[Figure],
    total: Row,
    others: Sequence[Figure],
) -> Caption:
    """Return the caption of the bars by unit.

    `units`, `total` and `others` as from `queries.by_unit`, `queries.total` and `queries.left_out`.
    """
    notes = [*states(units), *shares.outlined(units), *left_out(others, sectors)]
    cited = dict.fromkeys([*sources(units), *sources(others[:NAMED])])  # those of the shown figures first
    if total["qualifier"] == "at_least" and total["n_observed"] > 1:
        notes.insert(0, t("At least: the sum of the units with a figure, not of the whole scope."))
    figures = observed(units)
    return Caption(
        signs.marked(highest(figures, indicator), signs.status(figures)),  # it travels alone
        subtitle(indicator, chosen, selection, sectors),
        tuple(notes),
        tuple(cited),
        coverage(total, selection),
        freshness(figures),
        {signs.hatched(units): signs.dotted(units)},
    )


def coverage(total: Row, selection: Selection, between: str = " · ") -> str:
    """Return a sum and what it covers, in a sentence; nothing without any figure. `total` as from `queries.total`."""
    if not total["n_observed"]:
        return ""
    covered = wording.coverage(total, selection.counted(), between)
    if total["n_observed"] == 1:  # one figure is no sum
        return t("Coverage: {coverage}.", coverage=covered)
    return t("Total: {total} ({coverage}).", total=wording.total(total), coverage=covered)


def highest(figures: Sequence[Figure], indicator: Row, figure: str = "") -> str:
    """Return the finding of a ranking; none is claimed that the bounds of the figures leave open.

    `figure`: what stands in the place of the number.
    """
    if not figures:
        return t("The articles that were read have no figure for this selection")
    n, first = len(figures), max(figures, key=lambda one: one.value or 0)
    measure = wording.measure(indicator, None if first.is_bound else first.value)
    number = {"figure": figure or str(first.amount), "measure": measure}
    if n == 1:
        return t(
            "Only {unit} has a figure in the articles that were read: {figure} {measure}", unit=first.name, **number
        )
    equals = len(leaders(figures))
    if not equals and first.is_bound:
        return t("{n} units have a figure; which one is highest cannot be told", n=n)
    if not equals:
        return t("{n} units have a figure; the highest is at least {figure} {measure}", n=n, **number)
    if equals > 1:
        return t("{n} units share the highest figure: {figure} {measure}", n=equals, **number)
    return t(
        "{unit} has the highest figure of the {n} units that have one: {figure} {measure}",
        unit=first.name,
        n=n,
        **number,
    )


def states(units: Sequence[Figure]) -> list[str]:
    """Return what stands where there is no figure, and which figures are provisional, in sentences."""
    n_omitted = sum(one.state == "omitted" for one in units)
    named = omitted(units) if n_omitted <= IN_A_LINE else ""
    return list(filter(None, [signs.muted(units), signs.ranged(units), signs.hatched(units), named, *without(units)]))


def omitted(units: Sequence[Figure]) -> str:
    """Return the names of the units that an article speaks of without a figure, in a sentence."""
    names = ", ".join(one.name for one in units if one.state == "omitted")
    return t("Mentioned without a figure: {names}.", names=names) if names else ""


def without(units: Sequence[Figure]) -> list[str]:
    """Return of which units no article speaks, and how many there were not, in sentences."""
    counts = Counter(one.state for one in units)
    said = []
    if n := counts["unpublished"]:
        names = ", ".join(one.name for one in units if one.state == "unpublished")
        said.append(
            tn(
                "{n} unit has no figure for this period in the articles that were read{listed}.",
                "{n} units have no figure for this period in the articles that were read{listed}.",
                n=n,
                listed=f" ({names})" if n <= IN_A_LINE else "",
            )
        )
    if n := counts["not_applicable"]:
        said.append(tn("{n} unit did not exist in this period.", "{n} units did not exist in this period.", n=n))
    return said


def left_out(others: Sequence[Figure], sectors: Mapping[str, Row]) -> list[str]:
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
        f"{one.name} {one.said} "
        f"({wording.dated(one, sectors)}: {', '.join(reasons[reason] for reason in one.reasons)}; {wording.place(one)})"
        for one in others[:NAMED]
    )
    more = t(" and {n} more", n=len(others) - NAMED) if len(others) > NAMED else ""
    return [t("Not compared here: {figures}.", figures=said + more)]


def by_period(indicator: Row, selection: Selection, figures: Sequence[Figure]) -> Caption:
    """Return the caption of the time axis. `figures` as from `queries.by_period`, at least one."""
    n_comparable = len({one.unit_id for one in figures if one.is_comparable})
    title = (
        tn("{n} unit has comparable periods", "{n} units have comparable periods", n=n_comparable)
        if n_comparable
        else t("In the articles that were read no unit has two periods: no comparison over time is possible")
    )
    n_units = len({one.unit_id for one in figures})
    notes = [
        signs.OfDrawing(t("A bar spans the period that the figure covers; its length is time, not amount.")),
        signs.muted(figures),
        tn(
            "Shown: {n} unit with figures; periods of different years or lengths are never added.",
            "Shown: {n} units with figures; periods of different years or lengths are never added.",
            n=n_units,
        ),
        district_end(),
    ]
    counted = f"{wording.name(indicator)} · {selection.scope()}"
    return Caption(title, counted, tuple(filter(None, notes)), sources(figures), freshness=freshness(figures))


def tile_map(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: Mapping[str, Row],
    units: Sequence[Figure],
    total: Row,
) -> Caption:
    """Return the caption of the tile map; `units` are the chosen ones, the map shows all."""
    n = len(observed(units))
    notes = [
        t("The stronger the colour, the larger the number.") if n > 1 else "",
        signs.starred(units),
        signs.hatched(units),
        t("Plain: not in the articles that were read.") if any(one.state == "unpublished" for one in units) else "",
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
        coverage(total, selection),
        freshness(observed(units)),
        {signs.starred(units): ""},
    )


def comparison(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: Mapping[str, Row],
    figures: Sequence[Figure],
    *,
    has_others: bool,
) -> Caption:
    """Return the caption of comparable periods side by side; `has_others`: there are pairs that it does not show."""
    n = len({one.unit_id for one in figures})
    notes = [
        tn(
            "The two newest periods of equal length are compared, for the {n} unit that has them.",
            "The two newest periods of equal length are compared, for the {n} units that have them.",
            n=n,
        ),
        signs.muted(figures),
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


def nothing(
    indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row], *, is_against_targets: bool
) -> Caption:
    """Return the caption of a chart without any mark; `is_against_targets`: it would set results against them."""
    title = t("The articles that were read have no figure for this selection")
    counted = subtitle(indicator, chosen, selection, sectors)
    if is_against_targets and selection.unit_ids:
        title = wording.without_stop(shares.none())
    return Caption(title, counted, (t("This does not mean zero."),), ())


def no_comparison(
    indicator: Row, chosen: Series, selection: Selection, sectors: Mapping[str, Row], *, has_others: bool
) -> Caption:
    """Return the caption of a comparison that has figures, but none of two periods of a unit; as for `comparison`."""
    title = t("In the articles that were read no unit has figures of two periods that can be compared")
    notes = (_other_pairs(),) if has_others else ()
    return Caption(title, _compared(indicator, chosen, selection, sectors), notes, ())


def reached(
    indicator: Row,
    chosen: Series,
    selection: Selection,
    sectors: Mapping[str, Row],
    figures: Sequence[Figure],
    assumed: Sequence[str],
) -> Caption:
    """Return the caption of results on the scale of their targets; `figures`: observed rows of `queries.by_unit`.

    `assumed`: what the readers had to assume of shares, in sentences.
    """
    shown = [one for one in figures if one.reached is not None]
    even = shares.pace(chosen.time_period)
    pace = t("Dotted line: an even pace of {share}, for reference only.", share=wording.percent(even)) if even else ""
    notes = [*shares.notes(shown), signs.muted(shown), pace, shares.missing(figures), *assumed]
    return Caption(
        f"{wording.name(indicator)}: {shares.finding(shown, indicator, chosen.time_period)}",
        _over(indicator, chosen, selection, sectors),
        tuple(filter(None, notes)),
        sources(figures),
        freshness=freshness(figures),
        plainly={pace: ""},
    )


def district_end() -> str:
    """Return where the series of district federations end, in a sentence."""
    return t("The district federations ended on 30 June 2025: their series close, and continue in no ward or commune.")
