"""The overview: what a leader reads in a minute.

The core indicators in the form of an annex, one of them on the sketch of the city, and what is to be found next.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import escape

from dashboard import changed, filters, links, markup, queries, signs, views, wording
from dashboard.messages import t, tn
from dashboard.parts import downloads, foot, show, summary, wanted
from dashboard.rows import observed
from dashboard.selection import along, linked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from dashboard.markup import Text
    from dashboard.parts.summary import Line
    from dashboard.parts.wanted import Wanted
    from dashboard.rows import Row
    from dashboard.selection import Selection

AT_MOST = 3  # corrections that are named
MAP = "map"  # the parameter of the address, and the widget: the indicator whose map is shown


def draw() -> None:
    """Draw the overview for the reader's selection."""
    selection, _ = filters.head()
    title = t("Results of Hà Nội’s district trade unions, as newspapers report them")
    st.title(title, anchor=False)
    core = queries.core_indicators()
    shown = _choose(list(core))
    default = next(iter(core), None)
    address = selection.address() | ({} if shown == default else {MAP: [shown]})
    filters.write(address)
    if not selection.unit_ids:
        return
    lines = summary.lines(selection)
    sought = wanted.newest(wanted.first(selection.among(queries.gaps())))
    cited = foot.numbered(
        [*(one for line in lines for one in line.figures), *(one for each in sought for one in each.units)]
    )
    st.html(_lead() + summary.table(lines, selection, cited))
    left, right = st.container(key="beside").columns([3, 2], gap="large")
    line = next(line for line in lines if line.indicator["indicator_id"] == shown)
    with left:
        if not filters.is_narrow():
            _map(core, line, selection)
        else:  # the page is read in the time that a map takes to pass under a thumb
            folded = st.expander(
                _map_title(), expanded=MAP in address, key="map_open", on_change="rerun", type="compact"
            )
            if folded.open:
                with folded:
                    _map(core, line, selection)
    right.html(_first_to_find(sought, selection, cited) + _since())
    notes = [
        t("At least: the sum of the units with a figure, not of the whole scope."),
        t("Each line is the newest period for which an article prints a result of the indicator."),
        t("A result leads to its evidence, a sum to the page that lists its figures."),
    ]
    foot.draw(cited, notes, title, downloads.of_selection(address))


def _choose(core: Sequence[str]) -> str:
    """Return the indicator whose map the reader asks for, before the switch is drawn."""
    filters.chosen(MAP, asked=lambda given: given[-1] if given else core[0], default=core[0])
    shown = st.session_state.get(MAP)
    st.session_state[MAP] = shown if shown in core else core[0]  # said anew: a folded switch would forget it
    return str(st.session_state[MAP])


def _lead() -> Markup:
    """Return what the figures rest on, and what they are not."""
    n_articles, n_claims = len(queries.articles()), queries.build()["claims"]
    said = escape(t("From {articles} and {figures}, entered by one reader and checked by another")).format(
        articles=_to("sources", tn("{n} newspaper article", "{n} newspaper articles", n=n_articles)),
        figures=_to("explore", tn("{n} figure", "{n} figures", n=n_claims)),
    )
    parts = [
        said,
        t("the district federations ended on 30 June 2025"),
        t("no substitute for official reports"),
    ]
    return markup.element("p", markup.joined(parts, " · "), class_="chart-subtitle")


def _to(page: str, words: str) -> Markup:
    return markup.element("a", words, href=linked(page, along()), target="_self")


def _map_title() -> str:
    return t("Sketch map (relative position)")


def _map(core: Mapping[str, Row], line: Line, selection: Selection) -> None:
    """Draw the sketch of the city for one indicator, under the switch between them."""
    st.segmented_control(
        _map_title(),
        list(core),
        required=True,
        format_func=lambda code: wording.name(core[code], "short"),
        key=MAP,
        label_visibility="collapsed" if filters.is_narrow() else "visible",
        wrap=True,
    )
    if line.series is None:
        st.info(t("None of the articles that were read has a figure for this indicator."))
        return
    view = views.tile_map(line.series, selection)
    show.chart(view, "overview_map")
    figures = observed(view.figures)
    scale = markup.joined([t("less"), " ", markup.element("span", class_="scale"), " ", t("more")])
    said = [
        wording.series(line.series, queries.sectors()),
        scale if len(figures) > 1 else "",
        signs.of_all(figures) or (t("*: provisional") if signs.status(figures) else ""),
    ]
    st.html(markup.paragraphs([markup.joined(filter(None, said), " · ")], "chart-notes"))


def _first_to_find(sought: Sequence[Wanted], selection: Selection, cited: Mapping[str, str]) -> Markup:
    """Return which figures are to be found first: those of units that an article names, and where to look."""
    all_gaps = markup.element(
        "a", t("Everything that is missing"), " →", href=linked("gaps", selection.address()), target="_self"
    )
    return markup.heading(t("To be found first")) + markup.paragraphs([*_named_only(sought, cited), all_gaps], "line")


def _named_only(sought: Sequence[Wanted], cited: Mapping[str, str]) -> Iterator[Text]:
    """Yield how many figures are sought, a line for each indicator with its units, and where to look."""
    if not sought:
        yield t("The articles that were read name none of these units without its figure.")
        return
    n, period = sum(len(each.units) for each in sought), wording.period(sought[0].one.time_period)
    yield tn(
        "{n} figure, {period}, of a unit that an article names without it:",
        "{n} figures, {period}, of units that articles name without them:",
        n=n,
        period=period,
    )
    indicators = queries.indicators()
    for indicator_id, found in groupby(
        sorted(sought, key=lambda each: each.one.position or 0), key=lambda each: each.one.indicator_id
    ):
        named = wanted.named([one for each in found for one in each.units], cited)
        yield markup.joined([markup.element("strong", f"{wording.name(indicators[indicator_id], 'short')}: "), named])
    for where in dict.fromkeys(each.where for each in sought):
        yield f"{t('Where to look:')} {where}."


def _since() -> Markup:
    """Return what was added, corrected and withdrawn since the last build that had other claims."""
    heading = markup.heading(t("Since the last time"))
    kinds = queries.changes()
    if not kinds:
        return heading + markup.paragraphs(
            [t("There is no earlier version with other figures to compare with.")], "line"
        )
    said = [_changed(row) for row in kinds]
    day = wording.day(wording.in_hanoi(kinds[0]["since"]))
    summed = markup.joined([t("Compared with the data of {day}:", day=day), " ", markup.joined(said, "; "), "."])
    before = t("before: {words}")
    corrected = [
        markup.joined(
            [
                f"{row['name']}: ",
                markup.element("span", links.to_claim(row["claim_id"], row["as_printed"]), lang="vi"),
                *([" (", escape(before).format(words=_quoted(row["was"])), ")"] if row["was"] else []),
            ]
        )
        for row in queries.corrected(AT_MOST)
    ]
    return heading + markup.paragraphs([summed, *corrected], "line")


def _changed(row: Row) -> Markup:
    """Return how many claims were changed in one way, which leads to what was changed."""
    n = row["n"]
    articles = tn("{n} newspaper article", "{n} newspaper articles", n=row["n_articles"])
    said = {
        "added": tn("{n} figure added from {articles}", "{n} figures added from {articles}", n=n, articles=articles),
        "corrected": tn("{n} figure corrected", "{n} figures corrected", n=n),
        "withdrawn": tn("{n} figure withdrawn", "{n} figures withdrawn", n=n),
    }
    there = f"{linked('changes', along())}#{changed.place(row)}"
    return markup.element("a", said[row["kind"]], href=there, target="_self")


def _quoted(words: str) -> Markup:
    return markup.element("span", f"“{words}”", lang="vi")
