"""The profile of one federation: everything published about it, on one sheet when printed; or all 30 to choose from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import (
    citations,
    columns,
    filters,
    links,
    markup,
    multiples,
    profile_sections,
    profiles,
    queries,
    wording,
)
from dashboard.columns import heading
from dashboard.messages import t, tn
from dashboard.parts import downloads, foot, form_lines, lines, show
from dashboard.parts.lines import Line
from dashboard.queries import Series
from dashboard.rows import observed
from dashboard.selection import along, query, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.markup import Text
    from dashboard.profiles import Profile
    from dashboard.rows import Row

KEY = "profile_unit"  # the name of the chosen federation; `unit` is the key of the filter that other pages share
KEPT = "profile_unit_kept"
FEW = 4  # missing periods that are named without being asked for


def draw() -> None:
    """Draw the profile of the chosen federation, or the way to one."""
    _arrive()
    units = queries.units_with_claims()
    with filters.row():
        st.selectbox(
            t("Unit"),
            [row["name"] for row in units],
            index=None,
            key=KEY,
            on_change=filters.typed,
            placeholder=t("Choose a unit"),
            filter_mode="contains",
            accept_new_options=True,
            help=t("Type a name with or without diacritics and press Enter."),
            width=420,
        )
    filters.name_unknown()
    chosen = next((row for row in units if row["name"] == st.session_state[KEY]), None)
    profile = profiles.profile(chosen["unit_id"]) if chosen else None
    filters.write((({"unit": [chosen["slug"]]}) if chosen else {}) | along())
    st.title(wording.literal(profiles.name(profile) if profile else t("Unit profile")), anchor=False)
    if profile is None:
        choice(units)
    else:
        whole(profile)


def _arrive() -> None:
    """Find out which federation is meant: the address's, else the only one chosen on other pages, else the last."""
    state = st.session_state
    if state[filters.ARRIVAL] == "link":
        asked = [given[:80] for given in st.query_params.get_all("unit")[-1:] if given]
        meant, unknown = resolve(asked)
        state[filters.UNKNOWN] = [*state.get(filters.UNKNOWN, ()), *unknown]
        state[KEY] = next(iter(meant.names), None)
    elif state[filters.ARRIVAL] == "page":
        shared = state.get(filters.SELECTION)
        state[KEY] = shared.units[0] if shared and len(shared.units) == 1 else state.get(KEPT)
    elif state.pop(filters.TYPED, False):
        meant, state[filters.UNKNOWN] = resolve([state[KEY][:80]] if state[KEY] else [])
        state[KEY] = next(iter(meant.names), None)
    state[KEPT] = state.get(KEY)


def choice(units: Sequence[Row]) -> None:
    """Draw all federations, each name a link to its profile: those with figures as a table, then the others' names."""
    newest = profiles.newest_of_all()
    core = queries.core_indicators().values()
    known = [unit for unit in units if unit["n_claims"]]
    others = [unit for unit in units if not unit["n_claims"]]
    cited = foot.numbered(row for unit in known for row in observed(newest[unit["unit_id"]]))
    said = t(
        "{n} of {all} units have figures of their own in the articles that were read; here the newest of each.",
        n=len(known),
        all=len(units),
    )
    table = markup.table(
        t("Unit profile"),
        [heading("name"), *map(wording.name, core), t("Other figures")],
        [_unit(unit, newest[unit["unit_id"]], cited) for unit in known],
        is_stacked=True,
    )
    names = markup.joined([_profile(unit, unit["name"]) for unit in others], ", ")
    line = markup.joined([t("Without figures of their own:"), " ", names, "."])
    st.html(
        markup.element("p", said, class_="chart-subtitle")
        + markup.element("div", table, markup.paragraphs([line if others else ""], "line"), class_="units below")
    )
    foot.draw(cited, [], t("Unit profile"))


def _unit(unit: Row, newest: Iterable[Figure], cited: Mapping[str, str]) -> list[Text]:
    """Return a federation as a row: its newest figure of each core indicator, and how many others there are."""
    cluster = wording.unit({"name": unit["cluster_name"], "name_en": unit["cluster_name_en"]})
    found = {row.indicator_id: row for row in newest}
    n = unit["n_claims"] - len(observed(found.values()))
    return [
        markup.joined([_profile(unit, citations.whom(unit)), " ", markup.element("small", cluster)]),
        *(_newest(found.get(indicator_id), cited) for indicator_id in queries.core_indicators()),
        _profile(unit, tn("{n} other", "{n} others", n=n)) if n else _none(t("none yet")),
    ]


def _newest(row: Figure | None, cited: Mapping[str, str]) -> Markup:
    """Return a figure of the core with its period, or in words why there is none."""
    if row is None or not row.is_observed:
        is_named = row is not None and row.state == "omitted"
        return _none(columns.states()["omitted"]) if is_named else _none(t("none yet"))
    period = wording.dated(row, queries.sectors(), ", ")
    linked = links.to_claim(row.claim_id, str(row.amount))
    about = markup.element("small", ", ".join(filter(None, [period, row.status])), " ", foot.mark(cited, row))
    return markup.joined([linked, " ", about])


def _none(said: str) -> Markup:
    return markup.element("small", said, class_="none")


def _profile(unit: Row, said: str) -> Markup:
    address = "?" + query({"unit": [unit["slug"]]} | along())
    return markup.element("a", said, href=address, target="_self")


def whole(profile: Profile) -> None:
    """Draw everything that is known of a federation: the core in large, what else there is as lists, one foot."""
    newest = profiles.newest(profile)
    older = [row for row in profile.core if row.state in ("observed", "omitted") and row not in newest]
    cited = foot.numbered((*observed(newest), *older, *profile.own, *profile.cluster, *profile.articles))
    life = profiles.life(profile.unit)
    about = [f"{t('Period of operation')}: {life}" if life else "", profiles.cluster(profile)]
    _part(
        markup.element("p", profiles.kind(), class_="chart-subtitle printed"),
        markup.element("p", " · ".join(filter(None, about)), class_="chart-subtitle"),
        markup.element("p", " ".join(profiles.counted(profile)), class_="lead"),
        markup.element("ul", *(_headline(row, cited) for row in newest), class_="headlines"),
    )
    _over_time(profile)
    _part(
        *(_indicator(rows, cited) for _, rows in groupby(older, key=lambda row: row.indicator_id)),
        _without(profile, newest),
        form_lines.sections(profile.own, lambda claim: _about(claim, cited)),
        _of_cluster(profile, cited),
        foot.sources(cited),
        foot.more(
            profile_sections.remarks(profile, is_numbered=False),
            profiles.name(profile),
            _facts(profile) + downloads.of_profile(st.session_state[filters.ADDRESS]),
        ),
        _paper(profile),
    )
    show.camera()


def _part(*content: Text) -> None:
    st.html(markup.element("div", *content, class_="profile"))


def _headline(row: Figure, cited: Mapping[str, str]) -> Markup:
    """Return the newest figure of a core indicator, large; in words where there is none."""
    subject = markup.element("span", profiles.subject(row))
    if not row.is_observed:
        dated = [wording.period(row.time_period)] if row.state == "omitted" else []
        said = wording.sentence(" · ".join([columns.states()[row.state], *dated]))
        return markup.element("li", subject, markup.element("span", said, " ", foot.mark(cited, row)))
    large = markup.element(
        "strong", links.to_claim(row.claim_id, str(row.amount)), markup.element("small", row.measure)
    )
    about = [wording.sentence(wording.period(row.time_period)), row.status, *_targets(row)]
    below = markup.joined([markup.joined(filter(None, about), " · "), " ", foot.mark(cited, row)])
    return markup.element("li", subject, large, markup.element("span", below))


def _targets(row: Figure) -> list[Markup]:
    """Return how much of its yearly targets a figure reaches; of several it is said who set them."""
    return [_target(target, target.kind if len(row.targets) > 1 else "") for target in row.targets]


def _target(target: Figure, kind: str) -> Markup:
    """Return how much of a yearly target is reached, and the target, each number a link."""
    said: list[Text] = []
    if target.share:
        said.append(lines.reached(target))
    if target.target is not None:
        number = links.to_claim(target.claim_of("target"), str(target.target_amount))
        said += ["" if said else t("target"), " ", number]
    worth = ", ".join(filter(None, [kind, t("worked back") if target.is_computed else ""]))
    return markup.joined([*said, f" ({worth})" if said and worth else ""])


def _part_of_year(row: Figure) -> tuple[str, str, str]:
    """Return what comparable figures have in common: indicator, restriction, and the period without its year."""
    return row.indicator_id, row.sector, row.time_period[4:]


def _over_time(profile: Profile) -> None:
    """Draw each core indicator along the years, those figures of which the federation has most that are comparable."""
    panels = []
    core = observed(profile.core)
    n_alike = Counter(map(_part_of_year, core))
    for indicator_id in dict.fromkeys(row.indicator_id for row in core):
        of_it = [row for row in core if row.indicator_id == indicator_id]
        row = max(of_it, key=lambda one: (n_alike[_part_of_year(one)], str(one.period_end)))
        series = Series(row.indicator_id, row.time_period, row.sector)
        found = multiples.units(queries.over_time(series), [profile.unit["unit_id"]])
        panels += [[replace(one, name=profiles.subject(row)) for one in several] for several in found]
    if not panels:
        return
    figures = [one for several in panels for one in several]
    alt = f"{t('Over time')} {multiples.alternative(figures)}"
    show.plot(lambda *how: multiples.draw(panels, *how, has_one_scale=False), figures, alt, "profile_over_time")


def _indicator(rows: Iterable[Figure], cited: Mapping[str, str]) -> Markup:
    """Return the further figures of a core indicator: a line for each period."""
    found = list(rows)
    return form_lines.section(wording.name(found[0]), [], [_period(row, cited) for row in found])


def _period(row: Figure, cited: Mapping[str, str]) -> Line:
    dated = wording.sentence(wording.dated(row, queries.sectors(), ", "))
    if not row.is_observed:
        return Line(dated, markup.joined([columns.states()[row.state], " ", foot.mark(cited, row)]))
    said = [lines.number(row), *_targets(row)]
    return Line(dated, markup.joined([markup.joined(filter(None, said), " · "), " ", foot.mark(cited, row)]))


def _without(profile: Profile, newest: Sequence[Figure]) -> Markup:
    """Return for which further periods no article has a figure, of the indicators that have one; many are folded."""
    said_above = {row.indicator_id for row in newest if row.state == "unpublished"}
    missing = [
        line for line in profile.lines if line[0].state == "unpublished" and line[0].indicator_id not in said_above
    ]
    if not missing:
        return markup.joined([])
    sectors = queries.sectors()
    said = [
        f"{wording.name(line[0])} ({'; '.join(wording.dated(row, sectors, ', ') for row in line)})" for line in missing
    ]
    n = sum(map(len, missing))
    if n <= FEW:
        return markup.paragraphs(
            [t("Not in the articles that were read: {names}.", names="; ".join(said))], "chart-notes"
        )
    summary = t("Not in the articles that were read: {names}.", names=tn("{n} period", "{n} periods", n=n))
    return markup.details(wording.without_stop(summary), markup.paragraphs(said, "chart-notes"))


def _about(claim: Figure, cited: Mapping[str, str]) -> Markup:
    """Return the period of a claim, whether it is used, whether its list names the federation, and its article."""
    unused = citations.ranks()["deprecated"] if claim.rank == "deprecated" else ""
    said = filter(None, [lines.dated(claim), unused, profile_sections.listed(claim)])
    return markup.joined([" · ".join(said), " ", foot.mark(cited, claim)])


def _of_cluster(profile: Profile, cited: Mapping[str, str]) -> Text:
    """Return the figures of its cluster, and whether their lists name the federation."""
    section = profile_sections.cluster(profile)
    if not section:
        return ""
    found = [Line(profiles.subject(claim), lines.number(claim), _about(claim, cited)) for claim in profile.cluster]
    return form_lines.section(section.heading, [section.lead], found)


def _facts(profile: Profile) -> Markup:
    """Return what the unit is, folded."""
    rows = (
        markup.element("tr", markup.element("th", label, scope="row"), markup.element("td", text))
        for label, text in profiles.facts(profile).items()
    )
    caption = markup.element("caption", t("The unit"), class_="unseen")
    table = markup.element("table", caption, markup.element("tbody", *rows), class_="evidence")
    return markup.details(t("About the unit"), table, class_="about-unit")


def _paper(profile: Profile) -> Markup:
    """Return what paper has to say of itself, with the address of this page."""
    page = (st.context.url or "").split("?")[0]
    address = f"{page}?{query(st.session_state[filters.ADDRESS])}"
    said = (" ".join(filter(None, line)) for line in profile_sections.foot(profile, address))
    return markup.paragraphs(said, "chart-notes printed")
