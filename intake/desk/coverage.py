"""Proposes which units an article speaks for where it lists figures of several; two readers confirm it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake import lexicon, units
from intake.article import look_over
from intake.desk.entries import FIGURE, CoverageList
from intake.desk.vocabulary import usual_reasons
from intake.texts import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from intake.desk.entries import Entry, Row

# What leaves a list open: an ellipsis, or words that call it examples.
_OPEN = re.compile(r"\.\.\.|…|điển hình|tiêu biểu|chẳng hạn|ví dụ")
_SEVERAL = 2


def proposed(text: str, entries: Iterable[Entry], known: Sequence[Row]) -> tuple[CoverageList, ...]:
    """Return a list for each indicator, period and sector of which an article gives figures of several federations.

    A cluster's figure speaks for its members, or for those that its line names where they are as many as it counts.
    """
    kinds = {row["unit_id"]: row["unit_kind"] for row in known}
    order = list(kinds)
    groups: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if entry.kind == FIGURE and kinds.get(entry.unit_id) in ("federation", "cluster"):
            groups.setdefault((entry.indicator_id, entry.time_period, entry.sector), []).append(entry)
    lines = text.split("\n")
    main = look_over([line_of(n, line) for n, line in enumerate(lines, start=1)], lexicon.load()).main if groups else ""
    reasons = {reason.code: reason.text_vi for reason in usual_reasons("list")}
    found = []
    for (indicator_id, period, sector), several in groups.items():
        federations = {entry.unit_id for entry in several if kinds[entry.unit_id] == "federation"}
        clusters = [entry for entry in several if kinds[entry.unit_id] == "cluster"]
        if len(federations) < _SEVERAL and not clusters:
            continue
        line = min(entry.line for entry in several)
        is_open = not clusters and bool(_OPEN.search(lines[line - 1].lower()))
        if clusters:
            federations |= _spoken_for(clusters[0], lines[clusters[0].line - 1], known)
        elif is_open:
            federations |= set(_members(main, known))
        kind = "open" if is_open else "closed"
        unit_ids = tuple(sorted(federations, key=order.index))
        found.append(CoverageList(indicator_id, period, sector, kind, line, unit_ids, reasons[kind]))
    return tuple(found)


def _members(cluster_id: str, known: Sequence[Row]) -> list[str]:
    return [row["unit_id"] for row in known if cluster_id and row["cluster_id"] == cluster_id]


def _spoken_for(entry: Entry, line: str, known: Sequence[Row]) -> set[str]:
    """Return the federations that a cluster's figure is about."""
    members = _members(entry.unit_id, known)
    named = {mention.unit_id for mention in units.find(line_of(1, line)) if mention.unit_id in members}
    return named if not entry.out_of and entry.value == str(len(named)) else set(members)
