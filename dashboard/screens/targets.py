"""Results against the full-year targets: those of a period in one chart, then what no article prints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup, escape

from dashboard import (
    captions,
    citations,
    filters,
    links,
    markup,
    progress,
    queries,
    shares,
    signs,
    tables,
    views,
    wording,
)
from dashboard.columns import heading
from dashboard.marks import Bars
from dashboard.messages import t, tn
from dashboard.parts import downloads, foot, lines, panel, show
from dashboard.parts.lines import Line
from dashboard.queries import Series
from dashboard.selection import DEFAULT_ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.figure import Figure
    from dashboard.marks import Bar
    from dashboard.rows import Row
    from dashboard.selection import Selection
    from dashboard.views import View

PERIOD = "target_period"  # the parameter of the address, and the widget, that choose among several periods
MOST_PERIODS = 8  # that are named one by one
MOST_ALONE = 50
MOST_BELOW = 8  # results without a target that are not folded
FEW = 3  # results that a headline can name


def draw() -> None:
    """Draw the page for the reader's selection."""
    filters.chosen(PERIOD, asked=_known, default=None)
    row = filters.row()
    selection, _ = filters.head(inside=row)
    found = queries.targeted(selection.unit_ids) if selection.unit_ids else []
    periods = list(dict.fromkeys(series["time_period"] for series in found if series["n_targets"]))
    with row:
        period = _choose(periods)
    st.title(t("Results and targets"), anchor=False)
    offered = ["chart", "table"] if period else []
    tab = panel.choose(offered)
    own = {PERIOD: [period]} if period and len(periods) > 1 else {}
    filters.write(selection.address() | own | panel.address(tab))
    if not selection.unit_ids:
        return
    shown = _views(period, found, selection) if period else []
    alone = queries.lone_targets(selection.unit_ids)
    cited = foot.numbered((*_behind(shown), *alone[:MOST_ALONE]))
    if period is None:
        st.info(shares.none())
    else:
        _frame(shown, period, selection, tab, cited)
    st.html(_below(shown, cited) + _alone(alone, cited) + _without_target(found))
    foot.draw(cited, _notes(shown), _title(shown, period, selection), _files(shown, selection))


def _known(given: list[str]) -> str | None:
    """Return the period that the address asks for, where some unit has a target in it; name it where none has."""
    if not given:
        return None
    everyone = tuple(unit["unit_id"] for unit in queries.federations())
    if any(row["time_period"] == given[-1] and row["n_targets"] for row in queries.targeted(everyone)):
        return given[-1]
    st.session_state[filters.UNKNOWN] = [*st.session_state.get(filters.UNKNOWN, ()), given[-1][:80]]
    return None


def _choose(periods: list[str]) -> str | None:
    """Draw the choice among periods, newest first, where there are several; return the chosen one, None without any."""
    if len(periods) <= 1:
        return periods[0] if periods else None
    if st.session_state.get(PERIOD) not in periods:
        st.session_state[PERIOD] = periods[0]
    chosen: str = st.selectbox(
        t("Period"), periods, format_func=lambda code: wording.sentence(wording.period(code)), key=PERIOD
    )
    return chosen


def _views(period: str, found: Sequence[Row], selection: Selection) -> list[View]:
    """Return the views of the series of a period in which some unit has a target; by value, the largest share first."""
    series = [
        Series(row["indicator_id"], period, row["sector"])
        for row in found
        if row["time_period"] == period and row["n_targets"]
    ]
    found_views = [view for one in series if (view := views.targets(one, selection))]
    return [_by_share(view) for view in found_views] if selection.order == DEFAULT_ORDER else found_views


def _by_share(view: View) -> View:
    return replace(view, figures=sorted(view.figures, key=lambda one: -(one.reached or 0)))


def _bars(view: View) -> list[Bar]:
    """Return the bars of a view in the order of its figures."""
    by_claim = {bar.claim_id: bar for bar in view.marks.bars} if isinstance(view.marks, Bars) else {}
    return [by_claim[one.claim_id] for one in view.figures if one.claim_id in by_claim]


def _measured(shown: Sequence[View]) -> list[Figure]:
    """Return the figures that have a target, or a share of one."""
    return [one for view in shown for one in view.figures if one.reached is not None]


def _behind(shown: Sequence[View]) -> list[Figure]:
    """Return all figures of views: those with a target first, in the order in which they stand on the page."""
    return [*_measured(shown), *(one for view in shown for one in view.figures if one.reached is None)]


def _of(view: View) -> str:
    """Return what the results of a view are of."""
    indicator = queries.indicators()[view.series.indicator_id]
    return wording.restricted(wording.name(indicator), view.series.sector, queries.sectors())


def _frame(shown: Sequence[View], period: str, selection: Selection, tab: str, cited: Mapping[str, str]) -> None:
    """Draw the finding, and the results of all series as a chart or as a table."""
    figures = _measured(shown)
    first = queries.indicators()[shown[0].series.indicator_id]
    n = len({one.unit_id for one in figures})
    said = [
        captions.period(first, Series(first["indicator_id"], period, "_T"), queries.sectors()),
        tn(
            "{n}/{all} unit has a target in the articles",
            "{n}/{all} units have a target in the articles",
            n=n,
            all=len(selection.unit_ids),
        ),
        t("targets worked out from the printed share") if all(one.is_computed for one in figures) else "",
        t("shares computed here from result and target") if progress.is_share_said(figures) else "",
        signs.of_all(figures),
    ]
    st.html(
        markup.element("h2", _headline(shown, period), class_="finding")
        + markup.element("p", " · ".join(filter(None, said)), class_="chart-subtitle")
    )
    with panel.tabs(["chart", "table"], tab):
        if tab == "table":
            st.html(_table(shown, cited))
        else:
            groups = [progress.Group(_of(view), _bars(view)) for view in shown]
            alt = " ".join(view.caption.alt() for view in shown)
            show.plot(lambda *how: progress.draw(groups, period, *how), figures, alt, "targets", cited)


def _headline(shown: Sequence[View], period: str) -> Markup:
    """Return how much was reached; of few results also what of: 1/2 unions, 60/120 members. Each number is a link."""
    figures = _measured(shown)
    said = escape(shares.headline(figures, period, lambda one: f"{{{one.claim_id}}}"))
    for one in figures:
        share = links.to_claim(one.claim_of("share_printed"), str(shares.share(one)))
        said = said.replace(f"{{{one.claim_id}}}", share)
    if len(figures) > FEW:
        return said
    sectors = queries.sectors()
    of_what = []
    for view in shown:
        indicator, sector = queries.indicators()[view.series.indicator_id], view.series.sector
        restriction = "" if sector == "_T" else wording.name(sectors[sector])
        for one in _measured([view]):
            number = links.to_claim(one.claim_id, str(one.amount))
            target = links.to_claim(one.claim_of("target"), str(one.target_amount))
            measure = wording.measure(indicator, one.value if one.target is None else one.target)
            parts = [number, "/" if target else "", target, " ", signs.marked(measure, restriction)]
            of_what.append(markup.joined(parts))
    return markup.joined([said, ": ", markup.joined(of_what, "; ")])


def _table(shown: Sequence[View], cited: Mapping[str, str]) -> Markup:
    """Return the results of all series beside their targets, each number a link; columns without any are left out."""
    of = {one.claim_id: _of(view) for view in shown for one in view.figures}
    found = tables.of(
        [one for view in shown for one in view.figures],
        "restricted", "name", "amount", "full_target", "share_printed", "share_recomputed", "set_by", "target_note",
        "place", optional=("full_target", "share_printed", "share_recomputed", "set_by", "target_note"),
        **tables.linked() | {"restricted": lambda one: of[one.claim_id], "full_target": lines.target,
                             "place": lambda one: foot.mark(cited, one)},
    )  # fmt: skip
    return markup.table(t("Results and targets"), found.headings, found.rows, found.numbers, is_stacked=True)


def _below(shown: Sequence[View], cited: Mapping[str, str]) -> Markup:
    """Return the results without a target, each a link: no percentage is made of them."""
    said, n = [], 0
    for view in shown:
        found = [foot.named(cited, one, one.said) for one in view.figures if one.reached is None]
        n += len(found)
        if found:
            said.append(markup.joined([f"{_of(view)}: ", markup.joined(found, ", ")]))
    if not said:
        return Markup()
    heading = t("With a result, but without a target in the articles:")
    if n > MOST_BELOW:
        listed = markup.paragraphs([markup.joined([one, "."]) for one in said], "line")
        return markup.element(
            "div", markup.details(f"{heading} {tn('{n} figure', '{n} figures', n=n)}", listed), class_="below"
        )
    line = markup.joined([heading, " ", markup.joined(said, "; ")])
    return markup.element("div", markup.paragraphs([line], "line"), class_="below")


def _alone(claims: Sequence[Figure], cited: Mapping[str, str]) -> Markup:
    """Return the printed targets and shares that stand in no chart; nothing without any."""
    if not claims:
        return Markup()
    shown, sectors = claims[:MOST_ALONE], queries.sectors()
    said = [t("No result is printed beside them, or another target of the unit is shown above.")]
    if len(claims) > len(shown):
        said.append(t("Shown: the newest {n} of {all}.", n=len(shown), all=len(claims)))
    found = [
        Line(
            wording.restricted(wording.name(claim), claim.sector, sectors),
            markup.joined([f"{heading('target')}: " if claim.is_plan else "", lines.number(claim)]),
            markup.joined(
                [
                    " · ".join(filter(None, [citations.whom(claim), wording.period(claim.time_period), claim.kind])),
                    " ",
                    foot.mark(cited, claim),
                ]
            ),
        )
        for claim in shown
    ]
    return markup.heading(t("Other targets and shares in the articles"), " ".join(said)) + lines.draw(found)


def _without_target(found: Sequence[Row]) -> Markup:
    """Return for which core indicators and periods no article prints a target or a share of one; many are folded."""
    said, n = [], 0
    sectors = queries.sectors()
    for indicator_id, indicator in queries.core_indicators().items():
        results = [row for row in found if row["indicator_id"] == indicator_id]
        without = [wording.dated(row, sectors, ", ") for row in results if not row["n_targets"]]
        n += len(without)
        if without or not results:
            listed = "; ".join(without) or t("the articles that were read have no result either")
            said.append(f"{wording.name(indicator)} ({listed})")
    if not said:
        return Markup()
    heading = t("No target in the articles that were read")
    if n > MOST_PERIODS:
        listed = markup.paragraphs([f"{one}." for one in said], "line")
        summary = tn("{n} period", "{n} periods", n=n)
        return markup.element("div", markup.details(f"{heading}: {summary}", listed), class_="below")
    return markup.element("div", markup.paragraphs([f"{heading}: {'; '.join(said)}."], "line"), class_="below")


def _notes(shown: Sequence[View]) -> list[str]:
    """Return how to read the page: what holds of all, then what is said of each series."""
    whole = t(
        "Each result stands against the target of its full year. A share is given as the article prints it and, "
        "where the target is printed too, as recomputed. More than 100% is normal."
    )
    known: dict[str, list[str]] = {}  # what is said of several series is said once
    for view in shown:
        for note in view.caption.notes:
            known.setdefault(note, []).append(_of(view))
    alike = [note for note, of in known.items() if len(of) == len(shown)]
    own = [f"{of[0]}: {note}" for note, of in known.items() if len(of) < len(shown)]
    return [" ".join([whole, *alike]), *own]


def _title(shown: Sequence[View], period: str | None, selection: Selection) -> str:
    """Return what is cited of the page."""
    said = _headline(shown, period).striptags() if period else wording.without_stop(shares.none())
    return f"{t('Results and targets')}. {said}. {selection.scope()}"


def _files(shown: Sequence[View], selection: Selection) -> Markup:
    """Return the files of each series, and those of the whole selection."""
    places = {_of(view): (f"{view.series.indicator_id}/{view.name}", selection.address(view.series)) for view in shown}
    return downloads.of_several(places, selection.address())
