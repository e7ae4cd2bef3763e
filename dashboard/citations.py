"""What is said of a claim wherever it stands: whom it is about, the claim itself in our own words, how it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import notes, queries, signs, wording
from dashboard.messages import current_language, t

if TYPE_CHECKING:
    from dashboard.figure import Figure
    from dashboard.rows import Row


def restatement(claim: Figure) -> str:
    """Return the claim in one line of our own, built by rule."""
    # What stands on a day may be the contents of a plan: only what came about in a period is called a result.
    kinds = {"target": t("target"), "flow": t("result"), "stock": ""}
    kind = kinds["target" if claim.is_plan else str(claim.stock_flow)]
    period = wording.dated(claim, queries.sectors())
    return f"{whom(claim)} – {wording.name(claim)}, {period}: {signs.marked(claim.measured, kind)}."


def whom(claim: Row) -> str:
    """Return the full name of the unit that a claim is about."""
    if claim["unit_kind"] != "federation":
        return str(claim["name"] if current_language().seeds == "vi" else claim["unit_en"])
    if current_language().seeds == "vi":
        return f"LĐLĐ {claim['type_vi'].lower()} {claim['name']}"
    return t("{name} {type} federation", name=claim["name"], type=claim["type_en"])


def rank(claim: Row) -> str:
    """Return how a claim is used, and why where it is not the usual case."""
    why = notes.said(claim["rank_reason"] or "")
    return notes.holding(" – ".join(filter(None, [ranks()[claim["rank"]], why])), why)


def ranks() -> dict[str, str]:
    """Return how a claim may be used."""
    return {"preferred": t("preferred"), "normal": t("normal"), "deprecated": t("deprecated")}
