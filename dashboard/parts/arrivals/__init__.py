"""The place where an article is pasted or chosen as a file: it is sent to `/arrivals`, which says what became of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import markup
from dashboard.desk import LARGEST
from dashboard.messages import language, t

KEY = "arrivals"


@cache
def component() -> Any:
    """Return the component, registered once."""
    here = Path(__file__).parent
    return st.components.v2.component(
        KEY,
        html=str(markup.element("div", class_=KEY)),
        css=(here / "arrivals.css").read_text(encoding="utf-8"),
        js=(here / "arrivals.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def draw(reader: str) -> None:
    """Draw the field and the files; the page is drawn anew when something arrived."""
    words = {
        "heading": t("Add an article"),
        "paste": t("Paste the text of an article"),
        "add": t("Add"),
        "files": t("Choose files (.txt, .html, .docx, .pdf)"),
        "drop": t("or drop them here"),
        "sending": t("{name}: being read …"),
        "too_large": t(
            "{name} has {size} MB; at most {most} MB are taken in. Paste the text of the article instead.",
            name="{name}", size="{size}", most=LARGEST // 2**20,
        ),
        "empty": t("There is nothing in the field. Paste the text of the article into it, or choose a file."),
        "failed": t("{name}: the dashboard does not answer. Nothing was lost: start it again, then press Add again."),
        "another": t("It is another article: add it"),
        "old": t("On the shelf, line {n}"),
        "new": t("New, line {n}"),
        "open": t("Open"),
        "pasted": t("Pasted text"),
    }  # fmt: skip
    data = {"words": words, "most": LARGEST, "reader": reader, "lang": language.get()}
    component()(key=KEY, data=data, on_arrived_change=lambda: None)
