"""From what two readers agreed to, to the rows of the seed files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake.desk.entries import FIGURE, Entry
from intake.desk.seedfiles import SeedFile
from intake.desk.texts import marks_of, meant
from intake.desk.vocabulary import KEYS, usual_reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from intake.desk.entries import CoverageList, Difference, Row
    from intake.desk.settling import Settled

_NUMERAL = re.compile(r"\S*\d(?:\S*[\w%])?")  # as etl/printed.sql finds them
# The columns of claims that an entry has under the same name.
FROM_ENTRY = (
    "unit_id", "indicator_id", "time_period", "period_start", "period_end", "scenario", "target_kind", "value",
    "out_of", "qualifier", "obs_status", "sector", "as_printed", "numeral", "rank", "rank_reason", "share_note", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """An article as it is published: all that two readers agreed to."""

    article: Row  # of articles.csv
    text: str
    settled: Settled
    lists: tuple[CoverageList, ...]
    readers: tuple[str, str]
    entered_on: str
    checked_on: str
    settled_on: str
    asked: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)


class Seeds:
    """The seed files while rows are put into them; `changed` are those that are no longer as they were."""

    def __init__(self, before: Mapping[str, bytes]) -> None:
        self.before = before
        self.files: dict[str, SeedFile] = {}

    def __getitem__(self, name: str) -> SeedFile:
        if name not in self.files:
            self.files[name] = SeedFile.parse(name, self.before.get(f"{name}.csv", b""))
        return self.files[name]

    def changed(self) -> dict[str, bytes]:
        """Return the files that differ from what they were, by name."""
        found = {f"{name}.csv": file.data() for name, file in self.files.items()}
        return {name: data for name, data in found.items() if data != self.before[name]}


def put(seeds: Seeds, bundle: Bundle) -> dict[str, str]:
    """Put an article's rows into the seeds; return the entry that each claim, by its id, was made of."""
    figures = [entry for entry in bundle.settled.entries if entry.kind == FIGURE]
    _put_asked(seeds, bundle, figures)
    article_id = bundle.article["article_id"]
    seeds["articles"].put(bundle.article, lambda row: row["article_id"])
    prefix = prefix_of(article_id, [*seeds["claims"].rows, *seeds["passed_over"].rows])
    claims = _put_claims(seeds, bundle, prefix, figures)
    _put_passed_over(seeds, bundle, prefix)
    _put_lists(seeds, article_id, bundle.lists)
    _put_comparison(seeds, bundle, prefix, {entry_id: claim_id for claim_id, entry_id in claims.items()})
    _put_english(seeds, [one.reason for one in bundle.settled.entries], [one.reason for one in bundle.lists])
    return claims


def prefix_of(article_id: str, rows: Iterable[Row]) -> str:
    """Return what the ids of an article's rows begin with: its number, with more where another article has the same.

    >>> prefix_of("005_2a432c31bea8f745", [])
    'a005'
    """
    head, _, tail = article_id.partition("_")
    used = {row.get("claim_id", row.get("passed_over_id", "")).partition("-")[0] for row in rows}
    wanted = [f"a{head}", f"a{head}_{tail[:4]}", f"a{article_id}".replace("-", "_")]
    return next((one for one in wanted if one not in used), wanted[-1])


def _put_asked(seeds: Seeds, bundle: Bundle, figures: Sequence[Entry]) -> None:
    """Put in the units, indicators and sectors that were asked for and are named."""
    named = {
        "units": {entry.unit_id for entry in figures} | {unit for one in bundle.lists for unit in one.unit_ids},
        "indicators": {entry.indicator_id for entry in figures},
        "sectors": {entry.sector for entry in figures},
    }
    for table, rows in bundle.asked.items():
        key = KEYS[table]
        known = {row[key] for row in seeds[table].rows}
        for code, row in rows.items():
            if code in named[table] and code not in known:
                more = {}
                if table == "indicators" and not row["position"]:
                    more["position"] = str(1 + max(int(one["position"]) for one in seeds[table].rows))
                seeds[table].append(row | more)


def _put_claims(seeds: Seeds, bundle: Bundle, prefix: str, figures: list[Entry]) -> dict[str, str]:
    indicators = {row["indicator_id"]: row for row in seeds["indicators"].rows}
    order = {code: place for place, code in enumerate(indicators)}
    figures = sorted(
        figures, key=lambda one: (one.line, one.char_start, one.char_end, order.get(one.indicator_id, 0), one.unit_id)
    )

    def place(row: Row) -> tuple[str, int, int, int, int]:
        where = int(row["line"]), int(row["char_start"]), int(row["char_end"])
        return row["article_id"], *where, order.get(row["indicator_id"], 0)

    made: dict[str, str] = {}
    counts: dict[int, int] = {}
    for entry in figures:
        counts[entry.line] = counts.get(entry.line, 0) + 1
        claim_id = f"{prefix}-l{entry.line:02}-{counts[entry.line]}"
        row = claim_of(entry, bundle.text, indicators) | {
            "claim_id": claim_id, "article_id": bundle.article["article_id"], "entered_by": bundle.readers[0],
            "entered_on": bundle.entered_on, "checked_by": bundle.readers[1], "checked_on": bundle.checked_on,
        }  # fmt: skip
        seeds["claims"].put(row, place)
        made[claim_id] = entry.entry_id
    return made


def claim_of(entry: Entry, text: str, indicators: Mapping[str, Row]) -> Row:
    """Return the columns of claims that an entry fills."""
    row: Row = {column: getattr(entry, column) for column in FROM_ENTRY}
    row["numeral"] = entry.numeral or _numeral(entry, text)
    row["unit_measure"] = indicators.get(entry.indicator_id, {}).get("unit_measure", "")
    return row | {"line": str(entry.line), "char_start": str(entry.char_start), "char_end": str(entry.char_end)}


def _numeral(entry: Entry, text: str) -> str:
    """Return which numeral of the words is meant, "" where there is only one."""
    numerals = list(_NUMERAL.finditer(entry.as_printed))
    mark = meant(entry, marks_of(text))
    if len(numerals) < 2 or mark is None:  # noqa: PLR2004
        return ""
    place = mark.char_start - entry.char_start
    return next((one[0] for one in numerals if one.start() <= place < one.end()), "")


def _put_passed_over(seeds: Seeds, bundle: Bundle, prefix: str) -> None:
    seen: set[tuple[int, str]] = set()
    for entry in bundle.settled.entries:
        words = entry.line, entry.as_printed
        if entry.kind == FIGURE or words in seen:  # the same words on one line are passed over once
            continue
        seen.add(words)
        row = {
            "passed_over_id": f"{prefix}-p{len(seen):02}", "article_id": bundle.article["article_id"],
            "line": str(entry.line), "line_to": str(entry.line_to), "as_printed": entry.as_printed,
            "reason": entry.reason,
        }  # fmt: skip
        seeds["passed_over"].put(row, lambda row: (row["article_id"], int(row["line"])))


def _put_lists(seeds: Seeds, article_id: str, lists: Sequence[CoverageList]) -> None:
    order = {row["indicator_id"]: place for place, row in enumerate(seeds["indicators"].rows)}

    def place(row: Row) -> tuple[object, ...]:
        return (
            row["article_id"], int(row["line"]), order.get(row["indicator_id"], 0), row["time_period"], row["sector"],
            row["unit_id"],
        )  # fmt: skip

    for one in lists:
        for unit_id in one.unit_ids:
            row = {
                "article_id": article_id, "indicator_id": one.indicator_id, "time_period": one.time_period,
                "sector": one.sector, "unit_id": unit_id, "list_kind": one.list_kind, "line": str(one.line),
                "reason": one.reason,
            }  # fmt: skip
            seeds["coverage"].put(row, place)


def _put_comparison(seeds: Seeds, bundle: Bundle, prefix: str, claim_ids: Mapping[str, str]) -> None:
    """Put in how often the two readings agreed, and each difference with how it was settled."""
    article_id, agreement = bundle.article["article_id"], bundle.settled.agreement
    compared = next(iter(agreement.fields.values()), (0, 0))[0]
    row = {
        "article_id": article_id, "first_reader": bundle.readers[0], "second_reader": bundle.readers[1],
        "settled_on": bundle.settled_on, "both_figure": str(agreement.both_figure),
        "only_first": str(agreement.only_first), "only_second": str(agreement.only_second),
        "both_passed": str(agreement.both_passed), "compared": str(compared),
    }  # fmt: skip
    seeds["comparisons"].put(row, lambda row: row["article_id"])
    for count, one in enumerate(bundle.settled.differences, start=1):
        seeds["differences"].put(
            _difference(one, f"{prefix}-d{count:02}", article_id, claim_ids), lambda row: row["article_id"]
        )


def _difference(one: Difference, difference_id: str, article_id: str, claim_ids: Mapping[str, str]) -> Row:
    return {
        "difference_id": difference_id, "article_id": article_id, "claim_id": claim_ids.get(one.entry.entry_id, ""),
        "line": str(one.line), "as_printed": one.as_printed, "column_name": one.column, "first_said": one.first,
        "second_said": one.second, "settled": one.settled, "reason": one.reason,
    }  # fmt: skip


def _put_english(seeds: Seeds, passed: Iterable[str], lists: Iterable[str]) -> None:
    """Give the usual sentences their English."""
    usual = {reason.text_vi: reason.text_en for use in ("passed", "list") for reason in usual_reasons(use)}
    known = {row["text_vi"] for row in seeds["translations"].rows}
    for said in dict.fromkeys([*passed, *lists]):
        if said in usual and said not in known:
            seeds["translations"].append({"text_vi": said, "text_en": usual[said]})


def entry_of_claim(row: Row) -> Entry:
    """Return a published claim as an entry."""
    line = int(row["line"])
    values: dict[str, Any] = {column: row[column] for column in FROM_ENTRY}
    return Entry(
        int(row["char_start"]), int(row["char_end"]), line=line, line_to=line, entry_id=row["claim_id"], **values
    )  # fmt: skip
