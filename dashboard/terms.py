"""The terms on which the data may be used again: read from configuration, and never made up."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from dashboard import links
from dashboard.messages import t

LICENCE = "DATA_LICENCE"  # an identifier of SPDX, such as CC-BY-4.0, or the address where the terms stand
NAME = "DATA_LICENCE_NAME"  # what readers see of them
LONGEST_NAME = 200  # letters


class Terms(NamedTuple):
    """Terms of reuse: where they stand, what they are called, and their identifier where SPDX has one."""

    address: str
    name: str
    spdx: str | None


def stated() -> Terms | None:
    """Return the configured terms; None where none are, or where what is configured is not to be understood."""
    licence, name = _configured()
    if len(name) > LONGEST_NAME or not name.isprintable():
        return None
    if links.is_address(licence):
        return Terms(licence, name or licence, None)
    if spdx := _spdx(licence):
        return Terms(f"https://spdx.org/licenses/{spdx}", name or spdx, spdx)
    return None


def problem() -> str | None:
    """Return what is wrong with what is configured; None where nothing is, or nothing is configured."""
    if stated() or not any(_configured()):
        return None
    return t(
        "{licence} takes an SPDX identifier such as CC-BY-4.0, or an address; {name} takes a name on one line, with at "
        "most {longest} letters, beside it. What is set is something else: no terms of reuse are stated.",
        licence=LICENCE,
        name=NAME,
        longest=LONGEST_NAME,
    )


def said() -> str:
    """Return the terms in words; that none are stated where that is so."""
    found = stated()
    if not found:
        return t("No terms of reuse are stated")
    return found.name if found.name == found.address else f"{found.name} ({found.address})"


def _configured() -> tuple[str, str]:
    return os.environ.get(LICENCE, "").strip(), os.environ.get(NAME, "").strip()


def _spdx(text: str) -> str | None:
    """Return an identifier as SPDX spells it; None where it has none, or where it is one's own (LicenseRef-…)."""
    try:
        found = str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        return None
    return found if re.fullmatch(r"(?!LicenseRef-)[A-Za-z0-9.-]+", found) else None
