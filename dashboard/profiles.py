"""The profile of one federation: everything published about it as rows, and apart from them the words for a reader.

Nothing here draws: the page, its print and a file can be made from the same profile.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dashboard import citations, columns, notes, queries, wording
from dashboard.messages import t, tn
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.figure import Figure
    from dashboard.rows import Record, Row


@dataclass(frozen=True)
class Profile:
    """What is known of a federation; every claim about it or its cluster stands in one of the lists."""

    unit: Record  # as from `queries.unit_of`
    core: Sequence[Figure]  # as from `queries.core_of`, each with its `targets` (as from `queries.targets_of`)
    own: Sequence[Figure]  # the other claims about the federation, as from `queries.claims_about`
    cluster: Sequence[Figure]  # those about its cluster
    articles: Sequence[Record]  # as from `queries.articles_about`

    @property
    def lines(self) -> list[list[Figure]]:
        """The rows of the core as they are listed: each figure, and in one line what an indicator lacks alike."""
        found = []
        for _, of_indicator in groupby(self.core, key=lambda row: row.indicator_id):
            rows = list(of_indicator)
            found += [[row] for row in rows if row.state in ("observed", "omitted")]
            found += [
                alike
                for state in ("unpublished", "not_applicable")
                if (alike := [row for row in rows if row.state == state])
            ]
        return found

    @property
    def numbers(self) -> dict[str, int]:
        """The number of the line that each figure has in the profile, by claim."""
        lines = [line[0] for line in self.lines] + [*self.own, *self.cluster]
        return {row.claim_id: number for number, row in enumerate(lines, 1) if row.claim_id is not None}

    @property
    def n_own(self) -> int:
        """How many claims are about the federation itself."""
        return len(self.own) + len({claim_id for row in self.core for claim_id in behind(row)})


class Headline(NamedTuple):
    """A core indicator in large: what is counted, its figure ("..." or nothing where there is none), and its state."""

    subject: str
    figure: str
    said: str


def profile(unit_id: str) -> Profile | None:
    """Return the profile of a federation; None for an unknown id."""
    unit = queries.unit_of(unit_id)
    if unit is None:
        return None
    targets = defaultdict(list)
    for row in queries.targets_of(unit_id):
        targets[row.claim_id].append(row)
    core = [replace(row, targets=tuple(targets[row.claim_id])) for row in queries.core_of(unit_id)]
    used = {claim_id for row in core for claim_id in behind(row)}
    others = [row for row in queries.claims_about(unit_id) if row.claim_id not in used]
    return Profile(
        unit,
        core,
        [row for row in others if row.is_own],
        [row for row in others if not row.is_own],
        queries.articles_about(unit_id),
    )


def behind(row: Figure) -> list[str]:
    """Return the claims behind a row of the core: of its figure, its printed targets and its printed shares."""
    found = [row.claim_id]
    for target in row.targets:
        found += [target.target_claim_id, target.share_claim_id]
    return [claim_id for claim_id in dict.fromkeys(found) if claim_id is not None]


def name(profile: Profile) -> str:
    """Return the full name of the federation."""
    return citations.whom(profile.unit)


def kind() -> str:
    """Return what a profile is, for the line below its title on paper."""
    return f"{t('Unit profile')} – {t('Union indicators of Hà Nội')}"


def cluster(profile: Profile) -> str:
    """Return the name of the federation's cluster."""
    return wording.unit({"name": profile.unit["cluster_name"], "name_en": profile.unit["cluster_name_en"]})


def facts(profile: Profile) -> dict[str, str]:
    """Return what the unit is, as label and text: its code, its cluster, its life, and who bears its name today."""
    unit = profile.unit
    kinds = {"verified": t("a source names the unit"), "inferred": t("inferred")}
    reused, evidence = notes.said(unit["name_reused_by"] or ""), notes.said(unit["cluster_evidence"])
    member = t(
        "{cluster}. Evidence: {evidence} ({kind}).",
        cluster=cluster(profile),
        evidence=evidence,
        kind=kinds[unit["cluster_evidence_kind"]],
    )
    bearer = t("{name} now has this name: another, smaller unit. No figure here is about it.", name=reused)
    return {
        t("Administrative code"): unit["unit_id"],
        columns.heading("cluster"): notes.holding(member, evidence),
        t("Period of operation"): life(unit),
        t("The name today"): notes.holding(bearer, reused) if reused else t("No ward or commune has this name."),
    }


def life(unit: Row) -> str:
    """Return from when until when a federation existed, as far as it is known."""
    ended = unit["valid_to"] and wording.day(unit["valid_to"])
    if unit["valid_from"] is None:
        return t("ended on {day}", day=ended) if ended else ""
    began = wording.day(unit["valid_from"])
    return t("from {first} to {last}", first=began, last=ended) if ended else t("since {day}", day=began)


def counted(profile: Profile) -> list[str]:
    """Return how many figures there are about a federation and about its cluster, in sentences."""
    unit = name(profile)
    said = [
        tn(
            "The articles that were read have {n} figure about {unit}.",
            "The articles that were read have {n} figures about {unit}.",
           n=profile.n_own, unit=unit)
        if profile.n_own
        else t("The articles that were read have no figure about {unit} itself; that is not zero.", unit=unit)
    ]  # fmt: skip
    if profile.cluster:
        said.append(
            tn(
                "{n} figure is about {cluster} as a whole.",
                "{n} figures are about {cluster} as a whole.",
                n=len(profile.cluster),
                cluster=cluster(profile),
            )
        )
    return said


def summary(profile: Profile) -> list[str]:
    """Return what a reader should take away, in a few sentences: what is known, the core of it, and what is not."""
    said, best = counted(profile), newest(profile)
    if figures := observed(best):
        said.append(f"{'; '.join(map(_in_short, figures))}.")
    omitted, unpublished = (
        ", ".join(wording.name(row) for row in best if row.state == state) for state in ("omitted", "unpublished")
    )
    if omitted:
        said.append(t("Mentioned without a figure: {names}.", names=omitted))
    if unpublished:
        said.append(t("Not in the articles that were read: {names}.", names=unpublished))
    return said


def newest(profile: Profile) -> list[Figure]:
    """Return the newest figure of each core indicator; of one without, a row that says best why."""
    return _newest(profile.core)


def newest_of_all() -> dict[str, list[Figure]]:
    """Return the same of every federation, by its id."""
    found = defaultdict(list)
    for row in queries.gaps():
        found[row.unit_id].append(row)
    return {unit_id: _newest(rows) for unit_id, rows in found.items()}


def _newest(core: Iterable[Figure]) -> list[Figure]:
    best: dict[str, Figure] = {}
    for row in core:
        known = best.setdefault(row.indicator_id, row)
        if columns.STATES.index(row.state) < columns.STATES.index(known.state):
            best[row.indicator_id] = row
    return list(best.values())


def headline(row: Figure) -> Headline:
    """Return a row of `newest` in large; in words where it has no figure."""
    if row.is_observed:
        return Headline(subject(row), row.measured, wording.sentence(" · ".join(marks(row))))
    return Headline(subject(row), str(row.amount), wording.sentence(state(row)))


def _in_short(row: Figure) -> str:
    """Return a figure of the core in one line."""
    return f"{subject(row)}: {row.measured} ({', '.join(marks(row))})"


def subject(row: Figure) -> str:
    """Return what a row of the core is of."""
    return wording.restricted(wording.name(row), row.sector, queries.sectors())


def marks(row: Figure) -> list[str]:
    """Return what stands beside a figure of the core: its period, that it is provisional, its share of the target."""
    shares = [t("{share} of the full-year target", share=target.share) for target in row.targets if target.share]
    return [wording.period(row.time_period), *([row.status] if row.status else []), *shares]


def state(row: Figure) -> str:
    """Return what a row of the core is: published, provisional, or why there is no figure."""
    if row.state == "omitted":
        return t("the article speaks of the unit but prints no figure")
    return row.status or columns.states()[row.state]


def over_time(profile: Profile) -> list[str]:
    """Return the core indicators of which the federation has several figures along the time axis."""
    found = []
    for indicator_id in dict.fromkeys(row.indicator_id for row in profile.core):
        sectors = [row.sector for row in queries.by_period(indicator_id) if row.unit_id == profile.unit["unit_id"]]
        if len(sectors) > len(set(sectors)):
            found.append(indicator_id)
    return found
