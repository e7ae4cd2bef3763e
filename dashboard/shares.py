"""How much of their yearly targets results reach, in words: the finding, and what it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard import signs, wording
from dashboard.messages import t, tn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.wording import Amount

MONTHS = 12  # of a year: the target's
WHOLE = 100  # percent


def months(time_period: str) -> int | None:
    """Return how many months a period that is cumulative from 1 January covers; None for any other period."""
    found = re.fullmatch(r"\d{4}(?:(-Q1)|(-S1)|-01-01/P(\d+)M)?", time_period)
    if found is None:
        return None
    quarter, half, counted = found.groups()
    return 3 if quarter else 6 if half else int(counted) if counted else MONTHS


def is_within_year(time_period: str) -> bool:
    """Whether a period builds up to its year, so that the yearly target goes with it: no month, no term, no day."""
    return re.fullmatch(r"\d{4}(-[SQ]\d|-01-01/P\d+[MD])?", time_period) is not None and "/P1D" not in time_period


def pace(time_period: str) -> float | None:
    """Return the percent of a yearly target that an even pace reaches in a period cumulative from 1 January.

    >>> pace("2022-S1"), pace("2022-01-01/P9M"), pace("2022-Q3")
    (50.0, 75.0, None)
    """
    n = months(time_period)
    return None if n is None else 100 * n / MONTHS


def finding(figures: Sequence[Figure], indicator: Row, time_period: str) -> str:
    """Return how much of their targets units reached; a share printed otherwise than recomputed is said both ways.

    `figures`: those of a period that have a target or a share of one.
    """
    return signs.marked(_reached(figures, indicator, time_period[:4]) + _when(time_period), signs.status(figures))


def _reached(figures: Sequence[Figure], indicator: Row, year: str) -> str:
    shares = sorted((said for one in figures if (said := share(one))), key=lambda said: said.value or 0)
    low, high = (str(shares[place]) for place in (0, -1)) if shares else ("", "")
    one, n = figures[0], len(shares)
    if len(figures) > 1:
        if not shares:
            return t("{n} units have a {year} target", n=len(figures), year=year)
        if low == high:
            return t("{n} units reached {share} of their {year} targets", n=n, share=low, year=year)
        return t("{n} units reached {low} to {high} of their {year} targets", n=n, low=low, high=high, year=year)
    if one.share_agrees is False and one.recomputed_share:
        return t(
            "{unit} reached {printed} (printed) or {recomputed} (recomputed) of the {year} target",
            unit=one.name,
            printed=one.printed_share,
            recomputed=one.recomputed_share,
            year=year,
        )
    if shares:
        return t("{unit} reached {share} of the {year} target", unit=one.name, share=low, year=year)
    return t(
        "{unit} has {figure} of a {year} target of {target} {measure}",
        unit=one.name,
        figure=one.amount,
        year=year,
        target=one.target_amount,
        measure=wording.measure(indicator, one.target),
    )


def share(one: Figure) -> Amount:
    """Return the share to speak of: as printed, but as recomputed where the two differ."""
    is_doubted = one.share_agrees is False and one.recomputed_share
    return one.recomputed_share if is_doubted or not one.printed_share else one.printed_share


def headline(
    figures: Sequence[Figure], time_period: str, said: Callable[[Figure], str] = lambda one: str(share(one))
) -> str:
    """Return how much of their targets units reached, whatever their results are of; `said`: the share of one.

    `figures`: those of one period that have a target or a share of one, at least one.
    """
    found = sorted((one for one in figures if share(one)), key=lambda one: share(one).value or 0)
    year = time_period[:4]
    if not found:
        n = len({one.name for one in figures})
        text = tn("{n} unit has a {year} target", "{n} units have a {year} target", n=n, year=year)
        return signs.marked(text + _when(time_period), signs.status(figures))
    low, high, unit = said(found[0]), said(found[-1]), found[0].name
    is_one_share = str(share(found[0])) == str(share(found[-1]))
    n = len({one.name for one in found})
    if n > 1 and not is_one_share and (reached := _n_reached(found, time_period)) is not None:
        units = t("{n} of {all} units reached their {year} targets; lowest {low}, highest {high}")
        results = t("{n} of {all} results reached their {year} targets; lowest {low}, highest {high}")
        text = (results if n < len(found) else units).format(n=reached, all=len(found), year=year, low=low, high=high)
    elif 1 < n < len(found):  # of several indicators: units do not reach one target each
        text = tn(
            "{n} result is {low} to {high} of its {year} target",
            "{n} results are {low} to {high} of their {year} targets",
            n=len(found), low=low, high=high, year=year,
        )  # fmt: skip
    elif n > 1 and is_one_share:
        text = t("{n} units reached {share} of their {year} targets", n=n, share=low, year=year)
    elif n > 1:
        text = t("{n} units reached {low} to {high} of their {year} targets", n=n, low=low, high=high, year=year)
    elif len(found) == 1:
        text = t("{unit} reached {share} of the {year} target", unit=unit, share=low, year=year)
    elif is_one_share:
        text = t("{unit} reached {share} of each of {n} {year} targets", unit=unit, share=low, n=len(found), year=year)
    else:
        text = t("{unit} reached {low} to {high} of its {year} targets", unit=unit, low=low, high=high, year=year)
    return signs.marked(text + _when(time_period), signs.status(figures))


def _n_reached(figures: Sequence[Figure], time_period: str) -> int | None:
    """Return how many reached their targets by the end of a year; None before that, or where a hedge leaves it open."""
    if months(time_period) != MONTHS or any(one.share_qualifier not in (None, "exact") for one in figures):
        return None
    return sum((share(one).value or 0) >= WHOLE for one in figures)


def _when(time_period: str) -> str:
    """Return how much of the year had passed, where it was not all of it."""
    n = months(time_period)
    if n is None:
        return f" ({wording.period(time_period)})"
    return " " + tn("after {n} month", "after {n} months", n=n) if n < MONTHS else ""


def notes(figures: Sequence[Figure]) -> list[str]:
    """Return what is to be known of results on the scale of their targets, in sentences; `figures` as for `finding`."""
    is_any_unknown = any(one.target is None for one in figures)
    return [
        *_differences(figures),
        *outlined(figures),
        *([signs.OfDrawing(t("Dotted outline: only the share is printed, not the target."))] if is_any_unknown else []),
        *_kinds(figures),
    ]


def outlined(figures: Sequence[Figure]) -> list[str]:
    """Return how the outlined targets are to be read, with the formula of those that were computed."""
    known = [one for one in figures if one.target is not None]
    said = [signs.OfDrawing(t("Outlined: the full-year target; dashed where it was computed."))] if known else []
    return [*said, *(f"{one.name}: {computed(one)}." for one in known if one.is_computed)]


def computed(one: Figure) -> str:
    """Return the formula of a computed target, as it stands within a sentence."""
    formula = wording.formula(one)
    if one.target_at_least is None or one.target_at_most is None or one.target_at_least == one.target_at_most:
        return t("target computed as {formula}", formula=formula)
    return t(
        "target computed as {formula}, between {low} and {high} as the share is rounded",
        formula=formula,
        low=wording.number(one.target_at_least),
        high=wording.number(one.target_at_most),
    )


def _differences(figures: Sequence[Figure]) -> list[str]:
    """Return which printed shares do not follow from the printed numbers, in sentences."""
    doubted = [one for one in figures if one.share_agrees is False]
    groups = {
        t("The printed share differs from the recomputed one by more than rounding: {units}."): [
            one.name for one in doubted if one.target is not None
        ],
        t("No whole target goes with the printed result and the printed share: {units}."): [
            one.name for one in doubted if one.target is None
        ],
    }
    return [sentence.format(units=", ".join(units)) for sentence, units in groups.items() if units]


def _kinds(figures: Sequence[Figure]) -> list[str]:
    """Return who set the targets, in sentences; the two kinds are never mixed."""
    groups = {
        "assigned": t("Targets assigned by the city federation: {units}."),
        "registered": t("Targets registered by the units themselves: {units}."),
    }
    return [
        sentence.format(units=units)
        for kind, sentence in groups.items()
        if (units := ", ".join(one.name for one in figures if one.target_kind == kind))
    ]


def none() -> str:
    """Return that no article lets a result be set against a target, in a sentence."""
    return t(
        "None of the articles that were read prints a target, or a share of one, for the results of this selection."
    )


def missing(figures: Sequence[Figure]) -> str:
    """Return which units have a result but nothing to measure it against; nothing where all have."""
    names = [one.name for one in figures if one.reached is None]
    if not names:
        return ""
    return tn(
        "{n} unit has a result but no target, and so no percentage: {units}.",
        "{n} units have a result but no target, and so no percentage: {units}.",
        n=len(names),
        units=", ".join(names),
    )
