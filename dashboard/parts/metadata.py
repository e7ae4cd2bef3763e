"""What an article is: title, paper, days and period, each with where it is from; proposed, and confirmed by readers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import columns, markup, queries, wording
from dashboard.desk import desk, vietnamese
from dashboard.messages import t
from dashboard.parts.reading import choices
from intake.arrivals.metadata import papers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup
    from streamlit.delta_generator import DeltaGenerator

KINDS = ("printed", "inferred")
DAYS = ("published_from", "published_to", "event_from", "event_to")


def form(article_id: str, done: str) -> dict[str, str] | None:
    """Draw the columns of articles.csv that a reader confirms; return what was confirmed just now, None before."""
    with st.form(f"metadata_{article_id}", border=False):
        said = fields(desk().metadata(article_id), desk().text(article_id))
        is_sent = st.form_submit_button(done, type="primary")
    return confirmed(said) if is_sent else None


def fields(known: Mapping[str, str], text: str) -> dict[str, str | None]:
    """Draw the columns as fields, and return what stands in them; None for what should be a day and is none.

    A day without its year is one of the year that the article reports on.
    """
    said: dict[str, str | None] = {"title": st.text_input(t("Title"), known.get("title", ""))}
    said |= _sourced("publisher", t("Paper"), known)
    said |= _days("published", columns.heading("published"), known)
    said |= _days("event", t("Event"), known)
    period = _period(known.get("reported_period", ""), choices.years(known, text))
    days = {name: day_of(said[name] or "", period[:4]) for name in DAYS}
    return _with_own_reason(said | days | {"reported_period": period}, known)


def _with_own_reason(said: dict[str, str | None], known: Mapping[str, str]) -> dict[str, str | None]:
    """Return what was said; of days that a reader inferred otherwise, the proposal's reason is none."""
    for name, days in (("published", DAYS[:2]), ("event", DAYS[2:])):
        is_other = any(said[day] != known.get(day, "") for day in days)
        is_as_proposed = said[f"{name}_reason"] == known.get(f"{name}_reason") and said[f"{name}_kind"] == KINDS[1]
        if is_other and is_as_proposed and said[f"{name}_reason"]:
            said[f"{name}_reason"] = _usual(name)
    return said


def shown(known: Mapping[str, str]) -> Markup:
    """Return what an article is, to be read only: the second reader may know it, and agrees to it in the end."""
    rows = {
        t("Title"): known.get("title", ""),
        t("Paper"): known.get("publisher", ""),
        columns.heading("published"): _from_to("published", known),
        t("Event"): _from_to("event", known),
        t("Period reported on"): choices.period(known.get("reported_period", "")),
    }
    said = (
        markup.element("tr", markup.element("th", label, scope="row"), markup.element("td", value, lang="vi"))
        for label, value in rows.items()
        if value
    )
    return markup.element("table", markup.element("tbody", *said), class_="evidence")


def _from_to(name: str, known: Mapping[str, str]) -> str:
    first, last = (known.get(f"{name}_{end}", "") for end in ("from", "to"))
    if not first:
        return ""
    return wording.days(date.fromisoformat(first), date.fromisoformat(last) if last else None)


def confirmed(said: Mapping[str, str | None]) -> dict[str, str] | None:
    """Return what the fields say; None, and a sentence on the page, where a day is none."""
    if None in said.values():
        st.error(t("A day is written as 31/05/2023. Correct it and press again; nothing was lost."))
        return None
    return {name: value or "" for name, value in said.items()}


def _sourced(name: str, label: str, known: Mapping[str, str]) -> dict[str, str | None]:
    """Draw a value with whether it is printed, and where."""
    value, kind, reason = st.columns([2, 1, 3])
    others = [*(str(row["publisher"]) for row in queries.articles()), *papers()]
    return {
        name: _listed(value, label, known.get(name, ""), others),
        f"{name}_kind": _kind(kind, name, label, known),
        f"{name}_reason": _why(reason, name, label, known),
    }


def _why(place: DeltaGenerator, name: str, label: str, known: Mapping[str, str]) -> str:
    """Draw where a value is from: what is proposed; of what is not, what is so most often."""
    given = known.get(f"{name}_reason") or _usual(name)
    said: str = place.text_area(t("{what}: where from", what=label), given, height=68)
    return " ".join(said.split())


def _usual(name: str) -> str:
    with vietnamese():  # it is published as it stands
        if name == "publisher":
            return t("Not in the text; inferred from the layout of the page.")
        return t("Inferred from what the text says.")


def _listed(place: DeltaGenerator, label: str, given: str, others: Sequence[str]) -> str:
    """Draw a field that offers what is usual and takes what is typed."""
    offered = list(dict.fromkeys([given, *others]))
    chosen: str | None = place.selectbox(
        label, offered, accept_new_options=True, placeholder=t("Choose or type"), format_func=lambda one: one or "–"
    )
    return (chosen or "").strip()


def _days(name: str, label: str, known: Mapping[str, str]) -> dict[str, str | None]:
    """Draw a first and a last day, as they are typed, with whether they are printed, and where."""
    first, last, kind, reason = st.columns([1, 1, 1, 3])
    days: dict[str, str | None] = {
        f"{name}_from": first.text_input(label, _shown(known.get(f"{name}_from", ""))),
        f"{name}_to": last.text_input(t("{what}: at the latest", what=label), _shown(known.get(f"{name}_to", ""))),
    }
    is_given = any((typed or "").strip() for typed in days.values())
    chosen = _kind(kind, name, label, known)
    why = _why(reason, name, label, known)
    return days | {f"{name}_kind": chosen if is_given else "", f"{name}_reason": why if is_given else ""}


def _kind(place: DeltaGenerator, name: str, label: str, known: Mapping[str, str]) -> str:
    said = columns.origins()
    given = known.get(f"{name}_kind") or KINDS[1]
    chosen: str = place.selectbox(
        t("{what}: how known", what=label),
        KINDS,
        KINDS.index(given),
        format_func=said.__getitem__,
        placeholder=t("Choose"),
    )
    return chosen


def _period(known: str, years: Sequence[int]) -> str:
    """Draw the period that the article reports on; those of the years that it names are offered first."""
    offered = [shape.replace("{y}", str(year)) for year in years for shape in choices.SHAPES]
    listed = list(dict.fromkeys(filter(None, [known, *offered])))
    chosen: str | None = st.selectbox(
        t("Period reported on"), listed, index=0 if known else None, format_func=choices.period, placeholder=t("Choose")
    )
    return chosen or ""


def _shown(value: str) -> str:
    return wording.day(date.fromisoformat(value)) if value else ""


def day_of(typed: str, year: str = "") -> str | None:
    """Return a typed day as the seeds write it; "" for none, None for no day.

    `year`: of a day that is typed without one.

    >>> day_of("31/5/2023"), day_of("2023-05-31"), day_of("31/5/23"), day_of("31/5", "2023")
    ('2023-05-31', '2023-05-31', '2023-05-31', '2023-05-31')
    >>> day_of(" "), day_of("31/2/2023"), day_of("31/5")
    ('', None, None)
    """
    typed = typed.strip()
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d\d))?", typed)
    try:
        if match:
            own = match[3] or year
            if not own:
                return None
            return date(int(own if len(own) > 2 else f"20{own}"), int(match[2]), int(match[1])).isoformat()  # noqa: PLR2004
        return date.fromisoformat(typed).isoformat() if typed else ""
    except ValueError:
        return None
