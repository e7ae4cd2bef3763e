"""The profile of one federation: everything published about it, on one sheet when printed; or all 30 to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import citations, filters, markup, profile_sections, profiles, provenance, queries, views, wording
from dashboard.columns import headings
from dashboard.messages import t
from dashboard.parts import downloads, evidence, show
from dashboard.rows import observed
from dashboard.selection import in_language, query, resolve, resolve_series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.profile_sections import Section
    from dashboard.profiles import Profile
    from dashboard.rows import Row

KEY = "profile_unit"  # the name of the chosen federation; `unit` is the key of the filter that other pages share
KEPT = "profile_unit_kept"


def draw() -> None:
    """Draw the profile of the chosen federation, or the way to one."""
    _arrive()
    units = queries.units_with_claims()
    chosen = next((row for row in units if row["name"] == st.session_state[KEY]), None)
    profile = profiles.profile(chosen["unit_id"]) if chosen else None
    filters.write((({"unit": [chosen["slug"]]}) if chosen else {}) | in_language())
    st.title(wording.literal(profiles.name(profile) if profile else t("Unit profile")), anchor=False)
    filters.name_unknown()
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
    """Draw the table of all federations, each name a link to its profile."""
    rows = [
        [
            markup.element("a", citations.whom(row), href=_address(row), target="_self"),
            wording.unit({"name": row["cluster_name"], "name_en": row["cluster_name_en"]}),
            str(row["n_claims"] or t("none yet")),
            str(row["n_cluster_claims"] or t("none yet")),
        ]
        for row in units
    ]
    named = [*headings("whom", "cluster"), t("Figures of the unit"), t("Figures of its cluster")]
    caption = t("All units, with the number of figures about each in the articles that were read")
    _part(
        markup.element(
            "p", t("Choose a unit to read everything that the articles that were read say about it."), class_="lead"
        ),
        markup.heading(caption),
        markup.table(caption, named, rows, [2, 3]),
    )


def _address(unit: Row) -> str:
    return "?" + query({"unit": [unit["slug"]]} | in_language())


def whole(profile: Profile) -> None:
    """Draw everything that is known of a federation: in words, as tables, with the evidence of each figure."""
    core, own = profile_sections.core(profile), profile_sections.own(profile)
    shared, articles = profile_sections.cluster(profile), profile_sections.articles(profile)
    _part(
        markup.element("p", profiles.kind(), class_="chart-subtitle printed"),
        markup.element("p", " ".join(profiles.summary(profile)), class_="lead"),
        _headlines(profile),
        _facts(profile),
        markup.element(
            "p", t("To print this profile, press Ctrl+P: it takes one A4 page."), class_="chart-notes unprinted"
        ),
        downloads.of_profile(st.session_state[filters.ADDRESS]),
        markup.heading(core.heading),
        markup.element("div", core.table.html(core.heading), class_="core"),
        _notes(profile_sections.remarks(profile), observed(profile.core)),
    )
    evidence.pills(_of_core(profile), "profile_core")
    _over_time(profile)
    if profile.own:
        _part(markup.heading(own.heading, own.lead), _others(own, profile.own))
    else:
        _part(markup.heading(own.heading), _notes([own.lead], []))
    evidence.pills(_of_others(profile, profile.own), "profile_own")
    if shared:
        _part(markup.heading(shared.heading, shared.lead), _others(shared, profile.cluster))
        evidence.pills(_of_others(profile, profile.cluster), "profile_cluster")
    _part(_articles(articles), _foot(profile))


def _part(*content: Markup) -> None:
    st.html(markup.element("div", *content, class_="profile"))


def _headlines(profile: Profile) -> Markup:
    """Return the newest figure of each core indicator, large; in words where there is none."""
    return markup.element("ul", *map(_headline, profiles.newest(profile)), class_="headlines")


def _headline(row: Figure) -> Markup:
    subject, figure, said = profiles.headline(row)
    large = markup.element("strong", figure) if figure else markup.joined([])
    return markup.element("li", markup.element("span", subject), large, markup.element("span", said))


def _facts(profile: Profile) -> Markup:
    rows = (
        markup.element("tr", markup.element("th", label, scope="row"), markup.element("td", text))
        for label, text in profiles.facts(profile).items()
    )
    caption = markup.element("caption", t("The unit"), class_="unseen")
    return markup.element("table", caption, markup.element("tbody", *rows), class_="evidence")


def _notes(remarks: Sequence[str], figures: Sequence[Figure]) -> Markup:
    return markup.paragraphs(remarks, "chart-notes") + markup.paragraphs(
        [provenance.freshness(figures)], "chart-notes unprinted"
    )


def _others(section: Section, claims: Sequence[Figure]) -> Markup:
    return markup.element("div", section.table.html(section.heading), class_="others") + _notes([], claims)


def _articles(section: Section) -> Markup:
    """Return the articles that speak of the unit, whose headlines are Vietnamese in any language of the page."""
    heading, table = section.heading, section.table
    if not table.rows:
        return markup.heading(heading) + _notes([section.lead], [])
    rows = [[markup.element("span", title, lang="vi"), *rest] for title, *rest in table.rows]
    return markup.heading(heading) + markup.table(heading, table.headings, rows)


def _foot(profile: Profile) -> Markup:
    """Return what paper has to say of itself, with the address of this page."""
    page = (st.context.url or "").split("?")[0]
    address = f"{page}?{query(st.session_state[filters.ADDRESS])}"
    said = (" ".join(filter(None, line)) for line in profile_sections.foot(profile, address))
    return markup.paragraphs(said, "chart-notes printed")


def _of_core(profile: Profile) -> dict[str, str]:
    """Return a label for each claim behind the core: of a figure, and of its printed targets and shares."""
    labels = {}
    for row in observed(profile.core):
        number = profile.numbers[str(row.claim_id)]
        labels[str(row.claim_id)] = f"{number}. {row.measured}"
        for target in row.targets:
            if target.target_claim_id is not None:
                labels[target.target_claim_id] = f"{number}. {t('target')} {target.target_amount}"
            if target.share_claim_id is not None:
                share = t("{share} of the full-year target", share=target.printed_share)
                labels[target.share_claim_id] = f"{number}. {share}"
    return labels


def _of_others(profile: Profile, claims: Sequence[Figure]) -> dict[str, str]:
    return {str(row.claim_id): f"{profile.numbers[str(row.claim_id)]}. {row.measured}" for row in claims}


def _over_time(profile: Profile) -> None:
    """Draw the time axis of those core indicators that have more than one period to lay along it."""
    selection, _ = resolve([profile.unit["name"]])
    several = profiles.over_time(profile)
    if several:
        show.camera()
    for indicator_id in several:
        newest, _ = resolve_series(indicator_id, {})
        if newest and (view := views.by_period(newest, selection)):
            show.whole(view, selection.address(), key=f"over_time_{indicator_id}")
