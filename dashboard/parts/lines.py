"""Figures as a list: on a wide screen one line each, in columns; on a phone what is counted, and below it the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import escape

from dashboard import links, markup, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.markup import Text


SHARE = "{share}"  # where the number of a sentence goes


class Line(NamedTuple):
    """A figure in a list: what is counted, the number, what else is said of it, and what stands below all three."""

    what: Text
    number: Text
    about: Text = ""
    below: Text = ""


def draw(lines: Iterable[Line]) -> Markup:
    """Return the list."""
    return markup.element("ul", *map(_line, lines), class_="lines")


def _line(line: Line) -> Markup:
    parts = {"what": line.what, "number": line.number, "about": line.about, "more": line.below}
    return markup.element(
        "li", *(markup.element("div", said, class_=name) for name, said in parts.items() if said or name != "more")
    )


def number(claim: Figure) -> Markup:
    """Return the number of a claim as a link to its card, with what is counted and what the number is worth."""
    worth = claim.status
    measure = "" if claim.measure == "%" else claim.measure
    linked = links.to_claim(claim.claim_id, claim.measured if claim.measure == "%" else claim.of_whole)
    return markup.joined([linked, measure, f" ({worth})" if worth else ""])


def target(one: Figure) -> Markup:
    """Return a yearly target as a link, and that it was worked back where it was."""
    said = f" ({t('worked back')})" if one.is_computed else ""
    return markup.joined([links.to_claim(one.claim_of("target"), str(one.target_amount)), said])


def reached(one: Figure) -> Markup:
    """Return how much of its yearly target a figure is, as a link; `one` has a share."""
    said = escape(t("{share} of the full-year target", share=SHARE))
    return said.replace(SHARE, links.to_claim(one.claim_of("share_printed"), str(one.share)))


def dated(claim: Figure) -> str:
    """Return the period of a claim as it stands at the beginning of a cell."""
    return wording.sentence(wording.period(claim.time_period))
