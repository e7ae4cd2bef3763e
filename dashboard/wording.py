"""How figures, days, periods and sums are said: one place for the screen, the pictures and the files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from dashboard.messages import LANGUAGES, current_language, language, t
from dashboard.periods import days_of
from dashboard.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.queries import Series
    from dashboard.rows import Row

MISSING = "..."
NONE = "-"  # zero, in a table: none occurred
D_WITHOUT_STROKE = dict.fromkeys(map(ord, "\u0110\u0111\u00d0\u00f0"), "d")  # and eth, which looks like it
HANOI = timezone(timedelta(hours=7))


@lru_cache(maxsize=4096)
def _number(value: float, locale: str) -> str:
    return format_decimal(value, format="#,##0.########", locale=locale)


def number(value: float) -> str:
    """Return a number as readers of the language write it: 1.234,5 in Vietnamese."""
    return _number(float(value), language.get())


def in_hanoi(moment: datetime) -> datetime:
    """Return a time of the warehouse, which is UTC, as the clocks in Hà Nội showed it, whatever the server's zone."""
    return moment.replace(tzinfo=UTC).astimezone(HANOI)


@lru_cache(maxsize=4096)
def _day(value: date, locale: str) -> str:
    return str(format_date(value, LANGUAGES[locale].day, locale=locale))


def day(value: date) -> str:
    """Return a day as dd/mm/yyyy (Babel's short form for Vietnamese is another one); in English as 31 May 2023."""
    return _day(value, language.get())


def days(first: date, last: date | None) -> str:
    """Return a day or a range of days; the end of the range may be unknown."""
    if last is None:
        return t("{day} or later", day=day(first))
    return day(first) if first == last else t("between {first} and {last}", first=day(first), last=day(last))


def months(first: date, last: date | None) -> str:
    """Return a range of whole months of a year in short, 6–7/2023; any other range as `days`."""
    if last and first.year == last.year and first.day == 1 and (last + timedelta(1)).day == 1:
        return f"{first.month}–{last.month}/{last.year}" if first.month < last.month else f"{last.month}/{last.year}"
    return days(first, last)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in parts: what stands before and after it, and itself as it is written; `value` None: words alone."""

    value: float | None = None
    before: str = ""
    number: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.number}{self.after}"

    @property
    def decimals(self) -> int:
        """How many decimals are written."""
        return len(self.number.partition(decimal_sign())[2])

    def __bool__(self) -> bool:
        return bool(str(self))

    @property
    def tabled(self) -> Amount:
        """The same as tables have it: zero, said by an article, is a dash there, as in the yearbooks."""
        return replace(self, number=NONE) if self.value == 0 and not self.before else self

    def followed(self, words: str) -> Amount:
        """Return it with further words behind it, if there are any."""
        return replace(self, after=f"{self.after} {words}") if words else self


def decimal_sign() -> str:
    """Return what stands before decimals in the reader's language."""
    return number(0.5)[1]


def amount(value: float, qualifier: str | None = "exact", upper: float | None = None) -> Amount:
    """Return a number between the words that it is hedged with: an article's, or those of a sum.

    `upper`: of a range ("between"), whose low end is `value`; where it is not known, that is a lower bound.
    """
    if qualifier is None or qualifier == "exact":  # as most are: the words of all hedges are not looked up
        return Amount(value, number=number(value))
    if qualifier == RANGE:
        return Amount(value, number=number(value), after=f"–{number(upper)}") if upper else amount(value, "at_least")
    before, _, after = hedges()[qualifier].partition("{number}")
    return Amount(value, before, number(value), after)


def hedges() -> dict[str, str]:
    """Return how a number is hedged, by qualifier: by those of articles, then by those that only sums have."""
    return {
        "more_than": t("more than {number}"),
        "at_least": t("at least {number}"),
        "about": t("about {number}"),
        "nearly": t("nearly {number}"),
        "less_than": t("less than {number}"),
        "at_most": t("at most {number}"),
        "at_least_about": t("at least about {number}"),
        "at_most_about": t("at most about {number}"),
    }


RANGE = "between"
OF_SUMS = ("at_least_about", "at_most_about")
SIGNS = {"at_least": "≥ ", "at_most": "≤ "}


def percent(value: float) -> Amount:
    """Return a percentage as a rule with at most one decimal: 46,2%."""
    return Amount(value, number=number(rounded(value)), after="%")


def printed_percent(value: float, qualifier: str | None = "exact", upper: float | None = None) -> Amount:
    """Return a percentage with all decimals that an article prints, and with its hedge: 60,24%, hơn 60%."""
    return replace(found := amount(value, qualifier, upper), after=f"{found.after}%")


def formula(row: Row) -> str:
    """Return how a computed target was computed: 60 / 50% = 120; `row` has value, share_printed and target."""
    return f"{number(row['value'])} / {printed_percent(row['share_printed'])} = {number(row['target'])}"


def qualifiers() -> dict[str, str]:
    """Return in words how exact an article says that a number is, by code: its hedge alone."""
    hedged = {code: said.replace("{number}", "").strip() for code, said in hedges().items() if code not in OF_SUMS}
    return {"exact": t("exact"), **hedged, RANGE: t("range")}


def target_kinds() -> dict[str, str]:
    """Return in words who set a target, by code."""
    return {"assigned": t("assigned"), "registered": t("registered")}


def total(row: Row) -> Amount:
    """Return a sum with its bound in words, as from `queries.total`; where the figures cannot be added, that."""
    if row["qualifier"] is None:
        return Amount(before=t("cannot be added"))
    return amount(row["value"], row["qualifier"], row.get("upper"))


def total_in_short(row: Row) -> Amount:
    """Return the same with a sign where there is one for its bound: for cells of files."""
    return total(row) if row["qualifier"] is None else bound(row["value"], row["qualifier"], row.get("upper"))


def bound(value: float, qualifier: str, upper: float | None = None) -> Amount:
    """Return a sum with its bound: a sign where there is one for it, outside sentences."""
    found = amount(value, qualifier, upper)
    return replace(found, before=SIGNS[qualifier], after="") if qualifier in SIGNS else found


def period(code: str) -> str:
    """Return an SDMX period in words."""
    return _period(code, language.get())


@lru_cache(maxsize=4096)
def _period(code: str, locale: str) -> str:
    year = code[:4]
    if match := re.fullmatch(r"\d{4}-S([12])", code):
        return t("first half of {year}", year=year) if match[1] == "1" else t("second half of {year}", year=year)
    if match := re.fullmatch(r"\d{4}-Q([1-4])", code):
        return t("quarter {roman} of {year}", roman=("I", "II", "III", "IV")[int(match[1]) - 1], year=year)
    if match := re.fullmatch(r"\d{4}-01-01/P(\d+)M", code):
        return t("first {months} months of {year}", months=match[1], year=year)
    if re.fullmatch(r"\d{4}", code):
        return t("year {year}", year=year)
    if re.fullmatch(r"\d{4}-\d\d", code):
        return str(format_skeleton("yMMMM", date.fromisoformat(f"{code}-01"), locale=locale))
    return _length(code) if "/P" in code else t("as of {day}", day=day(date.fromisoformat(code)))


def _length(code: str) -> str:
    """Return in words a period that is said as a day and a length."""
    first, last = days_of(code)
    if first == last:
        return t("on {day}", day=day(first))
    if code.endswith("Y") and first.month == 1:
        return t("{first} to {last}", first=first.year, last=last.year)
    return t("from {first} to {last}", first=day(first), last=day(last))


def period_in_short(code: str) -> str:
    """Return an SDMX period as it stands at the head of a narrow column: 6T/2023; a day as it is written."""
    year = code[:4]
    months = re.fullmatch(r"\d{4}-01-01/P(\d+)M", code.replace("-S1", "-01-01/P6M"))
    if months:
        return t("{months}M {year}", months=months[1], year=year)
    if match := re.fullmatch(r"\d{4}-([SQ])(\d)", code):
        return t("H{n} {year}", n=match[2], year=year) if match[1] == "S" else t("Q{n} {year}", n=match[2], year=year)
    if re.fullmatch(r"\d{4}-\d\d", code):
        return f"{int(code[5:])}/{year}"
    if "/P" in code:
        first, last = days_of(code)
        short = f"{first.year}–{last.year}" if code.endswith("Y") else f"{day(first)}–{day(last)}"
        return day(first) if first == last else short
    return year if code == year else day(date.fromisoformat(code))


def within(text: str) -> str:
    """Return a text as it stands within a sentence.

    >>> within("Union members recruited")
    'union members recruited'
    """
    return text[:1].lower() + text[1:]


def without_stop(text: str) -> str:
    """Return a sentence, or sentences, without the stop at the end: for words that follow."""
    return text.removesuffix(".")


def sentence(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def series(chosen: Series, sectors: Mapping[str, Row], between: str = " · ", *, is_short: bool = False) -> str:
    """Return the period of a series, with its restriction where it has one."""
    said = period_in_short(chosen.time_period) if is_short else sentence(period(chosen.time_period))
    return restricted(said, chosen.sector, sectors, between)


def dated(row: Row, sectors: Mapping[str, Row], between: str = " · ") -> str:
    """Return the period of a figure, with its restriction where it has one."""
    return restricted(period(row["time_period"]), row["sector"], sectors, between)


def restricted(text: str, sector: str, sectors: Mapping[str, Row], between: str = " · ") -> str:
    """Return a text followed by the name of a restriction, where there is one."""
    return text if sector == "_T" else f"{text}{between}{name(sectors[sector])}"


def name(row: Row, what: str = "name") -> str:
    """Return the name of something from the seeds in the reader's language."""
    return str(row[f"{what}_{current_language().seeds}"])


def unit(row: Row) -> str:
    """Return the name of a unit in the reader's language; only clusters have another one in English."""
    return str(row["name" if current_language().seeds == "vi" else "name_en"])


def measure(indicator: Row, value: float | None = None) -> str:
    """Return the noun behind a number; in English it depends on whether there is one of it."""
    return (
        str(indicator["measure_en_one"])
        if value == 1 and current_language().seeds == "en"
        else name(indicator, "measure")
    )


def place(row: Row) -> str:
    """Return where a figure, or the list that leaves it out, stands: article and line; nothing where no article is."""
    if row["article_id"] is None:
        return ""
    if row["line"] is None:
        return t("article {code}", code=code(row))
    return t("article {code}, line {line}", code=code(row), line=row["line"])


def publisher(row: Row) -> str:
    """Return who publishes an article, and that this was inferred where it was."""
    return f"{row['publisher']}{inferred(row['publisher_kind'])}"


def inferred(kind: str) -> str:
    """Return that something is not printed but was inferred, where it was."""
    return f" ({t('inferred')})" if kind == "inferred" else ""


def code(article: Row) -> str:
    """Return the short number of an article, by which the readers' notes call it too."""
    return str(article["article_id"]).split("_", maxsplit=1)[0]


def source_number(article: Row) -> str:
    """Return the number of an article behind figures and at the foot: its short number without the zeros in front."""
    return code(article).lstrip("0") or "0"


def covered_cluster(total: Row) -> str:
    """Return the cluster that articles speak for as a whole, by name; nothing where there is none, or several."""
    name = total["covered_cluster_name"]
    return unit({"name": name, "name_en": total["covered_cluster_name_en"]}) if name else ""


def coverage(row: Row, scope: str, between: str = " · ") -> str:
    """Return how many units a sum covers, of those the articles speak for and of the scope: "3/6 … · 3/30 …"."""
    spoken_for = covered_cluster(row)
    parts = []
    if row["n_covered"] and row["n_covered"] != row["n_units"]:
        parts.append(
            f"{row['n_observed']}/{row['n_covered']} "
            + (t("units of {name}", name=spoken_for) if spoken_for else t("units that the articles cover"))
        )
    parts.append(f"{row['n_observed']}/{row['n_units']} {scope}")
    return between.join(parts)


def reader(role: str) -> str:
    """Return the role of a reader in words: reader-1 is "reader 1"; who that is, is nobody's business here."""
    return t("reader {number}", number=role.removeprefix("reader-"))


def fold(text: str) -> str:
    """Return a text without diacritics and capitals, so that "dong da" finds Đống Đa.

    >>> fold("Đống Đa"), fold("Ðống-ða")
    ('dong da', 'dong da')
    """
    letters = unicodedata.normalize("NFD", text.translate(D_WITHOUT_STROKE))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s-]+", " ", kept).strip().casefold()


def literal(text: str) -> str:
    """Return text from outside so that Markdown shows it as it is, on one line."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:" else letter for letter in text)
    return escaped.replace("\n", " ")
