"""Figures outside the core indicators: the form of each follows from what it is.

Nothing here draws: the page and the report are made from the same forms and words.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from dashboard import queries, signs, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.figure import Figure

AT_MOST = 200  # figures on the page
MOST_MARKS = 30  # that are counted at a glance: as many as there are federations


@dataclass(frozen=True)
class Form:
    """A card and the figures in it. `kind`: marks (the whole first, then its parts), partners, number or plan."""

    kind: str
    claims: tuple[Figure, ...]


def forms(claims: Sequence[Figure]) -> list[Form]:
    """Return the cards of the claims of a topic, those of programmes first; every claim is in one of them."""
    kinds = {claim.claim_id: _kind(claim) for claim in claims}
    countable = [claim for claim in claims if kinds[claim.claim_id] == "marks"]
    wholes = {part.claim_id: whole for part in countable if (whole := _whole(part, countable))}
    programmes: dict[tuple[str, str], list[Figure]] = {}
    found = []
    for claim in claims:
        kind = kinds[claim.claim_id]
        if kind == "partners":
            programmes.setdefault(_occasion(claim), []).append(claim)
        elif claim.claim_id not in wholes:
            parts = (part for part in countable if wholes.get(part.claim_id) is claim)
            found.append(Form(kind, (claim, *parts)))
    sectors = list(queries.sectors())
    by_partner = (sorted(inside, key=lambda claim: sectors.index(claim.sector)) for inside in programmes.values())
    return [*(Form("partners", tuple(inside)) for inside in by_partner), *found]


def _kind(claim: Figure) -> str:
    """Return how a claim is shown, by what it is."""
    if claim.is_plan:
        return "plan"
    if is_with_partner(claim):
        return "partners"
    whole = claim.out_of or (claim.value if claim.listed else None)
    is_few = whole is not None and whole <= MOST_MARKS and not claim.is_bound
    return "marks" if claim.unit_measure == "FEDERATION" and is_few else "number"


def is_with_partner(claim: Figure) -> bool:
    """Whether a figure is about what a unit does with one partner: sectors say so in their code."""
    return str(claim.sector).startswith("with_")


def _occasion(claim: Figure) -> tuple[str, str]:
    return claim.unit_id, claim.time_period


def _whole(part: Figure, countable: Sequence[Figure]) -> Figure | None:
    """Return the claim on whose named marks those of `part` can stand; None where there is none."""
    for whole in countable:
        if whole.indicator_id == part.part_of and _occasion(whole) == _occasion(part):
            named = {name for name, is_counted in marks(whole) if is_counted and name}
            counted = {name for name, is_counted in marks(part) if is_counted}
            return whole if counted <= named else None
    return None


def marks(claim: Figure) -> list[tuple[str | None, bool]]:
    """Return the name of each unit that a count is printed against, where it is known, and whether it is counted.

    Nobody is named whom the article does not name: of 4/6 with a list of all six, it is not known which four.
    """
    n, whole = int(claim.value or 0), int(claim.out_of or claim.value or 0)
    listed = claim.listed or []
    counted = listed if len(listed) == n else [None] * n
    return [*((name, True) for name in counted), *[(None, False)] * (whole - n)]


def title(claim: Figure, between: str = " · ") -> str:
    """Return what a figure is of, with its restriction."""
    return wording.restricted(wording.name(claim), claim.sector, queries.sectors(), between)


def worth(claim: Figure) -> str:
    """Return what a figure is worth where it is no plain result."""
    return t("plan") if claim.is_plan else claim.status


def part(part: Figure, whole: Figure) -> str:
    """Return the figure of a part with what sets it apart from the whole, and what it is worth: "4 ahead of plan"."""
    said = f"{part.of_whole} {apart(wording.name(part), wording.name(whole))}"
    return signs.marked(said, "" if worth(part) == worth(whole) else worth(part))


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


def counted_with_partners(claims: Iterable[Figure]) -> dict[str, str]:
    """Return the short name of each indicator that is counted for partners, in their order."""
    counted = sorted((claim for claim in claims if is_with_partner(claim)), key=lambda claim: claim.position or 0)
    found = {claim.indicator_id: wording.name(claim) for claim in counted}
    return dict(zip(found, without_common_end(list(found.values())), strict=True))
