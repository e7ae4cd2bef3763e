"""What the fields of an entry offer: units, indicators, periods, hedges, reasons, as the component lists them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from dashboard import columns, wording
from dashboard.messages import current_language, t
from intake import hedges, lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from intake.desk import Vocabulary
    from intake.desk.entries import Row

Choice = dict[str, Any]  # value, label, also (other names, parted by |), about (a second line), nouns
YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DAYS = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/])")
SHAPES = ("{y}-S1", "{y}-01-01/P9M", "{y}", "{y}-Q1", "{y}-Q2", "{y}-Q3", "{y}-Q4", "{y}-S2")
ANY_YEAR = "2000"  # one that no article of ours is of; its words become those of any year


def lists(
    vocabulary: Vocabulary, metadata: Mapping[str, str], text: str, entries: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the lists of the fields for an article."""
    used = {str(entry["time_period"]) for entry in entries if entry["time_period"]}
    return {
        "units": [unit(row) for row in vocabulary.units],
        "indicators": [indicator(row) for row in vocabulary.indicators],
        "sectors": [{"value": row["sector"], "label": _name(row)} for row in vocabulary.sectors],
        "measures": [{"value": row["unit_measure"], "label": _name(row)} for row in vocabulary.unit_measures],
        "topics": [{"value": row["topic"], "label": _name(row)} for row in vocabulary.topics],
        "reasons": [reason.text_vi for reason in vocabulary.reasons],
        "usual": {reason.code: reason.text_vi for reason in vocabulary.reasons},
        "rest": next((one.text_vi for one in vocabulary.reasons if one.code == "related_news"), ""),
        "qualifiers": qualifiers(),
        "uses": uses(),
        "statuses": [
            {"value": "A", "label": t("not provisional"), "also": "A"},
            {"value": "P", "label": columns.statuses()["P"], "also": "P"},
        ],
        "shapes": [{"code": code, **_named(code)} for code in SHAPES],
        "years": years(metadata, text),
        "days": [{"value": code, "label": period(code), "also": also} for code, also in days(metadata, text).items()],
        "hedges": said_hedges(),
        "names": {"time_period": {code: period(code) for code in used}},
    }


def _name(row: Row) -> str:
    return row.get(f"name_{current_language().seeds}") or row["name_vi"]


def unit(row: Row) -> Choice:
    """Return a unit as a choice."""
    english = row.get("name_en", "")
    return {"value": row["unit_id"], "label": row["name"], "also": "|".join(filter(None, [english, row.get("slug")]))}


def indicator(row: Row) -> Choice:
    """Return an indicator as a choice, with the nouns that count it."""
    return {
        "value": row["indicator_id"],
        "label": _name(row),
        "also": "|".join(filter(None, [row.get("short_vi"), row.get("short_en"), row["name_vi"]])),
        "nouns": nouns().get(row["indicator_id"], []),
    }


def asked(row: Row) -> Choice:
    """Return a row that a reader asked for as a choice."""
    if "indicator_id" in row:
        return indicator(row)
    return unit(row) if "unit_id" in row else {"value": row["sector"], "label": _name(row)}


def asking(vocabulary: Vocabulary) -> dict[str, list[Choice]]:
    """Return the lists by which a new unit or indicator is described."""
    levels = {"federation": t("district federation"), "cluster": t("emulation cluster"), "city": t("city federation")}
    flows = {"flow": t("counted over a period"), "stock": t("counted as of a day")}
    types = dict.fromkeys(row["type_vi"] for row in vocabulary.units)
    return {
        "unit_kinds": [{"value": code, "label": said} for code, said in levels.items()],
        "flows": [{"value": code, "label": said} for code, said in flows.items()],
        "unit_types": [{"value": one, "label": one} for one in types],
    }


@cache
def nouns() -> dict[str, list[str]]:
    """Return the words that count each indicator, from the lexicon of proposals: "đoàn viên" for members."""
    with lexicon.ROWS.open(encoding="utf-8", newline="") as file:
        phrases = {
            row["means"]: [one.strip() for one in row["phrases"].split("|")]
            for row in csv.DictReader(file)
            if row["kind"] == "noun"
        }
    found: dict[str, list[str]] = {}
    for (_, noun), indicator_id in lexicon.load().figures.items():
        found.setdefault(indicator_id, []).extend(
            one for one in phrases.get(noun, []) if one not in found[indicator_id]
        )
    return found


def qualifiers() -> list[Choice]:
    """Return how exact a figure may be."""
    said = {code: text.format(number="…") for code, text in wording.hedges().items() if "_about" not in code}
    return [{"value": "exact", "label": t("exact")}, *({"value": code, "label": text} for code, text in said.items())]


def uses() -> list[Choice]:
    """Return what a figure may be: a result, a target by who set it, or a result as a share of such a target."""
    result, target = (wording.sentence(columns.scenarios()[code]) for code in ("actual", "target"))
    kinds = wording.target_kinds()
    return [
        {"value": "actual", "label": result},
        {"value": "target", "label": target},
        *({"value": f"target:{code}", "label": _target(target, said)} for code, said in kinds.items()),
        *(
            {"value": f"actual:{code}", "label": t("{result} against the target, {kind}", result=result, kind=said)}
            for code, said in kinds.items()
        ),
    ]


def _target(target: str, said: str) -> str:
    """Return a kind of target; in Vietnamese it has the word in it already."""
    return wording.sentence(said) if wording.fold(target) in wording.fold(said) else f"{target}, {said}"


def said_hedges() -> dict[str, list[tuple[str, str]]]:
    """Return the words that hedge a number, before and behind it, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {"before": [], "behind": []}
    for (place, _), said in hedges.rows().items():
        found[place] += [(words, code) for words, code in said.items() if code not in ("unknown", "exact")]
    return {place: sorted(said, key=lambda one: -len(one[0])) for place, said in found.items()}


def period(code: str) -> str:
    """Return a period in words, its code where there are none for it."""
    try:
        return wording.sentence(wording.period(code))
    except ValueError:
        return code


def _named(code: str) -> Choice:
    said = period(code.replace("{y}", ANY_YEAR)).replace(ANY_YEAR, "{y}")
    short = wording.period_in_short(code.replace("{y}", ANY_YEAR)).replace(ANY_YEAR, "{y}")
    return {"label": said, "also": f"{short}|{code}"}


def years(metadata: Mapping[str, str], text: str) -> list[int]:
    """Return the years that an article may give figures of, the one that it reports on first."""
    named = [metadata.get(column, "")[:4] for column in ("reported_period", "published_from")]
    counted = Counter(YEARS.findall(text)).most_common(3)
    first = [int(year) for year in [*filter(None, named), *(year for year, _ in counted)]]
    around = [year + step for year in first[:1] for step in (-1, 1)]
    return list(dict.fromkeys([*first, *around]))[:6] or [date.today().year]  # noqa: DTZ011


def days(metadata: Mapping[str, str], text: str) -> dict[str, str]:
    """Return the days that an article names, each with how it is printed; of a day without a year, the article's."""
    year = (metadata.get("published_from") or metadata.get("reported_period") or "")[:4]
    found: dict[str, str] = {}
    for match in DAYS.finditer(text):
        day, month, own = match.groups()
        try:
            found[date(int(own or year or 0), int(month), int(day)).isoformat()] = match[0]
        except ValueError:  # no day, or of no year
            continue
    return found


def said_on(metadata: Mapping[str, str]) -> str:
    """Return the last day on which an article can have spoken of its figures; "" where nothing is known."""
    return metadata.get("event_to") or metadata.get("published_to") or ""
