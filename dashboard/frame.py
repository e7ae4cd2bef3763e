"""What stands around every page: configuration, navigation, the state of the data, and the evidence card."""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st

from dashboard import captions, evidence, queries, style, wording
from dashboard.messages import language, t


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Take everything that was imported at the start out of the collector's rounds.

    Streamlit collects garbage after every run over all that was ever imported: most of what a run costs.
    """
    gc.collect()
    gc.freeze()


def pages() -> list[st.Page]:
    """Return the pages in the order of the navigation."""
    names = {indicator_id: wording.name(indicator) for indicator_id, indicator in queries.indicators().items()}
    return [
        st.Page("../pages/overview.py", title=t("Overview"), icon=":material/home:", default=True),
        *(
            st.Page(f"../pages/{page}.py", title=names[page], icon=f":material/{icon}:")
            for page, icon in (
                ("unions_formed", "groups"),
                ("members_recruited", "person_add"),
                ("agreements_signed", "handshake"),
            )
        ),
    ]


def foot() -> None:
    """Say which build of the data this is, and whether its passages were found again in the articles."""
    build = queries.build()
    checked = (
        t("All {n} passages were found again in the articles.", n=build["claims"])
        if build["passages_checked"] == build["claims"]
        else t(
            "{n} of {all} passages were not re-checked against the articles in this build.",
            n=build["claims"] - build["passages_checked"],
            all=build["claims"],
        )
    )
    with st.sidebar:
        st.caption(f"{captions.standing(build)}. {checked}")


st.set_page_config(
    page_title=t("Union indicators of Hà Nội"), page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide"
)
# Streamlit's page says that it is English: a screen reader would read Vietnamese with an English voice.
spoken = f"<script>document.documentElement.lang = '{language.get()}'</script>"
st.html(style.css(t("Press Enter to find and choose")) + spoken, unsafe_allow_javascript=True)
try:
    page = st.navigation(pages())
    page.run()
    foot()
except queries.Unavailable as unavailable:
    problems = {
        "missing": t("There is no data yet. Build it with “python -m etl”, then reload this page."),
        "unreadable": t("The data file cannot be read. Build it anew with “python -m etl”, then reload this page."),
        "other version": t(
            "The data file is of another version. Build it anew with “python -m etl”, then reload this page."
        ),
    }
    st.error(f"{problems[unavailable.problem]} ({unavailable.path.name})")
    st.stop()
evidence.answer()
settle()
