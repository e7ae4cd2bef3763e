"""The glossary in running text: a term explains itself under the pointer, and at a press of Enter or a finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard import markup, queries
from dashboard.messages import current_language

if TYPE_CHECKING:
    from markupsafe import Markup


class Vocabulary(NamedTuple):
    """The terms of a language: what finds them in a text, and their definitions by the name of the group that did."""

    spellings: re.Pattern[str]
    definitions: dict[str, str]


def paragraph(text: str) -> None:
    """Draw the paragraph that a page begins with, in which each term is explained where it first stands."""
    st.html(markup.element("p", marked(text, "lead"), class_="lead"))


def marked(text: str, place: str) -> Markup:
    """Return text with each term of the glossary explained where it first stands.

    `place` tells this text from the others of the page.
    """
    return _marked(text, place, current_language().seeds)


@queries.per_build
def _marked(text: str, place: str, spoken: str) -> Markup:
    spellings, definitions = _vocabulary(spoken)
    explained: set[str] = set()
    parts: list[str | Markup] = []
    end = 0
    for found in spellings.finditer(text):
        definition = definitions[str(found.lastgroup)]
        if definition in explained:
            continue
        explained.add(definition)
        parts += [text[end : found.start()], term(found[0], definition, f"tip-{place}-{len(explained)}")]
        end = found.end()
    return markup.joined([*parts, text[end:]])


@queries.per_build
def _vocabulary(spoken: str) -> Vocabulary:
    definitions: dict[str, str] = {}
    patterns: dict[str, tuple[int, str]] = {}
    for row in queries.glossary():
        for spelling in filter(None, (row.get(f"{kind}_{spoken}") for kind in ("term", "plural", "short"))):
            group = f"t{len(definitions)}"
            definitions[group] = row[f"definition_{spoken}"]
            patterns[group] = (len(spelling), re.escape(spelling))
    # The longest first: within "đại hội công đoàn cơ sở", "công đoàn cơ sở" is not looked for.
    found = "|".join(
        f"(?P<{group}>{pattern})"
        for group, (_, pattern) in sorted(patterns.items(), key=lambda item: item[1][0], reverse=True)
    )
    return Vocabulary(re.compile(rf"(?<!\w)(?:{found or '(?!)'})(?!\w)", re.IGNORECASE), definitions)


def term(word: str, definition: str, tip: str) -> Markup:
    """Return a word with its definition, whose id is `tip`.

    As a popover the definition lies above everything else of the page and goes away with Escape; as a description it
    is read out with the word.
    """
    return markup.element(
        "span",
        markup.element("button", word, type="button", popovertarget=tip, aria_describedby=tip),
        markup.element("span", definition, id=tip, popover="auto", role="tooltip", class_="tip"),
        class_="term",
    )
