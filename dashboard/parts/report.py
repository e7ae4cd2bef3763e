"""Telling us that a figure is wrong: a message that names the claim and the view, as a mail or as text to copy."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st

from dashboard import filters, markup
from dashboard.messages import t
from dashboard.selection import linked

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboard.rows import Row

RECIPIENT = "REPORT_TO"


def draw(claim: Row, restatement: str) -> None:
    """Draw the way to report the claim, which `restatement` says in one line."""
    subject = t("Wrong figure: {claim}", claim=claim["claim_id"])
    body = "\n".join(
        [
            restatement,
            t(
                "Printed: “{words}”, line {line} of {file}",
                words=claim["as_printed"],
                line=claim["line"],
                file=claim["file_name"],
            ),
            f"{t('Claim')}: {claim['claim_id']}",
            f"{t('Seen at')}: {address(claim['claim_id'])}",
            t("What is wrong, and where the right figure stands:"),
            "",
        ]
    )
    st.html(folded(subject, body))


def folded(subject: str, body: str) -> Markup:
    """Return the way to send a message, folded: as a mail, or as text to copy."""
    return markup.details(
        t("Report a wrong figure"), mail(subject, body) + markup.element("pre", subject, "\n\n", body)
    )


def address(claim_id: str | None = None) -> str:
    """Return a link that opens the view that the reader has open, with a claim its card over it."""
    page = (st.context.url or "").split("?")[0]
    page += "/" if page.count("/") == 2 else ""  # noqa: PLR2004  (a server's address ends in one)
    return linked(page, st.session_state.get(filters.ADDRESS, {}) | ({"claim": [claim_id]} if claim_id else {}))


def mail(subject: str, body: str) -> Markup:
    """Return a link that opens the reader's mail program, or what to do where there is no address to write to."""
    recipient = os.environ.get(RECIPIENT, "")
    if not re.fullmatch(r"[^@\s<>\"&?]+@[^@\s<>\"&?]+\.[^@\s<>\"&?]+", recipient):
        said = t("Copy this message and send it to those who run this dashboard.")
        if recipient:
            said = f"{said} {t('({name} is set, but not to a mail address.)', name=RECIPIENT)}"
        return markup.element("p", said)
    link = f"mailto:{recipient}?subject={quote(subject)}&body={quote(body)}"
    return markup.element(
        "p", markup.element("a", t("Write to {recipient}", recipient=recipient), href=link), " ", t("or copy:")
    )
