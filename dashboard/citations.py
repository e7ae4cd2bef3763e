"""What is said of a claim wherever it stands: whom it is about, the claim itself in our own words, how it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import notes, queries, wording
from dashboard.messages import language, t

if TYPE_CHECKING:
    from dashboard.rows import Row


def restatement(claim: Row) -> str:
    """Return the claim in one line of our own, built by rule."""
    said = wording.figure(claim["value"], claim["qualifier"])
    if claim["out_of"] is not None:
        said += f"/{wording.number(claim['out_of'])}"
    measure = wording.measure(claim, claim["value"] if claim["qualifier"] == "exact" else None)
    said = f"{said}%" if measure == "%" else f"{said} {measure}"
    # What stands on a day may be the contents of a plan: only what came about in a period is called a result.
    kinds = {"target": t("target"), "flow": t("result"), "stock": ""}
    kind = kinds["target" if claim["scenario"] == "target" else claim["stock_flow"]]
    period = wording.restricted(wording.period(claim["time_period"]), claim["sector"], queries.sectors())
    return f"{whom(claim)} – {wording.name(claim)}, {period}: {said}{f' ({kind})' if kind else ''}."


def whom(claim: Row) -> str:
    """Return the full name of the unit that a claim is about."""
    if claim["unit_kind"] != "federation":
        return str(claim["name"] if language.get() == "vi" else claim["unit_en"])
    if language.get() == "vi":
        return f"LĐLĐ {claim['type_vi'].lower()} {claim['name']}"
    return t("{name} {type} federation", name=claim["name"], type=claim["type_en"])


def rank(claim: Row) -> str:
    """Return how a claim is used, and why where it is not the usual case."""
    return " – ".join(filter(None, [ranks()[claim["rank"]], claim["rank_reason"] and notes.said(claim["rank_reason"])]))


def ranks() -> dict[str, str]:
    """Return how a claim may be used."""
    return {"preferred": t("preferred"), "normal": t("normal"), "deprecated": t("deprecated")}
