"""The tables of a profile under their headings, as its page and its sheet of paper have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import notes, profiles, provenance, queries, shares, signs, tables, wording
from dashboard.columns import headings
from dashboard.messages import t
from dashboard.rows import observed
from dashboard.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.figure import Figure
    from dashboard.profiles import Profile
    from dashboard.rows import Record


@dataclass(frozen=True)
class Items:
    """Several things in one cell, each with what is said of it in brackets, if anything is."""

    items: Sequence[tuple[str, str]] = ()

    def __str__(self) -> str:
        return "; ".join(signs.marked(*item) for item in self.items)


@dataclass(frozen=True)
class Section:
    """A table under its heading; `lead` is a sentence about all of it, or says that there is none.

    `numbers` are those of the rows, if they have any; `right`: the columns that are set to the right.
    """

    heading: str
    lead: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | Items]]
    numbers: Sequence[int] = ()
    right: Sequence[int] = ()

    @property
    def table(self) -> Table:
        """The table, its numbers before the words of the first column."""
        rows = [[str(cell) for cell in row] for row in self.rows]
        numbered = [[f"{number}. {first}", *rest] for number, (first, *rest) in zip(self.numbers, rows, strict=False)]
        return Table(self.headings, numbered or rows, self.right)


def core(profile: Profile) -> Section:
    """Return the core indicators: each figure, or why there is none. Columns without any word are left out."""
    named = headings("indicator", "dated", "amount", "target", "share", "status", "place")
    rows = [_core(line) for line in profile.lines]
    kept = [column for column in range(len(named)) if column not in (3, 4) or any(str(row[column]) for row in rows)]
    return Section(
        t("Core indicators"),
        "",
        [named[column] for column in kept],
        [[row[column] for column in kept] for row in rows],
        range(1, len(rows) + 1),
        [place for place, column in enumerate(kept) if column in (2, 3, 4)],
    )


def _core(line: Sequence[Figure]) -> list[str | Items]:
    first, *others = (wording.dated(row, queries.sectors()) for row in line)
    row = line[0]
    return [
        wording.name(row),
        Items([(period, "") for period in (wording.sentence(first), *others)]),
        str(row.amount.tabled),
        Items([_target(target) for target in row.targets if target.target is not None]),
        Items([_share(target) for target in row.targets if target.share]),
        profiles.state(row),
        wording.place(row),
    ]


def _target(target: Figure) -> tuple[str, str]:
    said = [target.kind, t("worked back") if target.is_computed else ""]
    return str(target.target_amount), ", ".join(filter(None, said))


def _share(target: Figure) -> tuple[str, str]:
    return (str(target.printed_share), "") if target.printed_share else (str(target.recomputed_share), t("computed"))


def remarks(profile: Profile, *, is_numbered: bool = True) -> list[str]:
    """Return what the core's figures are worth, in sentences: their lists, the formula of a target, the time axis.

    `is_numbered`: lines are called by their numbers, else by what they are of.
    """
    said = []
    for number, (row, *_) in enumerate(profile.lines, 1):
        which = (
            t("No. {n}", n=number)
            if is_numbered
            else f"{wording.name(row)}, {wording.dated(row, queries.sectors(), ', ')}"
        )
        if row.list_kind is not None:
            kinds = {"open": t("Open list of {n} units."), "closed": t("Closed list of {n} units.")}
            reason = notes.said(row.reason or "")
            said.append(notes.holding(f"{which}: {kinds[row.list_kind].format(n=row.n_listed)} {reason}", reason))
        for target in row.targets:
            if target.is_computed:
                said.append(f"{which}: {shares.computed(target)}.")
            if target.share_note is not None:
                why = notes.said(target.share_note)
                said.append(notes.holding(f"{which}: {why}", why))
    if observed(profile.core) and not profiles.over_time(profile):
        said.append(
            t("In the articles that were read no indicator has two periods here: no comparison over time is possible.")
        )
    return said


def own(profile: Profile) -> Section:
    """Return the other figures of the federation."""
    none = "" if profile.own else t("The articles that were read have no other figure about this unit.")
    return _others(profile, profile.own, t("Other figures of the unit"), none)


def cluster(profile: Profile) -> Section | None:
    """Return the figures of the federation's cluster; None where there are none."""
    if not profile.cluster:
        return None
    heading = t("Figures of {cluster} as a whole", cluster=profiles.cluster(profile))
    lead = t("They are about the whole cluster; what this unit’s part of them is, the articles do not say.")
    return _others(profile, profile.cluster, heading, lead)


def _others(profile: Profile, claims: Sequence[Figure], heading: str, lead: str) -> Section:
    """Return claims outside the core."""
    table = tables.of(claims, "restricted", "period", "measured", "status", "place", status=_status)
    return Section(heading, lead, table.headings, table.rows, [profile.numbers[row["claim_id"]] for row in claims])


def _status(claim: Figure) -> str:
    return "; ".join(filter(None, [worth(claim) or t("with a figure"), listed(claim)]))


def worth(claim: Figure) -> str:
    """Return what a claim outside the core is worth where it is no plain result: a plan, provisional, not used."""
    marks = [
        t("target, not a result") if claim.is_plan else "",
        claim.status,
        t("deprecated") if claim.rank == "deprecated" else "",
    ]
    return ", ".join(filter(None, marks))


def listed(claim: Figure) -> str:
    """Return whether the list that a claim about the cluster stands in names the federation."""
    said = {
        True: t("the article names this unit among them"),
        False: t("the article does not name this unit among them"),
        None: "",
    }
    return "" if claim.is_own else said[claim.is_listed]


def articles(profile: Profile) -> Section:
    """Return the articles that speak of the federation or its cluster."""
    return Section(
        t("Articles that speak of the unit"),
        "" if profile.articles else t("No article that was read speaks of this unit."),
        [*headings("title", "publisher", "published"), t("Lines")],
        [
            [
                f"{wording.code(row)} – {row['title']}",
                Items([(row["publisher"], t("inferred") if row["publisher_kind"] == "inferred" else "")]),
                provenance.published(row),
                _lines(row),
            ]
            for row in profile.articles
        ],
    )


def _lines(article: Record) -> str:
    own, shared = (", ".join(map(str, article[which])) for which in ("lines", "cluster_lines"))
    return "; ".join(filter(None, [own, t("{lines} (of the cluster alone)", lines=shared) if shared else ""]))


def foot(profile: Profile, address: str | None) -> list[tuple[str, str]]:
    """Return what paper has to say of itself: how far its figures reach, which data they are, where the page stands.

    Each line: words, and the address that they end with, if they do.
    """
    figures = [*observed(profile.core), *profile.own, *profile.cluster]
    build = provenance.standing(queries.build())
    standing = (t("{build}. This page:", build=build), address) if address else (f"{build}.", "")
    return [line for line in ((provenance.freshness(figures), ""), standing) if line[0]]
