"""The profile of one federation: everything published about it, on one sheet when printed; or all 30 to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import captions, filters, markup, profiles, queries, views, wording
from dashboard.messages import t
from dashboard.parts import evidence, show
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

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
    filters.write((({"unit": [chosen["slug"]]}) if chosen else {}) | filters.in_language())
    st.title(wording.literal(profiles.name(profile) if profile else t("Unit profile")), anchor=False)
    filters.name_unknown()
    st.selectbox(
        t("Unit"),
        [row["name"] for row in units],
        index=None,
        key=KEY,
        on_change=_spell_out,
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
        meant, unknown = filters.resolve(asked)
        state[filters.UNKNOWN] = [*state.get(filters.UNKNOWN, ()), *unknown]
        state[KEY] = next(iter(meant.units), None)
    elif state[filters.ARRIVAL] == "page":
        shared = state.get(filters.SELECTION)
        state[KEY] = shared.units[0] if shared and len(shared.units) == 1 else state.get(KEPT)
    state[KEPT] = state.get(KEY)


def _spell_out() -> None:
    """Make a name of what was typed: "dong da" becomes Đống Đa in the widget too."""
    state = st.session_state
    typed = [state[KEY][:80]] if state[KEY] else []
    meant, state[filters.UNKNOWN] = filters.resolve(typed)
    state[KEY] = next(iter(meant.units), None)


def choice(units: Sequence[Row]) -> None:
    """Draw the table of all federations, each name a link to its profile."""
    rows = [
        [
            markup.element("a", evidence.whom(row), href=_address(row), target="_self"),
            wording.unit({"name": row["cluster_name"], "name_en": row["cluster_name_en"]}),
            str(row["n_claims"] or t("none yet")),
            str(row["n_cluster_claims"] or t("none yet")),
        ]
        for row in units
    ]
    headings = [t("Unit"), t("Emulation cluster"), t("Figures of the unit"), t("Figures of its cluster")]
    caption = t("All units, with the number of figures published about each")
    _part(
        markup.element("p", t("Choose a unit to read everything that has been published about it."), class_="lead"),
        markup.heading(caption),
        markup.table(caption, headings, rows, [2, 3]),
    )


def _address(unit: Row) -> str:
    return "?" + filters.query({"unit": [unit["slug"]]} | filters.in_language())


def whole(profile: Profile) -> None:
    """Draw everything that is known of a federation: in words, as tables, with the evidence of each figure."""
    core, own = t("Core indicators"), t("Other figures of the unit")
    shared = t("Figures of {cluster} as a whole", cluster=profiles.cluster(profile))
    _part(
        markup.element(
            "p", f"{t('Unit profile')} – {t('Union indicators of Hà Nội')}", class_="chart-subtitle printed"
        ),
        markup.element("p", " ".join(profiles.summary(profile)), class_="lead"),
        _headlines(profile),
        _facts(profile),
        markup.element(
            "p", t("To print this profile, press Ctrl+P: it takes one A4 page."), class_="chart-notes unprinted"
        ),
        markup.heading(core),
        markup.element("div", profiles.core(profile).html(core), class_="core"),
        _notes(profiles.remarks(profile), observed(profile.core)),
    )
    evidence.pills(_of_core(profile), "profile_core")
    _over_time(profile)
    none = _notes([t("No other figure about this unit has been published.")], [])
    _part(markup.heading(own), _others(profile, own, profile.own) if profile.own else none)
    evidence.pills(_of_others(profile, profile.own), "profile_own")
    if profile.cluster:
        not_its = t("They are about the whole cluster; what this unit’s part of them is, the articles do not say.")
        _part(markup.heading(shared, not_its), _others(profile, shared, profile.cluster))
        evidence.pills(_of_others(profile, profile.cluster), "profile_cluster")
    _part(_articles(profile), _foot(profile))


def _part(*content: Markup) -> None:
    st.html(markup.element("div", *content, class_="profile"))


def _headlines(profile: Profile) -> Markup:
    """Return the newest figure of each core indicator, large; in words where there is none."""
    return markup.element("ul", *map(_headline, profiles.newest(profile)), class_="headlines")


def _headline(row: Row) -> Markup:
    subject = wording.restricted(wording.name(row), row["sector"], queries.sectors())
    said = profiles.state(row)
    figure = markup.element("strong", wording.MISSING) if row["state"] == "omitted" else markup.joined([])
    if row["state"] == "observed":
        figure = markup.element("strong", profiles.amount(row))
        said = " · ".join(profiles.marks(row))
    return markup.element("li", markup.element("span", subject), figure, markup.element("span", wording.sentence(said)))


def _facts(profile: Profile) -> Markup:
    rows = (
        markup.element("tr", markup.element("th", label, scope="row"), markup.element("td", text))
        for label, text in profiles.facts(profile).items()
    )
    caption = markup.element("caption", t("The unit"), class_="unseen")
    return markup.element("table", caption, markup.element("tbody", *rows), class_="evidence")


def _notes(remarks: Sequence[str], figures: Sequence[Row]) -> Markup:
    return markup.paragraphs(remarks, "chart-notes") + markup.paragraphs(
        [captions.freshness(figures)], "chart-notes unprinted"
    )


def _others(profile: Profile, caption: str, claims: Sequence[Row]) -> Markup:
    table = profiles.others(profile, claims).html(caption)
    return markup.element("div", table, class_="others") + _notes([], claims)


def _articles(profile: Profile) -> Markup:
    """Return the articles that speak of the unit, whose headlines are Vietnamese in any language of the page."""
    heading = t("Articles that speak of the unit")
    if not profile.articles:
        return markup.heading(heading) + _notes([t("No article that was read speaks of this unit.")], [])
    table = profiles.articles(profile)
    rows = [[markup.element("span", title, lang="vi"), *rest] for title, *rest in table.rows]
    return markup.heading(heading) + markup.table(heading, table.headings, rows)


def _foot(profile: Profile) -> Markup:
    """Return what paper has to say of itself: how far its figures reach, which data they are, where the page stands."""
    figures = [*observed(profile.core), *profile.own, *profile.cluster]
    page = (st.context.url or "").split("?")[0]
    address = f"{page}?{filters.query(st.session_state[filters.ADDRESS])}"
    standing = t("{build}. This page: {address}", build=captions.standing(queries.build()), address=address)
    return markup.paragraphs([captions.freshness(figures), standing], "chart-notes printed")


def _of_core(profile: Profile) -> dict[str, str]:
    """Return a label for each claim behind the core: of a figure, and of its printed targets and shares."""
    labels = {}
    for row in observed(profile.core):
        number = profile.numbers[row["claim_id"]]
        labels[row["claim_id"]] = f"{number}. {profiles.amount(row)}"
        for target in row["targets"]:
            if target["target_claim_id"] is not None:
                said = wording.figure(target["target"], target["target_qualifier"])
                labels[target["target_claim_id"]] = f"{number}. {t('target')} {said}"
            if target["share_claim_id"] is not None:
                share = t("{share} of the full-year target", share=wording.percent(target["share_printed"]))
                labels[target["share_claim_id"]] = f"{number}. {share}"
    return labels


def _of_others(profile: Profile, claims: Sequence[Row]) -> dict[str, str]:
    return {row["claim_id"]: f"{profile.numbers[row['claim_id']]}. {profiles.amount(row)}" for row in claims}


def _over_time(profile: Profile) -> None:
    """Draw the time axis of those core indicators that have more than one period to lay along it."""
    selection, _ = filters.resolve([profile.unit["name"]])
    several = profiles.over_time(profile)
    if several:
        show.camera()
    for indicator_id in several:
        newest, _ = filters.resolve_series(indicator_id, {})
        if newest and (view := views.by_period(newest, selection)):
            show.whole(view, selection.address(), key=f"over_time_{indicator_id}")
