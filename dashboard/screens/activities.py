"""All figures outside the core indicators, by topic; the form of each follows from what it is, not from which it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import dropwhile, groupby, takewhile
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from dashboard import captions, filters, markup, notes, queries, wording
from dashboard.messages import t, tn
from dashboard.parts import evidence, glossary, show
from dashboard.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.rows import Row

AT_MOST = 200  # figures on the page
MOST_MARKS = 30  # that are counted at a glance: as many as there are federations
MOST_SAID = 6  # figures that a sentence can hold


@dataclass(frozen=True)
class Form:
    """A card and the figures in it. `kind`: marks (the whole first, then its parts), partners, number or plan."""

    kind: str
    claims: tuple[Row, ...]


def draw() -> None:
    """Draw the page for the reader's selection."""
    st.title(t("Other activities"), anchor=False)
    glossary.paragraph(
        t(
            "All other figures that the articles print about the chosen units and their clusters, each as printed: "
            "they are not added together, and plans stand apart from results."
        )
    )
    selection = filters.sidebar()
    filters.write(selection.address())
    if not selection.unit_ids:
        return
    claims = queries.activities(selection.unit_ids, AT_MOST)
    if not claims:
        st.info(t("No article prints another figure for this selection. This does not mean zero."))
        return
    if claims[0]["n_all"] > len(claims):
        st.caption(t("Shown: the newest {n} of {all}.", n=len(claims), all=claims[0]["n_all"]))
    for topic, found in groupby(claims, key=lambda claim: str(claim["topic"])):
        _topic(topic, list(found))


def _topic(topic: str, claims: Sequence[Row]) -> None:
    """Draw the figures of a topic: results, then plans, the same as a table, and the way to their evidence."""
    found = forms(claims)
    results = [form for form in found if form.kind != "plan"]
    plans = [form for form in found if form.kind == "plan"]
    # Where one article prints everything, it is named once.
    is_one_article = len({claim["article_id"] for claim in claims}) == 1
    name = wording.name(claims[0], "topic")
    st.html(
        markup.heading(name, summary(found))
        + _cards(results, claims, has_foot=not is_one_article)
        + _cards(plans, claims, has_foot=not is_one_article, title=t("Plans, not results"))
        + (_foot(claims) if is_one_article else Markup())
        + markup.details(t("The same figures as a table"), table(claims).html(name))
    )
    in_order = [claim for form in found for claim in form.claims]
    evidence.pills(_labels(in_order), f"evidence_{topic}")


def forms(claims: Sequence[Row]) -> list[Form]:
    """Return the cards of the claims of a topic, those of programmes first; every claim is in one of them."""
    kinds = {claim["claim_id"]: _kind(claim) for claim in claims}
    countable = [claim for claim in claims if kinds[claim["claim_id"]] == "marks"]
    wholes = {part["claim_id"]: whole for part in countable if (whole := _whole(part, countable))}
    programmes: dict[tuple[str, str], list[Row]] = {}
    found = []
    for claim in claims:
        kind = kinds[claim["claim_id"]]
        if kind == "partners":
            programmes.setdefault(_occasion(claim), []).append(claim)
        elif claim["claim_id"] not in wholes:
            parts = (part for part in countable if wholes.get(part["claim_id"]) is claim)
            found.append(Form(kind, (claim, *parts)))
    sectors = list(queries.sectors())
    by_partner = (sorted(inside, key=lambda claim: sectors.index(claim["sector"])) for inside in programmes.values())
    return [*(Form("partners", tuple(inside)) for inside in by_partner), *found]


def _kind(claim: Row) -> str:
    """Return how a claim is shown, by what it is."""
    if claim["scenario"] == "target":
        return "plan"
    if is_with_partner(claim):
        return "partners"
    whole = claim["out_of"] or (claim["value"] if claim["listed"] else None)
    is_few = whole is not None and whole <= MOST_MARKS and claim["qualifier"] == "exact"
    return "marks" if claim["unit_measure"] == "FEDERATION" and is_few else "number"


def is_with_partner(claim: Row) -> bool:
    """Whether a figure is about what a unit does with one partner: sectors say so in their code."""
    return str(claim["sector"]).startswith("with_")


def _occasion(claim: Row) -> tuple[str, str]:
    return claim["unit_id"], claim["time_period"]


def _whole(part: Row, countable: Sequence[Row]) -> Row | None:
    """Return the claim on whose named marks those of `part` can stand; None where there is none."""
    for whole in countable:
        if whole["indicator_id"] == part["part_of"] and _occasion(whole) == _occasion(part):
            named = {name for name, is_counted in marks(whole) if is_counted and name}
            counted = {name for name, is_counted in marks(part) if is_counted}
            return whole if counted <= named else None
    return None


def marks(claim: Row) -> list[tuple[str | None, bool]]:
    """Return the name of each unit that a count is printed against, where it is known, and whether it is counted.

    Nobody is named whom the article does not name: of 4/6 with a list of all six, it is not known which four.
    """
    n, whole = int(claim["value"]), int(claim["out_of"] or claim["value"])
    listed = claim["listed"] or []
    counted = listed if len(listed) == n else [None] * n
    return [*((name, True) for name in counted), *[(None, False)] * (whole - n)]


def figure(claim: Row) -> str:
    """Return a figure with the words that hedge it, the whole it is printed against, and its measure."""
    return _number(claim) + _measure(claim)


def _number(claim: Row) -> str:
    whole = "" if claim["out_of"] is None else f"/{wording.number(claim['out_of'])}"
    return wording.figure(claim["value"], claim["qualifier"]) + whole


def _measure(claim: Row) -> str:
    is_one = claim["qualifier"] == "exact" and claim["out_of"] is None
    measure = wording.measure(claim, claim["value"] if is_one else None)
    return measure if measure == "%" else f" {measure}"


def _title(claim: Row) -> str:
    return wording.restricted(wording.name(claim), claim["sector"], queries.sectors())


def _worth(claim: Row) -> str:
    """Return what a figure is worth where it is no plain result."""
    if claim["scenario"] == "target":
        return t("plan")
    return t("provisional") if claim["obs_status"] == "P" else ""


def summary(found: Sequence[Form]) -> str:
    """Return the figures of a topic in words, one sentence for each unit."""

    def unit_id(form: Form) -> str:
        return str(form.claims[0]["unit_id"])

    said = []
    for _, group in groupby(sorted(found, key=unit_id), key=unit_id):
        of_unit = list(group)
        whom = evidence.whom(of_unit[0].claims[0])
        n = sum(len(form.claims) for form in of_unit)
        if len(of_unit) > MOST_SAID:
            said.append(tn("{whom} – {n} figure.", "{whom} – {n} figures.", n=n, whom=whom))
        else:
            said.append(f"{whom} – {'; '.join(map(_said, of_unit))}.")
    return " ".join(said)


def _said(form: Form) -> str:
    """Return a card as a part of a sentence."""
    first, *parts = form.claims
    if form.kind == "partners":
        n = len({claim["sector"] for claim in form.claims})
        return tn("{n} programme with a partner", "{n} programmes with partners", n=n)
    worth = _worth(first)
    inside = [*([worth] if worth else []), *(_part(part, first) for part in parts)]
    return f"{_title(first)}: {figure(first)}" + (f" ({', '.join(inside)})" if inside else "")


def _part(part: Row, whole: Row) -> str:
    """Return the figure of a part with what sets it apart from the whole: "4 ahead of plan"."""
    return f"{_number(part)} {apart(wording.name(part), wording.name(whole))}"


def apart(name: str, other: str) -> str:
    """Return a name without the words that it begins with and that are in the other too.

    >>> apart("Federations that completed congresses ahead of plan", "Federations that completed all congresses")
    'ahead of plan'
    """
    known = set(other.split())
    return " ".join(dropwhile(known.__contains__, name.split())) or name


def without_common_end(names: Sequence[str]) -> list[str]:
    """Return names without the words that all of them end with; a name of nothing else is left as it is.

    >>> without_common_end(["Objectives of a programme", "Main contents of a programme"])
    ['Objectives', 'Main contents']
    """
    if len(set(names)) < 2:  # noqa: PLR2004
        return list(names)
    backwards = [name.split()[::-1] for name in names]
    n = len(list(takewhile(lambda words: len(set(words)) == 1, zip(*backwards, strict=False))))
    return [" ".join(words[n:][::-1]) or name for words, name in zip(backwards, names, strict=True)]


def _counted_with_partners(claims: Iterable[Row]) -> dict[str, str]:
    """Return the short name of each indicator that is counted for partners, in their order."""
    counted = sorted((claim for claim in claims if is_with_partner(claim)), key=lambda claim: int(claim["position"]))
    found = {claim["indicator_id"]: wording.name(claim) for claim in counted}
    return dict(zip(found, without_common_end(list(found.values())), strict=True))


def _labels(claims: Sequence[Row]) -> dict[str, str]:
    """Return what the way to the evidence of each claim is called."""
    short, sectors = _counted_with_partners(claims), queries.sectors()
    has_units = len({claim["unit_id"] for claim in claims}) > 1
    labels = {}
    for claim in claims:
        name = _title(claim)
        if is_with_partner(claim):
            partner = wording.sentence(wording.name(sectors[claim["sector"]]))
            name = f"{partner}: {short[claim['indicator_id']]}"
        said = f"{_number(claim)}%" if _measure(claim) == "%" else _number(claim)
        labels[claim["claim_id"]] = " · ".join([said, *([evidence.whom(claim)] if has_units else []), name])
    return labels


def table(claims: Sequence[Row]) -> Table:
    """Return the claims of a topic as a table, with the readers' notes."""
    return Table(
        [
            t("Unit"), t("Indicator"), t("Value"), t("As printed"), t("Period"), t("Status"), t("Readers’ note"),
            t("Source"),
        ],
        [
            [
                evidence.whom(claim),
                _title(claim),
                figure(claim),
                markup.element("span", f"“{claim['as_printed']}”", lang="vi"),
                wording.sentence(wording.period(claim["time_period"])),
                _worth(claim),
                _note(claim),
                wording.place(claim),
            ]
            for claim in claims
        ],
    )  # fmt: skip


def _note(claim: Row) -> Markup:
    """Return what the readers noted of a figure; what they quote is Vietnamese in every language."""
    parts = re.split("(“[^”]*”)", notes.said(claim["note"] or ""))
    return markup.joined(
        markup.element("span", part, lang="vi") if part.startswith("“") else part for part in parts if part
    )


def _cards(found: Sequence[Form], claims: Sequence[Row], *, has_foot: bool, title: str = "") -> Markup:
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


def _foot(claims: Sequence[Row]) -> Markup:
    """Return who prints the figures and how far they reach; plans reach nowhere yet, and were only checked."""
    if all(claim["scenario"] == "target" for claim in claims):
        last = max(claim["checked_on"] for claim in claims)
        fresh = wording.sentence(t("checked {day}", day=wording.day(last)))
    else:
        fresh = captions.freshness([claim for claim in claims if claim["scenario"] != "target"])
    return markup.paragraphs([*captions.sources(claims), fresh], "chart-notes")


def _head(claim: Row, title: str) -> Markup:
    """Return what a card is about: its title, the unit, the period, and what the figure is worth."""
    about = filter(None, [evidence.whom(claim), wording.period(claim["time_period"]), _worth(claim)])
    return markup.element("h3", title) + markup.element("p", " · ".join(about), class_="about")


def _big(claim: Row) -> Markup:
    measure = _measure(claim)
    small = measure if measure == "%" else markup.element("small", measure)
    return markup.element("p", _number(claim), small, class_="figure")


def _definition(claim: Row) -> Markup:
    return markup.element("p", wording.name(claim, "definition"), class_="definition")


def _figure(form: Form, claims: Sequence[Row]) -> Markup:
    """Return a number; where the same is counted for each partner too, with what the readers noted of it."""
    (claim,) = form.claims
    is_general = claim["indicator_id"] in _counted_with_partners(claims)
    noted = _note(claim) if is_general else ""
    return _head(claim, _title(claim)) + _big(claim) + _definition(claim) + markup.paragraphs([noted], "definition")


def _plan(form: Form, _: Sequence[Row]) -> Markup:
    """Return an outlined number, and whether a result has been published for it."""
    (claim,) = form.claims
    said = (
        t("No article has printed a result yet.")
        if claim["result_claim_id"] is None
        else t("A result has been printed too, and stands apart.")
    )
    outlined = markup.element("div", _big(claim), class_="outlined")
    return _head(claim, _title(claim)) + outlined + markup.paragraphs([said], "said") + _definition(claim)


def _marks(form: Form, _: Sequence[Row]) -> Markup:
    """Return a row of marks, one for each unit; the units of a part carry a second one."""
    whole, *parts = form.claims
    found = marks(whole)
    items = (
        _mark(
            name,
            [apart(wording.name(part), wording.name(whole)) for part in parts if name in part["listed"]],
            is_counted=is_counted,
        )
        for name, is_counted in found
    )
    row = markup.element(
        "ul",
        *items,
        class_="marks provisional" if whole["obs_status"] == "P" else "marks",
        aria_label=f"{_title(whole)}: {figure(whole)}",
    )
    legend = (markup.joined([_second(), _part(part, whole)]) for part in parts)
    unnamed = "" if all(name for name, _ in found) else t("Not every unit is named by the article.")
    return (
        _head(whole, _title(whole))
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


def _partners(form: Form, _: Sequence[Row]) -> Markup:
    """Return programmes with partners as a table: a row for each partner, a column for each thing that is counted."""
    columns = _counted_with_partners(form.claims)
    sectors = queries.sectors()
    cells: dict[tuple[str, str], list[Row]] = {}
    for claim in form.claims:
        cells.setdefault((claim["sector"], claim["indicator_id"]), []).append(claim)
    partners = [sector for sector in sectors if any(claim["sector"] == sector for claim in form.claims)]
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


def _cell(claims: Sequence[Row]) -> Markup:
    """Return a number with as many small squares, in fives to be counted; words alone where nothing is printed."""
    if not claims:
        return markup.element("span", t("not printed"), class_="unseen")
    return markup.joined(
        markup.joined(
            [
                markup.element("strong", _number(claim)),
                f" ({_worth(claim)})" if _worth(claim) else "",
                _squares(claim),
            ]
        )
        for claim in claims
    )


def _squares(claim: Row) -> Markup:
    n = int(claim["value"])
    if n > MOST_MARKS or claim["qualifier"] != "exact":
        return Markup()
    fives = " ".join("■" * min(5, n - place) for place in range(0, n, 5))
    return markup.element("span", fives, class_="squares", aria_hidden="true")
