"""All figures outside the core indicators as one list by topic; plans stand at its end, apart from results."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from dashboard import activities, citations, filters, links, markup, notes, queries, signs, wording
from dashboard.messages import t
from dashboard.parts import downloads, foot, lines
from dashboard.parts.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.activities import Form
    from dashboard.figure import Figure
    from dashboard.markup import Text


def draw() -> None:
    """Draw the page for the reader's selection."""
    selection, _ = filters.head()
    st.title(t("Other activities"), anchor=False)
    filters.write(selection.address())
    if not selection.unit_ids:
        return
    claims = queries.activities(selection.unit_ids, activities.AT_MOST)
    if not claims:
        st.info(
            t("None of the articles that were read prints another figure for this selection. This does not mean zero.")
        )
        return
    forms = {
        wording.name(found[0], "topic"): activities.forms(found)
        for found in (list(group) for _, group in groupby(claims, key=lambda claim: claim.topic))
    }
    plans = [form for found in forms.values() for form in found if form.kind == "plan"]
    results = {topic: [form for form in found if form.kind != "plan"] for topic, found in forms.items()}
    shown = [form for found in results.values() for form in found] + plans
    cited = foot.numbered(claim for form in shown for claim in form.claims)
    said = [t("Figures outside the core indicators, each as printed; they are not added together.")]
    if claims[0]["n_all"] > len(claims):
        said.append(t("Shown: the newest {n} of {all}.", n=len(claims), all=claims[0]["n_all"]))
    st.html(
        markup.element("p", " ".join(said), class_="chart-subtitle")
        + markup.joined(_section(topic, found, cited) for topic, found in results.items() if found)
        + (_section(t("Plans, not results"), plans, cited, _results_of(plans)) if plans else "")
    )
    title = f"{t('Other activities')}. {selection.scope()}"
    foot.draw(cited, _notes(shown), title, downloads.of_selection(selection.address()))


def _section(name: str, forms: Sequence[Form], cited: Mapping[str, int], said: str = "") -> Markup:
    """Return the figures of a topic; where all are about one unit and period, that is said once, below its name."""
    claims = [claim for form in forms for claim in form.claims]
    is_one = len({(claim.unit_id, claim.time_period, claim.article_id) for claim in claims}) == 1
    once = _cited(claims[0], cited) if is_one else Markup()
    found = [line for form in forms for line in _lines(form, {} if once else cited)]
    head = markup.element("h2", name) + markup.paragraphs([once, said], "about")
    return markup.element("section", markup.element("div", head), lines.draw(found), class_="topic")


def _cited(claim: Figure, cited: Mapping[str, int]) -> Markup:
    """Return whom a figure is about, its period, and its article."""
    return markup.joined(
        [citations.whom(claim), " · ", wording.period(claim.time_period), " ", foot.mark(cited, claim)]
    )


def _lines(form: Form, cited: Mapping[str, int]) -> Iterable[Line]:
    """Return the lines of a form; without `cited`, nothing is said of units, periods and articles."""
    first = form.claims[0]
    about = _cited(first, cited) if cited else ""
    if form.kind == "partners":
        return _programmes(form, about)
    number = lines.number(first)
    if form.kind == "plan":
        number = markup.joined([f"{t('Plan')}: ", number])
    return [Line(activities.title(first), number, about, _marks(form) if form.kind == "marks" else "")]


def _results_of(plans: Sequence[Form]) -> str:
    """Return that no article says what came of plans; where one does, its figure stands among the results."""
    is_open = all(claim.is_open for form in plans for claim in form.claims)
    return t("None of the articles that were read prints a result.") if is_open else ""


def _programmes(form: Form, about: Text) -> Iterable[Line]:
    """Return a line for each partner of programmes: what is counted of each, and what is not printed of it."""
    columns = activities.counted_with_partners(form.claims)
    sectors = queries.sectors()
    for partner in dict.fromkeys(claim.sector for claim in form.claims):
        said: list[Text] = []
        for column, name in columns.items():
            found = [claim for claim in form.claims if (claim.sector, claim.indicator_id) == (partner, column)]
            counted = wording.within(name)
            said += [
                markup.joined([links.to_claim(claim.claim_id, claim.of_whole), f" {counted}"]) for claim in found
            ] or [t("{what} not printed", what=counted)]
        yield Line(wording.sentence(wording.name(sectors[partner])), markup.joined(said, " · "), about)


def _marks(form: Form) -> Markup:
    """Return a row of marks, one for each unit; the units of a part carry a second one."""
    whole, *parts = form.claims
    found = activities.marks(whole)
    apart = {part.claim_id: activities.apart(wording.name(part), wording.name(whole)) for part in parts}
    items = (
        _mark(name, [apart[part.claim_id] for part in parts if name in (part.listed or ())], is_counted=is_counted)
        for name, is_counted in found
    )
    row = markup.element(
        "ul",
        *items,
        class_="marks provisional" if whole.is_provisional else "marks",
        aria_label=f"{activities.title(whole)}: {whole.measured}",
    )
    legend = (
        markup.joined(
            [
                _second(),
                links.to_claim(part.claim_id, part.of_whole),
                " ",
                signs.marked(apart[part.claim_id], "" if part.status == whole.status else part.status),
            ]
        )
        for part in parts
    )
    unnamed = "" if all(name for name, _ in found) else t("Not every unit is named by the article.")
    return row + markup.paragraphs([*legend, unnamed], "said")


def _second() -> Markup:
    return markup.element("span", "▲ ", aria_hidden="true")


def _mark(name: str | None, also: Sequence[str], *, is_counted: bool) -> Markup:
    """Return the mark of a unit: full where it is counted, else an empty ring; in words for who does not see it."""
    dot = markup.element("span", class_="dot", aria_hidden="true")
    unseen = markup.element(
        "span", " ", t("(counted)") if is_counted else t("(not counted)"), *(f", {said}" for said in also),
        class_="unseen",
    )  # fmt: skip
    second = markup.joined(_second() for _ in also)
    return markup.element("li", dot, second, name or t("not named"), unseen, class_="" if is_counted else "open")


def _notes(forms: Sequence[Form]) -> list[Text]:
    """Return what each figure counts, by its definition; and what the readers noted of figures that are no sum."""
    claims = [claim for form in forms for claim in form.claims]
    with_partners = activities.counted_with_partners(claims)
    said: dict[str, Text] = {}
    for claim in claims:
        definition = f"{wording.name(claim)}: {wording.name(claim, 'definition')}"
        is_general = claim.indicator_id in with_partners and not activities.is_with_partner(claim)
        if is_general and claim.note:
            said[claim.indicator_id] = markup.joined([definition, " ", _note(claim)])
        said.setdefault(claim.indicator_id, definition)
    return list(said.values())


def _note(claim: Figure) -> Markup:
    """Return what the readers noted of a figure; what they quote is Vietnamese in every language."""
    parts = re.split("(“[^”]*”)", notes.said(claim.note or ""))
    return markup.joined(
        markup.element("span", part, lang="vi") if part.startswith("“") else part for part in parts if part
    )
