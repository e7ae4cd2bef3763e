"""Coverage as a strip: a cell for each unit in administrative order, and the same in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dashboard import markup, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.selection import Selection


def draw(units: Sequence[Figure], total: Row, selection: Selection) -> Markup:
    """Return the strip of units (`queries.by_unit`) with its counts beside it; `total` as from `queries.total`."""
    return markup.element("p", cells(units), " ", counts(units, total, selection), class_="coverage")


def cells(units: Sequence[Figure]) -> Markup:
    """Return the cells alone, with their words for those who do not see them."""
    in_order = sorted(units, key=lambda one: one.unit_id)
    return markup.element(
        "span",
        *(markup.element("i", class_=one.state, title=one.name) for one in in_order),
        class_="strip",
        role="img",
        aria_label=alternative(in_order),
    )


def alternative(units: Sequence[Figure]) -> str:
    """Return in words which units have a figure, are named without one, and how many are in no article."""
    named = {
        t("With a figure: {names}."): [one.name for one in units if one.state == "observed"],
        t("Mentioned without a figure: {names}."): [one.name for one in units if one.state == "omitted"],
    }
    said = [sentence.format(names=", ".join(names)) for sentence, names in named.items() if names]
    states = Counter(one.state for one in units)
    if n := states["unpublished"]:
        said.append(t("{n} without any in the articles that were read.", n=n))
    if n := states["not_applicable"]:
        said.append(t("{n} did not exist then.", n=n))
    return " ".join(said)


def counts(units: Sequence[Figure], total: Row, selection: Selection) -> str:
    """Return how many units have a figure, how many are only named, and how many are in no article."""
    states = Counter(one.state for one in units)
    cluster = ""
    name = wording.covered_cluster(total)
    if total["n_covered"] and total["n_covered"] != total["n_units"] and name:
        cluster = f" ({name}: {total['n_observed']}/{total['n_covered']})"
    counted = t("units") if selection.is_whole_city else selection.counted()
    said = [t("{n}/{all} {units} with a figure", n=total["n_observed"], all=len(units), units=counted)]
    said[0] += cluster
    if states["omitted"]:
        said.append(t("{n} only named", n=states["omitted"]))
    if states["unpublished"]:
        said.append(t("{n} without any", n=states["unpublished"]))
    return " · ".join(said)
