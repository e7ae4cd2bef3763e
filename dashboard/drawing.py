"""How figures become marks, for each kind of view: their order, their names and labels, their colours and axes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.marks import Bar, Bars, Label, Number, Role, Span, Spans, Status, Tile, Tiles
from dashboard.messages import t
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dashboard.figure import Figure
    from dashboard.marks import Words
    from dashboard.rows import Row
    from dashboard.wording import Amount

SPOKEN_OF = ("observed", "omitted")


def by_unit(units: Iterable[Figure], indicator: Row) -> Bars:
    """Return a bar for each unit that an article speaks of, in the order of `units` (as from `queries.by_unit`)."""
    found = [_with_target(one) if one.is_observed else _slot(one) for one in units if one.state in SPOKEN_OF]
    return Bars(_counted(indicator), tuple(found))


def comparison(figures: Iterable[Figure], indicator: Row) -> Bars:
    """Return a bar for each figure; there are two periods of each unit."""
    return Bars(
        _counted(indicator),
        tuple(
            Bar(one, Label(_result(one)), _role(one), one.value, period=wording.period(one.time_period or ""))
            for one in figures
        ),
    )


def targets(figures: Iterable[Figure], indicator: Row, pace: float | None) -> Bars:
    """Return results in percent of each unit's own full-year target, where there is one or a share of one."""
    found = [
        Bar(one, _against_target(one, indicator), _role(one), one.reached, 100)
        for one in figures
        if one.reached is not None
    ]
    return Bars(t("Share of the full-year target (%)"), tuple(found), is_percent=True, pace=pace)


def by_period(figures: Iterable[Figure], sectors: Mapping[str, Row]) -> Spans:
    """Return a bar of time for each figure, at least one, in their order (as from `queries.by_period`)."""
    return Spans(
        tuple(
            Span(
                one,
                Label(_result(one), (wording.period(one.time_period or ""),)),
                _role(one),
                "" if one.sector in ("_T", None) else wording.name(sectors[one.sector]),
            )
            for one in figures
        )
    )


def tile_map(units: Sequence[Figure], inside: Collection[str]) -> Tiles:
    """Return a tile for each federation; `inside` are the chosen unit ids. `units` as from `queries.by_unit`."""
    chosen = [one for one in units if one.unit_id in inside]
    figures = observed(chosen)
    largest = max((one.value or 0 for one in figures), default=0) or 1
    found = []
    for one in units:
        if one.unit_id not in inside:
            found.append(Tile(one, Label(), Role.OUTSIDE, None))
        elif one.is_observed:
            # One value alone is neither large nor small: it takes the middle of the scale.
            strength = (one.value or 0) / largest if len(figures) > 1 else 0.5
            found.append(Tile(one, Label(_result(one)), _role(one), strength))
        else:
            found.append(Tile(one, Label(tuple(filter(None, [str(one.amount)]))), _role(one), None))
    return Tiles(tuple(sorted(found, key=lambda tile: (tile.row, tile.column))))


def _counted(indicator: Row) -> str:
    return f"{wording.name(indicator)} ({wording.measure(indicator)})"


def _role(one: Figure) -> Role:
    if one.is_observed:
        return Role.PROVISIONAL if one.is_provisional else Role.RESULT
    return Role.OMITTED if one.state == "omitted" else Role.EMPTY


def _slot(one: Figure) -> Bar:
    return Bar(one, Label((wording.MISSING,)), Role.OMITTED, None)


def _with_target(one: Figure) -> Bar:
    """Return a bar whose label says the figure, its target, and the share as printed, else as computed."""
    words = _result(one)
    if one.target is not None:
        words += (" / ", Number("target", one.target_in_full))
    if one.share:
        column = "share_printed" if one.printed_share else "share_recomputed"
        words += (" · ", Number(column, one.share))
    return Bar(one, Label(words), _role(one), one.value, one.target)


def _result(one: Figure) -> Words:
    """Return a figure, and that it is provisional where it is."""
    return (Number("value", one.amount), Status(f" {one.status}")) if one.status else (Number("value", one.amount),)


def _against_target(one: Figure, indicator: Row) -> Label:
    """Return result and target, then the share as printed and as recomputed."""
    result = Number("value", one.amount)
    measure = wording.measure(indicator, one.value if one.target is None else one.target)
    first: Words = (result, f" {measure} / {t('target not printed')}")
    if one.target is not None:
        computed = f" ({t('worked back')})" if one.is_computed else ""
        first = (result, " / ", Number("target", one.target_amount), f" {measure}{computed}")
    return Label(first, _joined(" · ", [*_shares(one), (one.status,) if one.status else ()]))


def _shares(one: Figure) -> list[Words]:
    """Return the share as printed and as recomputed; "≠" where the two differ by more than rounding."""
    said = {
        "share_printed": _within(t("printed {share}"), one.printed_share),
        "share_recomputed": _within(t("recomputed {share}"), one.recomputed_share),
    }
    words: list[Words] = [(Number(column, share),) for column, share in said.items() if share.value is not None]
    if one.share_agrees is not False:
        return words
    return [_joined(" ≠ ", words)] if len(words) > 1 else [("≠ ", *words[0])]


def _within(sentence: str, share: Amount) -> Amount:
    """Return a share with the words of a sentence around it."""
    before, after = sentence.split("{share}")
    return replace(share, before=before + share.before, after=share.after + after)


def _joined(between: str, several: Iterable[Words]) -> Words:
    """Return those of several words that are any, joined."""
    found: Words = ()
    for words in filter(None, several):
        found += (between, *words) if found else words
    return found
