"""The profile of one federation: everything published about it as rows, and apart from them the words for a reader.

Nothing here draws: the page, its print and a file can be made from the same profile.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dashboard import captions, citations, notes, queries, tables, wording
from dashboard.messages import t, tn
from dashboard.rows import observed
from dashboard.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        for _, of_indicator in groupby(self.core, key=lambda row: row["indicator_id"]):
            rows = list(of_indicator)
            found += [[row] for row in rows if row["state"] in ("observed", "omitted")]
            found += [
                alike
                for state in ("unpublished", "not_applicable")
                if (alike := [row for row in rows if row["state"] == state])
            ]
        return found

    @property
    def numbers(self) -> dict[str, int]:
        """The number of the line that each figure has in the profile, by claim."""
        lines = [line[0] for line in self.lines] + [*self.own, *self.cluster]
        return {row["claim_id"]: number for number, row in enumerate(lines, 1) if row["claim_id"] is not None}

    @property
    def n_own(self) -> int:
        """How many claims are about the federation itself."""
        return len(self.own) + len({claim_id for row in self.core for claim_id in behind(row)})


class Headline(NamedTuple):
    """A core indicator in large: what is counted, its figure ("..." or nothing where there is none), and its state."""

    subject: str
    figure: str
    said: str


@dataclass(frozen=True)
class Section:
    """A table under its heading; `lead` is a sentence about all of it, or says that there is none."""

    heading: str
    lead: str
    table: Table


def profile(unit_id: str) -> Profile | None:
    """Return the profile of a federation; None for an unknown id."""
    unit = queries.unit_of(unit_id)
    if unit is None:
        return None
    targets = defaultdict(list)
    for row in queries.targets_of(unit_id):
        targets[row["actual_claim_id"]].append(row)
    core = [replace(row, targets=tuple(targets[row["claim_id"]])) for row in queries.core_of(unit_id)]
    used = {claim_id for row in core for claim_id in behind(row)}
    others = [row for row in queries.claims_about(unit_id) if row["claim_id"] not in used]
    return Profile(
        unit,
        core,
        [row for row in others if row["is_own"]],
        [row for row in others if not row["is_own"]],
        queries.articles_about(unit_id),
    )


def behind(row: Row) -> list[str]:
    """Return the claims behind a row of the core: of its figure, its printed targets and its printed shares."""
    found = [row["claim_id"]]
    for target in row["targets"]:
        found += [target["target_claim_id"], target["share_claim_id"]]
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
    reused = unit["name_reused_by"] and notes.said(unit["name_reused_by"])
    return {
        t("Administrative code"): unit["unit_id"],
        t("Emulation cluster"): t(
            "{cluster}. Evidence: {evidence} ({kind}).",
            cluster=cluster(profile),
            evidence=notes.said(unit["cluster_evidence"]),
            kind=kinds[unit["cluster_evidence_kind"]],
        ),
        t("Period of operation"): _life(unit),
        t("The name today"): t(
            "{name} now has this name: another, smaller unit. No figure here is about it.", name=reused
        )
        if reused
        else t("No ward or commune has this name."),
    }


def _life(unit: Row) -> str:
    ended = unit["valid_to"] and wording.day(unit["valid_to"])
    if unit["valid_from"] is None:
        return t("ended on {day}", day=ended) if ended else ""
    began = wording.day(unit["valid_from"])
    return t("from {first} to {last}", first=began, last=ended) if ended else t("since {day}", day=began)


def summary(profile: Profile) -> list[str]:
    """Return what a reader should take away, in a few sentences: what is known, the core of it, and what is not."""
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
    best = newest(profile)
    if figures := observed(best):
        said.append(f"{'; '.join(map(_in_short, figures))}.")
    omitted, unpublished = (
        ", ".join(wording.name(row) for row in best if row["state"] == state) for state in ("omitted", "unpublished")
    )
    if omitted:
        said.append(t("Mentioned without a figure: {names}.", names=omitted))
    if unpublished:
        said.append(t("Not in the articles that were read: {names}.", names=unpublished))
    return said


def newest(profile: Profile) -> list[Row]:
    """Return the newest figure of each core indicator; of one without, a row that says best why."""
    best: dict[str, Row] = {}
    for row in profile.core:
        known = best.setdefault(row["indicator_id"], row)
        if tables.STATES.index(row["state"]) < tables.STATES.index(known["state"]):
            best[row["indicator_id"]] = row
    return list(best.values())


def headline(row: Row) -> Headline:
    """Return a row of `newest` in large; in words where it has no figure."""
    if row["state"] == "observed":
        return Headline(_subject(row), amount(row), wording.sentence(" · ".join(marks(row))))
    figure = wording.MISSING if row["state"] == "omitted" else ""
    return Headline(_subject(row), figure, wording.sentence(state(row)))


def _in_short(row: Row) -> str:
    """Return a figure of the core in one line."""
    return f"{_subject(row)}: {amount(row)} ({', '.join(marks(row))})"


def _subject(row: Row) -> str:
    return wording.restricted(wording.name(row), row["sector"], queries.sectors())


def marks(row: Row) -> list[str]:
    """Return what stands beside a figure of the core: its period, that it is provisional, its share of the target."""
    shares = [
        t("{share} of the full-year target", share=share)
        for share in (_share(target) for target in row["targets"])
        if share
    ]
    return [wording.period(row["time_period"]), *([t("provisional")] if row["obs_status"] == "P" else []), *shares]


def amount(row: Row) -> str:
    """Return a printed number as the article hedges it, with what it is out of and what is counted."""
    said = wording.figure(row["value"], row["qualifier"])
    if row["out_of"] is not None:
        said += f"/{wording.number(row['out_of'])}"
    measure = wording.measure(row, row["value"] if row["qualifier"] == "exact" else None)
    return f"{said}%" if measure == "%" else f"{said} {measure}"


def core(profile: Profile) -> Table:
    """Return the table of the core indicators: each figure, or why there is none."""
    headings = [t("Indicator"), t("Period"), t("Result"), t("Target"), t("Share"), t("Status"), t("Source")]
    rows = [_core_row(number, line) for number, line in enumerate(profile.lines, 1)]
    kept = [column for column in range(len(headings)) if column not in (3, 4) or any(row[column] for row in rows)]
    return Table(
        [headings[column] for column in kept],
        [[row[column] for column in kept] for row in rows],
        [place for place, column in enumerate(kept) if column in (2, 3, 4)],
    )


def _core_row(number: int, line: Sequence[Row]) -> list[str]:
    first = line[0]
    periods = (wording.restricted(wording.period(row["time_period"]), row["sector"], queries.sectors()) for row in line)
    result = wording.MISSING if first["state"] == "omitted" else ""
    if first["state"] == "observed":
        result = wording.figure(first["value"], first["qualifier"])
    return [
        _numbered(number, first),
        wording.sentence("; ".join(periods)),
        result,
        "; ".join(filter(None, map(_target, first["targets"]))),
        "; ".join(filter(None, map(_share, first["targets"]))),
        state(first),
        wording.place(first),
    ]


def state(row: Row) -> str:
    """Return what a row of the core is: published, provisional, or why there is no figure."""
    if row["obs_status"] == "P":
        return t("provisional")
    if row["state"] == "omitted":
        return t("the article speaks of the unit but prints no figure")
    return tables.states()[row["state"]]


def _numbered(number: int, row: Row) -> str:
    return f"{number}. {wording.name(row)}"


def _target(target: Row) -> str:
    if target["target"] is None:
        return ""
    kinds = wording.target_kinds()
    marks = [kinds.get(target["target_kind"], ""), t("computed") if target["target_status"] == "E" else ""]
    said = ", ".join(filter(None, marks))
    number = wording.figure(target["target"], target["target_qualifier"] or "exact")
    return f"{number} ({said})" if said else number


def _share(target: Row) -> str:
    if target["share_printed"] is not None:
        return wording.printed_percent(target["share_printed"])
    if target["share_recomputed"] is not None:
        return f"{wording.percent(target['share_recomputed'])} ({t('computed')})"
    return ""


def remarks(profile: Profile) -> list[str]:
    """Return what the core's figures are worth, in sentences: their lists, the formula of a target, the time axis."""
    said = []
    for number, (row, *_) in enumerate(profile.lines, 1):
        which = t("No. {n}", n=number)
        if row["list_kind"] is not None:
            kinds = {"open": t("Open list of {n} units."), "closed": t("Closed list of {n} units.")}
            said.append(f"{which}: {kinds[row['list_kind']].format(n=row['n_listed'])} {notes.said(row['reason'])}")
        for target in row["targets"]:
            if target["target_status"] == "E":
                said.append(captions.computed_target(target | {"name": which}))
            if target["share_note"] is not None:
                said.append(f"{which}: {notes.said(target['share_note'])}")
    if observed(profile.core) and not over_time(profile):
        said.append(
            t("In the articles that were read no indicator has two periods here: no comparison over time is possible.")
        )
    return said


def over_time(profile: Profile) -> list[str]:
    """Return the core indicators of which the federation has several figures along the time axis."""
    found = []
    for indicator_id in dict.fromkeys(row["indicator_id"] for row in profile.core):
        sectors = [
            row["sector"] for row in queries.by_period(indicator_id) if row["unit_id"] == profile.unit["unit_id"]
        ]
        if len(sectors) > len(set(sectors)):
            found.append(indicator_id)
    return found


def others(profile: Profile, claims: Sequence[Row]) -> Table:
    """Return the table of claims outside the core: of the federation or of its cluster."""
    return Table(
        [t("Indicator"), t("Period"), t("Figure"), t("Status"), t("Source")],
        [
            [
                wording.restricted(_numbered(profile.numbers[row["claim_id"]], row), row["sector"], queries.sectors()),
                wording.sentence(wording.period(row["time_period"])),
                amount(row),
                _status(row),
                wording.place(row),
            ]
            for row in claims
        ],
    )


def _status(claim: Row) -> str:
    """Return what a claim outside the core is worth: a plan, provisional, not used; whether a list names the unit."""
    listed = {
        True: t("the article names this unit among them"),
        False: t("the article does not name this unit among them"),
        None: "",
    }
    marks = [
        t("target, not a result") if claim["scenario"] == "target" else "",
        t("provisional") if claim["obs_status"] == "P" else "",
        t("deprecated") if claim["rank"] == "deprecated" else "",
    ]
    said = ", ".join(filter(None, marks)) or t("with a figure")
    return "; ".join(filter(None, [said, "" if claim["is_own"] else listed[claim["is_listed"]]]))


def articles(profile: Profile) -> Table:
    """Return the table of the articles that speak of the federation or its cluster."""
    return Table(
        [t("Article"), t("Publisher"), t("Published"), t("Lines")],
        [
            [
                f"{wording.code(row)} – {row['title']}",
                row["publisher"] + (f" ({t('inferred')})" if row["publisher_kind"] == "inferred" else ""),
                captions.published(row),
                _lines(row),
            ]
            for row in profile.articles
        ],
    )


def _lines(article: Row) -> str:
    own, shared = (", ".join(map(str, article[which])) for which in ("lines", "cluster_lines"))
    return "; ".join(filter(None, [own, t("{lines} (of the cluster alone)", lines=shared) if shared else ""]))


def core_section(profile: Profile) -> Section:
    """Return the core indicators under their heading."""
    return Section(t("Core indicators"), "", core(profile))


def own_section(profile: Profile) -> Section:
    """Return the other figures of the federation under their heading."""
    none = "" if profile.own else t("The articles that were read have no other figure about this unit.")
    return Section(t("Other figures of the unit"), none, others(profile, profile.own))


def cluster_section(profile: Profile) -> Section | None:
    """Return the figures of the federation's cluster under their heading; None where there are none."""
    if not profile.cluster:
        return None
    return Section(
        t("Figures of {cluster} as a whole", cluster=cluster(profile)),
        t("They are about the whole cluster; what this unit’s part of them is, the articles do not say."),
        others(profile, profile.cluster),
    )


def article_section(profile: Profile) -> Section:
    """Return the articles under their heading."""
    none = "" if profile.articles else t("No article that was read speaks of this unit.")
    return Section(t("Articles that speak of the unit"), none, articles(profile))


def foot(profile: Profile, address: str | None) -> list[str]:
    """Return what paper has to say of itself: how far its figures reach, which data they are, where the page stands."""
    figures = [*observed(profile.core), *profile.own, *profile.cluster]
    build = captions.standing(queries.build())
    standing = t("{build}. This page: {address}", build=build, address=address) if address else f"{build}."
    return [said for said in (captions.freshness(figures), standing) if said]
