"""All figures outside the core indicators, by topic; the form of each follows from what it is, not from which it is."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from dashboard import activities, citations, filters, markup, notes, provenance, queries, signs, tables, wording
from dashboard.messages import t
from dashboard.parts import evidence, glossary, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.figure import Figure
    from dashboard.tables import Table


def draw() -> None:
    """Draw the page for the reader's selection."""
    st.title(t("Other activities"), anchor=False)
    glossary.paragraph(
        t(
            "All other figures that the articles print about the chosen units and their clusters, each as printed: "
            "they are not added together, and plans stand apart from results."
        )
    )
    selection, _ = filters.head()
    filters.write(selection.address())
    if not selection.unit_ids:
        return
    claims = queries.activities(selection.unit_ids, activities.AT_MOST)
    if not claims:
        st.info(
            t("None of the articles that were read prints another figure for this selection. This does not mean zero.")
        )
        return
    if claims[0]["n_all"] > len(claims):
        st.caption(t("Shown: the newest {n} of {all}.", n=len(claims), all=claims[0]["n_all"]))
    for topic, found in groupby(claims, key=lambda claim: str(claim.topic)):
        _topic(topic, list(found))


def _topic(topic: str, claims: Sequence[Figure]) -> None:
    """Draw the figures of a topic: results, then plans, the same as a table, and the way to their evidence."""
    found = activities.forms(claims)
    results = [form for form in found if form.kind != "plan"]
    plans = [form for form in found if form.kind == "plan"]
    # Where one article prints everything, it is named once.
    is_one_article = len({claim.article_id for claim in claims}) == 1
    name = wording.name(claims[0], "topic")
    st.html(
        markup.heading(name, activities.summary(found))
        + _cards(results, claims, has_foot=not is_one_article)
        + _cards(plans, claims, has_foot=not is_one_article, title=t("Plans, not results"))
        + (_foot(claims) if is_one_article else Markup())
        + markup.details(t("The same figures as a table"), table(claims).html(name))
    )
    in_order = [claim for form in found for claim in form.claims]
    evidence.pills(_labels(in_order), f"evidence_{topic}")


def _labels(claims: Sequence[Figure]) -> dict[str, str]:
    """Return what the way to the evidence of each claim is called."""
    short, sectors = activities.counted_with_partners(claims), queries.sectors()
    has_units = len({claim.unit_id for claim in claims}) > 1
    labels: dict[str, str] = {}
    for claim in claims:
        name = activities.title(claim)
        if activities.is_with_partner(claim):
            partner = wording.sentence(wording.name(sectors[claim.sector]))
            name = f"{partner}: {short[claim['indicator_id']]}"
        said = claim.measured if claim.measure == "%" else claim.of_whole
        labels[str(claim.claim_id)] = " · ".join([said, *([citations.whom(claim)] if has_units else []), name])
    return labels


def table(claims: Sequence[Figure]) -> Table:
    """Return the claims of a topic as a table, with the readers' notes."""
    return tables.of(
        claims, "whom", "indicator", "printed_value", "as_printed", "period", "status", "note", "place",
        indicator=activities.title, as_printed=_quoted, status=activities.worth, note=_note,
    )  # fmt: skip


def _quoted(claim: Figure) -> Markup:
    return markup.element("span", f"“{claim.as_printed}”", lang="vi")


def _note(claim: Figure) -> Markup:
    """Return what the readers noted of a figure; what they quote is Vietnamese in every language."""
    parts = re.split("(“[^”]*”)", notes.said(claim.note or ""))
    return markup.joined(
        markup.element("span", part, lang="vi") if part.startswith("“") else part for part in parts if part
    )


def _cards(found: Sequence[activities.Form], claims: Sequence[Figure], *, has_foot: bool, title: str = "") -> Markup:
    """Return cards side by side, the wide ones alone, under a title where there is one; nothing without any card."""
    if not found:
        return Markup()
    drawn = {"marks": _marks, "partners": _partners, "number": _figure, "plan": _plan}
    rows = (
        markup.element(
            "div",
            *(
                markup.element(
                    "div",
                    drawn[form.kind](form, claims),
                    _foot(form.claims) if has_foot else "",
                    class_="card",
                )
                for form in forms_of_row
            ),
            class_="cards" if is_wide else "cards beside",
        )
        for is_wide, forms_of_row in groupby(found, key=lambda form: form.kind in ("marks", "partners"))
    )
    theme = show.reader_theme()
    colors = f"--accent: {theme.accent}; --tint: {theme.tint}"
    return markup.element("div", markup.paragraphs([title], "cards-title"), *rows, style=colors)


def _foot(claims: Sequence[Figure]) -> Markup:
    """Return who prints the figures and how far they reach; plans reach nowhere yet, and were only checked."""
    if all(claim.is_plan for claim in claims):
        fresh = wording.sentence(t("checked {day}", day=provenance.checked(claims)))
    else:
        fresh = provenance.freshness(claims)
    return markup.paragraphs([*provenance.sources(claims), fresh], "chart-notes")


def _head(claim: Figure, title: str) -> Markup:
    """Return what a card is about: its title, the unit, the period, and what the figure is worth."""
    about = filter(None, [citations.whom(claim), wording.period(claim.time_period), activities.worth(claim)])
    return markup.element("h3", title) + markup.element("p", " · ".join(about), class_="about")


def _big(claim: Figure) -> Markup:
    measure = claim.measure
    small = measure if measure == "%" else markup.element("small", measure)
    return markup.element("p", claim.of_whole, small, class_="figure")


def _definition(claim: Figure) -> Markup:
    return markup.element("p", wording.name(claim, "definition"), class_="definition")


def _figure(form: activities.Form, claims: Sequence[Figure]) -> Markup:
    """Return a number; where the same is counted for each partner too, with what the readers noted of it."""
    (claim,) = form.claims
    is_general = claim.indicator_id in activities.counted_with_partners(claims)
    noted = _note(claim) if is_general else ""
    return (
        _head(claim, activities.title(claim))
        + _big(claim)
        + _definition(claim)
        + markup.paragraphs([noted], "definition")
    )


def _plan(form: activities.Form, _: Sequence[Figure]) -> Markup:
    """Return an outlined number, and whether a result has been published for it."""
    (claim,) = form.claims
    said = (
        t("None of the articles that were read prints a result.")
        if claim.is_open
        else t("A result has been printed too, and stands apart.")
    )
    outlined = markup.element("div", _big(claim), class_="outlined")
    return _head(claim, activities.title(claim)) + outlined + markup.paragraphs([said], "said") + _definition(claim)


def _marks(form: activities.Form, _: Sequence[Figure]) -> Markup:
    """Return a row of marks, one for each unit; the units of a part carry a second one."""
    whole, *parts = form.claims
    found = activities.marks(whole)
    items = (
        _mark(
            name,
            [
                activities.apart(wording.name(part), wording.name(whole))
                for part in parts
                if name in (part.listed or ())
            ],
            is_counted=is_counted,
        )
        for name, is_counted in found
    )
    row = markup.element(
        "ul",
        *items,
        class_="marks provisional" if whole.is_provisional else "marks",
        aria_label=f"{activities.title(whole)}: {whole.measured}",
    )
    legend = (markup.joined([_second(), activities.part(part, whole)]) for part in parts)
    unnamed = "" if all(name for name, _ in found) else t("Not every unit is named by the article.")
    return (
        _head(whole, activities.title(whole))
        + _big(whole)
        + row
        + markup.paragraphs([*legend, unnamed], "said")
        + _definition(whole)
    )


def _second() -> Markup:
    return markup.element("span", "▲ ", aria_hidden="true")


def _mark(name: str | None, also: Iterable[str], *, is_counted: bool) -> Markup:
    """Return the mark of a unit: full where it is counted, else an empty ring; in words for who does not see it."""
    dot = markup.element("span", class_="dot", aria_hidden="true")
    unseen = markup.element("span", " ", t("(counted)") if is_counted else t("(not counted)"), class_="unseen")
    labels = (markup.element("small", _second(), label) for label in also)
    return markup.element(
        "li", dot, markup.element("span", name or t("not named"), unseen, *labels), class_="" if is_counted else "open"
    )


def _partners(form: activities.Form, _: Sequence[Figure]) -> Markup:
    """Return programmes with partners as a table: a row for each partner, a column for each thing that is counted."""
    columns = activities.counted_with_partners(form.claims)
    sectors = queries.sectors()
    cells: dict[tuple[str, str], list[Figure]] = {}
    for claim in form.claims:
        cells.setdefault((claim.sector, claim.indicator_id), []).append(claim)
    partners = [sector for sector in sectors if any(claim.sector == sector for claim in form.claims)]
    rows = [
        [
            wording.sentence(wording.name(sectors[partner])),
            *(_cell(cells.get((partner, column), ())) for column in columns),
        ]
        for partner in partners
    ]
    gaps = t("Empty cell: the article does not print it.") if len(cells) < len(partners) * len(columns) else ""
    definitions = dict.fromkeys(f"{columns[c['indicator_id']]}: {wording.name(c, 'definition')}" for c in form.claims)
    title = t("Programmes with partners")
    return (
        _head(form.claims[0], title)
        + markup.table(title, [t("Partner"), *columns.values()], rows)
        + markup.paragraphs([gaps, *definitions], "definition")
    )


def _cell(claims: Sequence[Figure]) -> Markup:
    """Return a number with as many small squares, in fives to be counted; words alone where nothing is printed."""
    if not claims:
        return markup.element("span", t("not printed"), class_="unseen")
    return markup.joined(
        markup.joined(
            [
                markup.element("strong", claim.of_whole),
                signs.marked("", activities.worth(claim)),
                _squares(claim),
            ]
        )
        for claim in claims
    )


def _squares(claim: Figure) -> Markup:
    n = int(claim.value or 0)
    if n > activities.MOST_MARKS or claim.is_bound:
        return Markup()
    fives = " ".join("■" * min(5, n - place) for place in range(0, n, 5))
    return markup.element("span", fives, class_="squares", aria_hidden="true")
