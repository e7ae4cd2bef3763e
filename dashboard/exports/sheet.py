"""The profile of a federation as a sheet of paper: the words of its page, set by a template, as PDF.

What the typesetter is given is text, never markup.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import segno

from dashboard import profile_sections, profiles, queries
from dashboard.exports.letters import clean
from dashboard.messages import language, t
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.profile_sections import Items, Section
    from dashboard.profiles import Profile

TYPESETTER = Path(__file__).with_name("typesetter.py")
PATIENCE = 60  # seconds; a sheet takes less than one
AT_ONCE = BoundedSemaphore(4)  # typesetters: each takes up to 200 MiB
# The widest (mm) that the columns of a table behind its first one grow with their words; the first has what they leave.
# No text, however long, drives another off the sheet. The core has a column for targets and one for shares if need be.
CORE = {5: (43, 18, 39, 26), 6: (40, 18, 26, 28, 26), 7: (38, 18, 25, 14, 22, 26)}
OTHERS, ARTICLES = (36, 28, 42, 28), (30, 42, 28)


class NoSheet(Exception):
    """No sheet could be set: the typesetter failed, or took too long; the message is what it said."""


def as_pdf(profile: Profile, link: str | None) -> bytes:
    """Return a profile as PDF (A4); with the link to its page, in words and as a QR code, where there is one.

    The same profile of the same build gives the same bytes. Raise `NoSheet` where none can be set.
    """
    built = queries.build()["built_at"].replace(tzinfo=UTC)
    given = {"data": _seen(_words(profile, link)), "timestamp": int(built.timestamp())}
    try:
        with AT_ONCE:
            made = subprocess.run(  # noqa: S603  (our own program)
                [sys.executable, "-I", TYPESETTER],
                input=json.dumps(given).encode(),
                capture_output=True,
                check=True,
                timeout=PATIENCE,
            )
    except subprocess.CalledProcessError as fault:
        raise NoSheet(fault.stderr.decode(errors="replace")) from fault
    except subprocess.TimeoutExpired as fault:
        raise NoSheet(f"no answer in {PATIENCE} seconds") from fault
    return made.stdout


def _words(profile: Profile, link: str | None) -> dict[str, Any]:
    """Return what the sheet says, in the order of the page."""
    name = profiles.name(profile)
    core, shared = profile_sections.core(profile), profile_sections.cluster(profile)
    return {
        "language": language.get(),
        "title": f"{name} – {profiles.kind()}",
        "name": name,
        "kind": profiles.kind(),
        "summary": " ".join(profiles.summary(profile)),
        "headlines": [profiles.headline(row)._asdict() for row in profiles.newest(profile)],
        "facts": list(profiles.facts(profile).items()),
        "sections": [
            _section(core, CORE[len(core.headings)]) | {"remarks": profile_sections.remarks(profile)},
            *(_section(section, OTHERS) for section in (profile_sections.own(profile), shared) if section),
            _section(profile_sections.articles(profile), ARTICLES) | {"first_language": "vi"},
        ],
        "foot": profile_sections.foot(profile, link),
        "qr": _qr(link) if link else None,
        "qr_alt": t("QR code that leads to this page"),
        "colours": {"accent": LIGHT.accent, "ink": LIGHT.ink, "muted": LIGHT.muted, "line": LIGHT.edge},
    }


def _section(section: Section, widest: Sequence[int]) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "lead": section.lead,
        "headings": section.headings,
        "rows": [list(map(_lines, row)) for row in section.rows],
        "numbers": [f"{number}. " for number in section.numbers],
        "right": section.right,
        "widest": widest,
        "first_language": language.get(),
        "remarks": [],
    }


def _lines(cell: str | Items) -> list[str]:
    """Return a cell as lines: things stand below each other, each above what is said of it."""
    if isinstance(cell, str):
        return [cell]
    lines: list[str] = []
    for words, aside in cell.items:
        lines[-1:] = [f"{line};" for line in lines[-1:]]
        lines += [words, f"({aside})"] if aside else [words]
    return lines


def _qr(link: str) -> str:
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=0, dark=LIGHT.ink)
    return drawn.getvalue().decode()


def _seen(words: Any) -> Any:
    """Return words of which every letter can be seen, composed as fonts have them."""
    if isinstance(words, dict):
        return {key: _seen(value) for key, value in words.items()}
    if isinstance(words, (list, tuple)):
        return [_seen(value) for value in words]
    return clean(words) if isinstance(words, str) else words
