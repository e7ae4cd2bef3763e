"""The page of one core indicator: what was found, and the same figures as chart, table, map, over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import escape

from dashboard import captions, columns, filters, links, markup, multiples, queries, signs, tables, views, wording
from dashboard.messages import t, tn
from dashboard.parts import downloads, foot, glossary, lines, panel, show, strip
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.markup import Text
    from dashboard.queries import Series
    from dashboard.rows import Row
    from dashboard.selection import Selection
    from dashboard.views import View


NUMBER = "{number}"  # where the number of a finding goes


def page(indicator: Row) -> st.Page:
    """Return the page of an indicator, whose address is its code."""
    code = indicator["indicator_id"]
    title, icon = wording.literal(wording.name(indicator)), f":material/{indicator['icon']}:"
    return st.Page(partial(draw, code), title=title, icon=icon, url_path=code)


def draw(indicator_id: str) -> None:
    """Draw the page of an indicator for the reader's selection."""
    indicator = queries.indicators()[indicator_id]
    selection, series = filters.head(indicator_id, has_order=True)
    st.title(wording.literal(wording.name(indicator)), anchor=False)
    if series is None or not selection.unit_ids:
        filters.write(selection.address(series))
        if series is None:
            st.info(t("None of the articles that were read has a figure for this indicator."))
        return
    units = views.by_unit(series, selection)
    panels = multiples.units(queries.over_time(series), [one.unit_id for one in units.figures])
    offered = _offered(units.figures) + (["time"] if panels else [])
    tab = panel.choose(offered)
    filters.write(selection.address(series) | panel.address(tab))
    drawn = [one for several in panels for one in several] if tab == "time" else observed(units.figures)
    cited = foot.numbered((*drawn, *units.figures, *units.beside))
    st.html(finding(units, indicator, series, selection))
    with panel.tabs(offered, tab):
        if tab == "chart":
            show.chart(units, cited=cited)
        elif tab == "table":
            st.html(_table(units, cited))
        elif tab == "map":
            _map(views.tile_map(series, selection), cited)
        elif tab == "time":
            _over_time(panels, indicator)
    key = _key(observed(units.figures)) if tab == "chart" else ""
    st.html(markup.paragraphs([key], "chart-notes") + below(units, series, selection, cited))
    notes = [wording.name(indicator, "definition"), *units.caption.notes]
    files = downloads.of_views(indicator_id, selection.address(series))
    foot.draw(cited, notes, f"{wording.name(indicator)}. {units.caption.title}. {units.caption.subtitle}", files)


def _map(view: View, cited: Mapping[str, str]) -> None:
    """Draw the map and how to read it; what is true of all figures is said above the frame."""
    show.chart(view, cited=cited)
    figures = observed(view.figures)
    starred = signs.starred(figures) if signs.of_all(figures) else ""
    st.html(markup.paragraphs([" ".join(note for note in view.caption.notes if note != starred)], "chart-notes"))


def _table(units: View, cited: Mapping[str, str]) -> Markup:
    """Return the units that an article speaks of as a table; what is true of all is said above the frame."""
    shown = [one for one in units.figures if one.state in ("observed", "omitted")]
    is_said = bool(signs.of_all(observed(shown)))
    read = tables.linked() | {
        "target": _target,
        "share": lambda one: links.to_claim(one.claim_of("share_printed"), str(one.share)),
        "status": lambda one: ("" if is_said else one.status) if one.is_observed else columns.states()[one.state],
        "place": lambda one: foot.mark(cited, one),
    }
    codes = ("name", "amount", "target", "share", "status", "place")
    table = tables.of(shown, *codes, optional=("target", "share", "status"), **read)
    drawn = table.html(f"{units.caption.title}. {units.caption.subtitle}")
    return markup.element("div", drawn, class_="two-lines by-unit")


def _key(figures: Sequence[Figure]) -> str:
    """Return what pale bars and outlines mean, where some bars have them."""
    is_mixed = signs.status(figures) and not signs.of_all(figures)
    said = [
        t("pale bar: provisional") if is_mixed else "",
        t("outline: full-year target") if any(one.target is not None for one in figures) else "",
    ]
    return wording.sentence(" · ".join(filter(None, said)))


def _target(one: Figure) -> Text:
    """Return a target as a link; on a phone, which has no head of the column, it is named."""
    if one.target is None:
        return ""
    link = links.to_claim(one.claim_of("target"), str(one.target_in_full))
    return markup.joined(
        [markup.element("span", wording.within(columns.heading("target")), " ", class_="unheaded"), link]
    )


def _offered(figures: Sequence[Figure]) -> list[str]:
    """Return the tabs that have something to say: of one fact alone, a bar; a map would be blank around it."""
    if not observed(figures):
        return []
    is_one_fact = len([one for one in figures if one.state in ("observed", "omitted")]) == 1
    return ["chart"] if is_one_fact else ["chart", "table", "map"]


def _over_time(panels: Sequence[Sequence[Figure]], indicator: Row) -> None:
    """Draw the figures of units that have several, and say what is joined, and where the series end."""
    figures = [one for several in panels for one in several]
    alt = " ".join(
        [
            t("{indicator} over time, {n} units on one scale.", indicator=wording.name(indicator), n=len(panels)),
            multiples.alternative(figures),
        ]
    )
    show.plot(lambda *how: multiples.draw(panels, *how), figures, alt, "over_time")
    said = t("Only figures of the same part of each year are joined; all panels have one scale.")
    st.html(markup.paragraphs([f"{said} {captions.district_end()}"], "chart-notes"))


def finding(units: View, indicator: Row, series: Series, selection: Selection) -> Markup:
    """Return what stands above the frame: the finding, what is counted, and the strip of who has a figure."""
    figures = observed(units.figures)
    said = [captions.period(indicator, series, queries.sectors()), signs.of_all(figures)]
    total = queries.total(series, selection.unit_ids)
    found = _linked(captions.highest(figures, indicator, NUMBER), figures)
    coverage = strip.draw(units.figures, total, selection) if len(units.figures) > 1 else ""  # 1/1 is no coverage
    return (
        markup.element("h2", found, _reached(figures), class_="finding")
        + markup.element("p", glossary.marked(" · ".join(filter(None, said)), "finding"), class_="chart-subtitle")
        + coverage
    )


def _reached(figures: Sequence[Figure]) -> Text:
    """Return behind the only figure how much of its yearly target it is, as a link; nothing where that is not known."""
    if len(figures) != 1 or not figures[0].share:
        return ""
    return ", " + lines.reached(figures[0])


def _linked(said: str, figures: Sequence[Figure]) -> Markup:
    """Return a finding with its number, the largest one, as a link to its card."""
    first = max(figures, key=lambda one: one.value or 0, default=None)
    return escape(said).replace(NUMBER, links.to_claim(first.claim_id, str(first.amount)) if first else "")


def below(units: View, series: Series, selection: Selection, cited: Mapping[str, str]) -> Markup:
    """Return what stands in the frame in every tab: the sum, who has no figure, and what is not compared."""
    figures = units.figures
    total = queries.total(series, selection.unit_ids)
    said = [_sum(total, selection), captions.omitted(figures)]
    unpublished = [one.name for one in figures if one.state == "unpublished"]
    folded = (
        markup.details(
            tn(
                "{n} unit has no such figure of this period in the articles that were read",
                "{n} units have no such figure of this period in the articles that were read",
                n=len(unpublished),
            ),
            markup.element("p", ", ".join(unpublished) + "."),
        )
        if unpublished and observed(figures)
        else ""
    )
    return markup.element("div", markup.paragraphs(said, "line"), folded, _beside(units.beside, cited), class_="below")


def _beside(others: Sequence[Figure], cited: Mapping[str, str]) -> Markup:
    """Return the figures that are not ranked with the shown ones, each a link, with its period and its article."""
    sectors = queries.sectors()
    said = [
        markup.joined(
            [
                f"{one.name} ",
                links.to_claim(one.claim_id, one.said),
                f" ({wording.dated(one, sectors)}) ",
                foot.mark(cited, one),
            ]
        )
        for one in others
    ]
    line = markup.joined([t("Not compared here:"), " ", markup.joined(said, "; ")])
    return markup.paragraphs([line if said else ""], "line")


def _sum(total: Row, selection: Selection) -> str:
    """Return the sum of several figures with what it is not; nothing for one, which is no sum."""
    if total["n_observed"] < 2:  # noqa: PLR2004
        return ""
    said = t("Sum: {total}", total=wording.total(total))
    if total["n_observed"] == total["n_units"]:
        return said
    whole = t("the whole city") if selection.is_whole_city else selection.counted()
    if selection.is_whole_city and (name := wording.covered_cluster(total)):
        whole = t("{cluster} or of {whole}", cluster=name, whole=whole)
    return t("{sum} · not the total of {whole}", sum=said, whole=whole)
