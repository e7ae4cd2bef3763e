"""Who says so: the articles behind figures, who read them, and how far what they print reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard import signs, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dashboard.figure import Figure
    from dashboard.rows import Row


def freshness(figures: Sequence[Figure]) -> str:
    """Return which periods figures cover, when their articles came out, and when they were last checked.

    A target reaches nowhere yet: the end of its period is not that of the figures.
    """
    results = [one for one in figures if not one.is_plan]
    if not results:
        return ""
    return t(
        "{period} · printed {published} · checked {checked}",
        period=covered(results),
        published=published(_together(results)),
        checked=checked(results),
    )


def checked(figures: Sequence[Figure]) -> str:
    """Return on which day figures were last checked."""
    return wording.day(max(one.checked_on for one in figures if one.checked_on))


def covered(figures: Sequence[Figure]) -> str:
    """Return the days that figures cover; those given before their period had ended do not reach its end."""
    periods = [(one.period_start, one.period_end) for one in figures if one.period_start and one.period_end]
    first, last = min(start for start, _ in periods), max(end for _, end in periods)
    days = {"first": wording.day(first), "last": wording.day(last)}
    if first == last:
        said = t("As of {day}", day=wording.day(first))
    elif set(periods) == {(first, last)}:
        said = t("Period {first}–{last}", **days)
    else:
        said = t("Periods between {first} and {last}", **days)
    return ", ".join(filter(None, [said, signs.given_early(figures)]))


def _together(figures: Sequence[Figure]) -> Figure:
    """Return one that came out within the days of all articles of some figures; unlimited where one of them is."""
    ends = [one.published_to for one in figures]
    return replace(
        figures[0],
        published_from=min(one.published_from for one in figures if one.published_from),
        published_to=None if None in ends else max(end for end in ends if end),
        published_kind="inferred" if any(one.published_kind == "inferred" for one in figures) else "printed",
    )


def sources(figures: Sequence[Row]) -> tuple[str, ...]:
    """Return one line for each article that figures, or the gaps in its list, come from."""
    articles = {row["article_id"]: row for row in reversed(figures) if row["article_id"] is not None}
    return tuple(map(source, reversed(articles.values())))


def source(article: Row) -> str:
    """Return an article in one line: publisher, title, day."""
    return t(
        "Source: {publisher}, “{title}”, published {published}.",
        publisher=wording.publisher(article),
        title=article["title"],
        published=published(article),
    )


def cited(claim: Figure, *, is_known: bool = False, is_read: bool = False) -> str:
    """Return where a figure stands and who read it, in one line: what a footnote says.

    `is_known`: the reader was told before which article it is; its number and the line do. `is_read`: and who read it.
    """
    article = t(
        "{publisher}, “{title}” ({place}), published {published}",
        publisher=wording.publisher(claim),
        title=claim.title,
        place=wording.place(claim),
        published=published(claim),
    )
    said = f"“{claim.as_printed}”: {wording.place(claim) if is_known else article}."
    code = f"{wording.sentence(t('code {claim}', claim=claim.claim_id))}."
    return " ".join([said, *([] if is_read else [f"{read(claim)}."]), code])


def read(claim: Row) -> str:
    """Return who read a figure."""
    return t(
        "Entered by {entered_by} on {entered_on}, checked by {checked_by} on {checked_on}",
        entered_by=wording.reader(claim["entered_by"]),
        entered_on=wording.day(claim["entered_on"]),
        checked_by=wording.reader(claim["checked_by"]),
        checked_on=wording.day(claim["checked_on"]),
    )


def published(article: Row) -> str:
    """Return when an article came out, and that the day was inferred where it was."""
    days = wording.days(article["published_from"], article["published_to"])
    return days + wording.inferred(article["published_kind"])


def standing(build: Row) -> str:
    """Return which build of the data this is, for the foot of a file."""
    return t("Build {id} of {day}", id=build["seeds_sha256"][:8], day=built(build))


def dated(build: Row) -> str:
    """Return of which day the data are, for a page; its foot has no use for a code."""
    return t("Data of {day}", day=built(build))


def behind(problem: str, since: datetime, build: Row) -> str:
    """Return since when (UTC) a store gives nothing new, and of which day the data are that are shown instead."""
    there = wording.in_hanoi(since.replace(tzinfo=None))
    moment, day = f"{there:%H:%M} {wording.day(there)}", built(build)
    if problem == "unanswered":
        return t(
            "The store of data has not answered since {moment}; shown are the data of {day}.", moment=moment, day=day
        )
    return t(
        "The newest data in the store cannot be used since {moment}; shown are the data of {day}.",
        moment=moment,
        day=day,
    )


def built(build: Row) -> str:
    """Return the day in Hà Nội on which a build was published."""
    return wording.day(wording.in_hanoi(build["built_at"]))
