"""The signs of figures that are no plain numbers, and their words: how "provisional" is shown is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Collection

    from dashboard.figure import Figure
    from dashboard.rows import Row

PROVISIONAL = "*"  # where there is no room for a word
INFERRED = "†"  # behind a day or a paper that an article does not print


def inferred(kind: str) -> str:
    """Return the sign behind what is known of an article, where it was worked out."""
    return INFERRED if kind == "inferred" else ""


class OfDrawing(str):
    """A sentence that says how a drawing is to be read: it goes where nothing is drawn."""

    __slots__ = ()


def status(figures: Collection[Figure]) -> str:
    """Return that figures are provisional, or that some of them are; nothing where none is."""
    n = sum(one.is_provisional for one in figures)
    return "" if not n else t("provisional") if n == len(figures) else t("partly provisional")


def of_all(figures: Collection[Figure]) -> str:
    """Return, once for all, that figures are provisional; nothing where only some are, each of which says so."""
    if not figures or not all(one.is_provisional for one in figures):
        return ""
    return t("all figures are provisional, given before the period had ended")


def of_total(total: Row) -> str:
    """Return that a sum, as from `queries.total`, has provisional figures in it; nothing where it has none."""
    return t("provisional") if total["is_provisional"] else ""


def marked(text: str, status: str) -> str:
    """Return a text with what its figures are worth behind it, in brackets."""
    return f"{text} ({status})" if status else text


def given_early(figures: Collection[Figure]) -> str:
    """Return, as it stands within a sentence, that figures do not reach the end of their periods."""
    n = sum(one.is_provisional for one in figures)
    if not n:
        return ""
    return (
        t("given before the period had ended") if n == len(figures) else t("in part given before the period had ended")
    )


# Sentences that explain a drawing; nothing where it has no such sign.


def muted(figures: Collection[Figure]) -> str:
    """Explain the look of bars of provisional figures."""
    return OfDrawing(t("Muted bar: provisional, given before the period had ended.")) if status(figures) else ""


def ranged(figures: Collection[Figure]) -> str:
    """Explain how long the bars of ranges are."""
    is_any = any(one.qualifier == wording.RANGE for one in figures)
    return OfDrawing(t("The bar of a range is as long as its low end.")) if is_any else ""


def provisional(figures: Collection[Figure]) -> str:
    """Explain the word where figures have it."""
    return t("Provisional: given before the period had ended.") if status(figures) else ""


def starred(figures: Collection[Figure]) -> str:
    """Explain the sign of provisional figures where there is no room for a word."""
    return t("*: provisional.") if status(figures) else ""


def hatched(units: Collection[Figure]) -> str:
    """Explain what stands where an article leaves a figure out."""
    is_any = any(one.state == "omitted" for one in units)
    return OfDrawing(t("Hatched and “...”: the article speaks of the unit but prints no figure.")) if is_any else ""


def dotted(units: Collection[Figure]) -> str:
    """Explain the same where nothing can be hatched."""
    is_any = any(one.state == "omitted" for one in units)
    return t("“...”: the article speaks of the unit but prints no figure.") if is_any else ""


def legend(*, is_any_zero: bool = False) -> list[tuple[str, str]]:
    """Return the signs that stand for what is not an exact, final, printed number, each with its meaning."""
    zero = [(wording.NONE, t("Zero: the article says that there was none."))] if is_any_zero else []
    return [
        (f"({t('blank')})", t("Not in the articles that were read; this does not mean zero.")),
        (wording.MISSING, t("The article speaks of the unit but prints no figure.")),
        *zero,
        (t("more than, nearly, about"), t("The article’s own hedge; it belongs to the number.")),
        ("≥", t("A sum of the units with a figure: a lower bound for the whole scope. Coverage stands beside it.")),
        ("3/6", t("Behind a sum: its coverage, 3 of 6 units with a figure.")),
        (t("provisional"), t("The figure was given before its period had ended.")),
        (t("computed"), t("Worked out from printed figures, with the formula beside it.")),
        (t("inferred"), t("Not printed; worked out by the readers, who say from what.")),
    ]
