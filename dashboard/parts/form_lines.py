"""The forms of figures outside the core indicators as lines of a list: a number, marks of units, programmes, a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import activities, links, markup, queries, signs, wording
from dashboard.messages import t
from dashboard.parts import lines
from dashboard.parts.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from dashboard.activities import Form
    from dashboard.figure import Figure
    from dashboard.markup import Text


def sections(claims: Sequence[Figure], about: Callable[[Figure], Text]) -> Markup:
    """Return figures by topic, and at the end what is planned; `about`: what is said of one beside what it counts."""
    by_topic: dict[str, list[Figure]] = {}
    for claim in claims:
        by_topic.setdefault(wording.name(claim, "topic"), []).append(claim)
    forms = {topic: activities.forms(found) for topic, found in by_topic.items()}
    plans = [form for found in forms.values() for form in found if form.kind == "plan"]
    results = {topic: [form for form in found if form.kind != "plan"] for topic, found in forms.items()}
    drawn = [_section(topic, found, about, _agreed(found)) for topic, found in results.items() if found]
    if plans:
        drawn.append(_section(t("Plans, not results"), plans, about, _results_of(plans)))
    return markup.joined(drawn)


def _section(name: str, forms: Sequence[Form], about: Callable[[Figure], Text], said: str = "") -> Markup:
    """Return the figures of a topic; where the same is to be said about all of them, once, below its name."""
    is_one = len({(claim.unit_id, claim.time_period, claim.article_id) for form in forms for claim in form.claims}) == 1
    once = about(forms[0].claims[0]) if is_one else ""
    found = [line for form in forms for line in _of(form, "" if is_one else about(form.claims[0]))]
    return section(name, [once, said], found)


def section(name: str, said: Iterable[Text], listed: Iterable[Line]) -> Markup:
    """Return a list beside its name, below which stands what is said of all lines."""
    head = markup.element("h2", name) + markup.paragraphs(said, "about")
    return markup.element("section", markup.element("div", head), lines.draw(listed), class_="topic")


def _agreed(forms: Sequence[Form]) -> str:
    """Return that programmes say what is to be done, where there are any: their day is that of the signature."""
    return t("What the programmes say, not results.") if any(form.kind == "partners" for form in forms) else ""


def _results_of(plans: Sequence[Form]) -> str:
    """Return that no article says what came of plans; where one does, its figure stands among the results."""
    is_open = all(claim.is_open for form in plans for claim in form.claims)
    return t("None of the articles that were read prints a result.") if is_open else ""


def _of(form: Form, said: Text) -> Iterable[Line]:
    """Return the lines of a form; `said` is what is to be said of its figures beside what they count."""
    first = form.claims[0]
    if form.kind == "partners":
        return _programmes(form, said)
    number = lines.number(first)
    if form.kind == "plan":
        number = markup.joined([f"{t('Plan')}: ", number])
    return [Line(activities.title(first), number, said, _marks(form) if form.kind == "marks" else "")]


def _programmes(form: Form, said: Text) -> Iterable[Line]:
    """Return a line for each partner of programmes: what is counted of each, and what is not printed of it."""
    columns = activities.counted_with_partners(form.claims)
    sectors = queries.sectors()
    for partner in dict.fromkeys(claim.sector for claim in form.claims):
        counts: list[Text] = []
        for column, name in columns.items():
            found = [claim for claim in form.claims if (claim.sector, claim.indicator_id) == (partner, column)]
            counted = wording.within(name)
            counts += [
                markup.joined([links.to_claim(claim.claim_id, claim.of_whole), f" {counted}"]) for claim in found
            ] or [t("{what} not printed", what=counted)]
        yield Line(wording.sentence(wording.name(sectors[partner])), markup.joined(counts, " · "), said)


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
