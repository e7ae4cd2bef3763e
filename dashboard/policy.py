"""What a browser is told to let our answers do: which scripts may run, who may frame a page, what is said onwards."""

from __future__ import annotations

import base64
import os
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

from dashboard import screen_reader
from dashboard.access import Misconfigured
from dashboard.messages import LANGUAGES, language, t
from dashboard.parts import downloads

EMBED_IN = "EMBED_IN"
SCRIPT = re.compile("<script>(.*?)</script>", re.DOTALL)
HERE = Path(__file__).parent
OURS = ("frame.js", "parts/anchors.js", "screens/glossary.js")  # what pages run as it stands; the rest depends on words


def _inline() -> list[str]:
    """Return every script that stands within a page: Streamlit's own, and ours in each language."""
    html = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = SCRIPT.findall(html) + [(HERE / name).read_text(encoding="utf-8") for name in OURS]
    before = language.get()
    for code in LANGUAGES:
        language.set(code)
        found += SCRIPT.findall(screen_reader.script() + downloads.script())
    language.set(before)
    return found


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'"


def framing() -> str:
    """Return who may show a page in a frame. Raise `Misconfigured` for what is no address of a website."""
    named = os.environ.get(EMBED_IN, "").split()
    for one in named:
        if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d+)?", one):
            raise Misconfigured(
                t(
                    "{name} has “{one}”; it names websites that may show these pages in a frame, such as "
                    "https://example.org, parted by blanks.",
                    name=EMBED_IN,
                    one=one[:80],
                )
            )
    return " ".join(["frame-ancestors 'self'", *named])


@cache
def of_page() -> str:
    """Return the policy of a page. Styles are written into pages by Streamlit and Plotly, so they may stand inline.

    Streamlit imports the scripts of components from addresses of memory (`blob:`), which only a script can make, and
    compiles WebAssembly when it starts; text is never run as a script.
    """
    scripts = " ".join(map(_hash, dict.fromkeys(_inline())))
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            framing(),
        ]
    )


@cache
def of_file() -> str:
    """Return the policy of all else, which runs nothing: a picture may have styles and fonts within itself."""
    return f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; {framing()}"


def headers(content_type: str | None) -> dict[str, str]:
    """Return what every answer says beside its own; None for what the browser has already, with the policy of then."""
    said = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    if content_type is not None:
        said["Content-Security-Policy"] = of_page() if content_type.startswith("text/html") else of_file()
    if not os.environ.get(EMBED_IN):
        said["X-Frame-Options"] = "SAMEORIGIN"  # the same for browsers that are older than the policy
    return said
