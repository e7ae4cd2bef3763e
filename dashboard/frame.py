"""What stands around every page: configuration, navigation, the state of the data, and the evidence card."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, desk, filters, kept, login, markup, provenance, queries, screen_reader, style
from dashboard.messages import LANGUAGES, language, t
from dashboard.parts import cards, downloads, evidence
from dashboard.screens import indicator, nowhere
from dashboard.selection import query

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboard.selection import Address


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Take everything that was imported at the start out of the collector's rounds.

    Streamlit collects garbage after every run over all that was ever imported: most of what a run costs.
    """
    gc.collect()
    gc.freeze()


def pages() -> dict[str, list[st.Page]]:
    """Return the pages in the order of the navigation, under their headings."""

    def page(name: str, title: str, icon: str, *, default: bool = False, is_shown: bool = True) -> st.Page:
        return st.Page(
            f"../pages/{name}.py", title=title, icon=f":material/{icon}:", default=default,
            visibility="visible" if is_shown else "hidden",
        )  # fmt: skip

    found = {
        "": [page("overview", t("Overview"), "home", default=True)],
        t("Results"): [
            *map(indicator.page, queries.core_indicators().values()),
            page("targets", t("Results and targets"), "flag"),
            page("activities", t("Other activities"), "diversity_3"),
            page("unit_profile", t("Unit profile"), "badge"),
        ],
        t("Data and sources"): [
            page("gaps", t("What is missing"), "rule"),
            page("explore", t("All figures"), "table_rows"),
            page("sources", t("Sources and corrections"), "newspaper"),
            page("changes", t("Corrections and changes"), "history"),
            page("glossary", t("Glossary"), "dictionary"),
            page("intake", t("Article intake"), "post_add", is_shown=desk.is_allowed() and queries.asof() is None),
        ],
    }
    found[""] += nowhere.pages([one.url_path for group in found.values() for one in group])
    return found


def switch() -> Markup:
    """Return the way to the other language: the same view, opened anew."""
    address = {key: values for key, values in st.session_state.get(filters.ADDRESS, {}).items() if key != "lang"}
    links = [
        markup.element(
            "a", name, href="?" + query(address | {"lang": [code]}), target="_self", lang=code, hreflang=code
        )
        for code, (name, *_) in LANGUAGES.items()
        if code != language.get()
    ]
    return markup.element("p", *links, class_="languages", data_drawn_for="phone" if filters.is_narrow() else "desk")


def banner(address: Address) -> Markup:
    """Return as of what a page of an older build is, and the way back to today."""
    said = t("These are the data as they were published on {day}.", day=provenance.built(queries.build()))
    return markup.element("p", said, " ", today(address), class_="as-of", role="status")


def today(address: Address) -> Markup:
    """Return the way from an older build to the same view as it is today, opened anew."""
    asked = {key: values for key, values in address.items() if key != "asof"}
    return markup.element("a", t("Show the newest data"), href=f"?{query(asked)}", target="_self")


def turn_to_today() -> None:
    """Have the navigation lead to the data of today, where the address asks for a build that there is none of."""
    st.session_state[filters.ASOF] = None
    with suppress(queries.Unavailable), queries.pinned():
        st.navigation(pages(), position="top")


def account(place: str) -> Markup:
    """Return as whom one has logged in, and the way out; the way in, from this view and back to it."""
    said, person = access.rules(), access.who(st.context.headers)
    way = ("", "")
    if person:
        way = (t("Log out"), "logout" if said.login == access.OIDC else said.logout_address)
    elif said.login == access.OIDC:
        asked = query(filters.in_address())
        way = (t("Log in"), login.address_of(place + (f"?{asked}" if asked else "")))
    words = t("Logged in as {name}", name=person.name) if person else ""
    link = markup.element("a", way[0], href=way[1], target="_self") if way[1] else ""
    return markup.element("p", words, " · " if words and link else "", link, class_="account")


def foot() -> None:
    """Say of which day the data are, and whether its passages were found again in the articles."""
    build = queries.build()
    checked = (
        t("All {n} passages were found again in the articles.", n=build["claims"])
        if build["passages_checked"] == build["claims"]
        else t(
            "A second reader has checked all {all} figures; this build did not have the article files, so {n} of them "
            "were not found again by program.",
            n=build["claims"] - build["passages_checked"],
            all=build["claims"],
        )
    )
    said = [f"{provenance.dated(build)}. {checked}"]
    if (store := queries.store()) and store.problem and store.since:
        said.append(provenance.behind(store.problem, store.since, build))
    st.html(markup.paragraphs(said, "foot"))


@st.cache_resource(show_spinner=False)
def script() -> str:
    """Return the script that holds for every page."""
    return f"<script>{Path(__file__).with_suffix('.js').read_text(encoding='utf-8')}</script>"


filters.speak()
st.set_page_config(
    page_title=t("Union indicators of Hà Nội"),
    page_icon=str(Path(__file__).with_name("icon.svg")),
    layout="wide",
    initial_sidebar_state="collapsed",
)
st.html(style.css(t("Press Enter to find and choose"), t("Menu")))
st.html(
    screen_reader.script() + downloads.script() + script(),
    unsafe_allow_javascript=True,
)
if desk.is_offered():
    desk.recovered()
try:
    with filters.pinned():
        page = st.navigation(pages(), position="top")
        st.set_page_config(page_title=f"{page.title} – {t('Union indicators of Hà Nội')}")
        filters.arrive(page.url_path)
        if claim_id := filters.asked_claim():
            evidence.ask(claim_id)
        top = st.container(key="top")
        with top:  # at one place on every page: Streamlit knows a fragment by it
            cards.listen(evidence.asked())
        above = st.container() if queries.asof() is not None else None
        page.run()
        top.html(switch() + (account(page.url_path) if access.rules().login else ""))
        if above:
            above.html(banner(st.session_state.get(filters.ADDRESS, {})))
        foot()
        evidence.answer()
except queries.NoBuild as none:
    turn_to_today()
    st.warning(kept.unavailable(none), icon=":material/history:")
    st.html(markup.element("p", today(filters.in_address()), class_="as-of"))
    st.stop()
except queries.Unavailable as unavailable:
    st.error(kept.unavailable(unavailable))
    st.stop()
settle()
