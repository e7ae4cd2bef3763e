"""What an article is: title, paper, days and period, each with where it is from; proposed, and confirmed by readers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import columns, queries, wording
from dashboard.desk import desk, vietnamese
from dashboard.messages import t
from dashboard.parts.reading import choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.delta_generator import DeltaGenerator

KINDS = ("printed", "inferred")


def form(article_id: str, done: str) -> dict[str, str] | None:
    """Draw the columns of articles.csv that a reader confirms; return what was confirmed just now, None before."""
    with st.form(f"metadata_{article_id}", border=False):
        said = fields(desk().metadata(article_id))
        is_sent = st.form_submit_button(done, type="primary")
    return confirmed(said) if is_sent else None


def fields(known: Mapping[str, str]) -> dict[str, str | None]:
    """Draw the columns as fields, and return what stands in them; None for what should be a day and is none."""
    said: dict[str, str | None] = {"title": st.text_input(t("Title"), known.get("title", ""))}
    said |= _sourced("publisher", t("Paper"), known)
    said |= _days("published", columns.heading("published"), known)
    said |= _days("event", t("Event"), known)
    return said | {"reported_period": _period(known.get("reported_period", ""))}


def confirmed(said: Mapping[str, str | None]) -> dict[str, str] | None:
    """Return what the fields say; None, and a sentence on the page, where a day is none."""
    if None in said.values():
        st.error(t("A day is written as 31/05/2023. Correct it and press again; nothing was lost."))
        return None
    return {name: value or "" for name, value in said.items()}


def _sourced(name: str, label: str, known: Mapping[str, str]) -> dict[str, str | None]:
    """Draw a value with whether it is printed, and where."""
    value, kind, reason = st.columns([2, 1, 3])
    return {
        name: _listed(value, label, known.get(name, ""), [str(row["publisher"]) for row in queries.articles()]),
        f"{name}_kind": _kind(kind, name, label, known),
        f"{name}_reason": _why(reason, name, label, known),
    }


def _why(place: DeltaGenerator, name: str, label: str, known: Mapping[str, str]) -> str:
    """Draw where a value is from: what is proposed; of what is not, what is so most often."""
    with vietnamese():  # it is published as it stands
        usual = {
            "publisher": t("Not in the text; inferred from the layout of the page."),
            "published": t("Inferred from what the text says."),
            "event": t("Inferred from what the text says."),
        }
    given = known.get(f"{name}_reason") or usual[name]
    said: str = place.text_area(t("{what}: where from", what=label), given, height=68)
    return " ".join(said.split())


def _listed(place: DeltaGenerator, label: str, given: str, others: Sequence[str]) -> str:
    """Draw a field that offers what is usual and takes what is typed."""
    offered = list(dict.fromkeys([given, *others]))
    chosen: str | None = place.selectbox(
        label, offered, accept_new_options=True, placeholder=t("Choose or type"), format_func=lambda one: one or "–"
    )
    return (chosen or "").strip()


def _days(name: str, label: str, known: Mapping[str, str]) -> dict[str, str | None]:
    """Draw a first and a last day with whether they are printed, and where; None for what is no day."""
    first, last, kind, reason = st.columns([1, 1, 1, 3])
    days = {
        f"{name}_from": day_of(first.text_input(label, _shown(known.get(f"{name}_from", "")))),
        f"{name}_to": day_of(
            last.text_input(t("{what}: at the latest", what=label), _shown(known.get(f"{name}_to", "")))
        ),
    }
    is_given = any(days.values())
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


def _period(known: str) -> str:
    """Draw the period that the article reports on."""
    year = known[:4] if re.match(r"\d{4}", known) else str(date.today().year)  # noqa: DTZ011
    offered = [shape.replace("{y}", str(int(year) + step)) for step in (0, -1, 1) for shape in choices.SHAPES]
    listed = list(dict.fromkeys(filter(None, [known, *offered])))
    chosen: str | None = st.selectbox(
        t("Period reported on"), listed, index=0 if known else None, format_func=choices.period, placeholder=t("Choose")
    )
    return chosen or ""


def _shown(value: str) -> str:
    return wording.day(date.fromisoformat(value)) if value else ""


def day_of(typed: str) -> str | None:
    """Return a typed day (31/5/2023, or as the seeds write it) as the seeds write it; "" for none, None for no day.

    >>> day_of("31/5/2023"), day_of("2023-05-31"), day_of(" "), day_of("31/2/2023")
    ('2023-05-31', '2023-05-31', '', None)
    """
    typed = typed.strip()
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        return date.fromisoformat(typed).isoformat() if typed else ""
    except ValueError:
        return None
