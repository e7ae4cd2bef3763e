"""Figures of any kind: one with all that is said of it, those of a unit, and lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.figure import Figure
from dashboard.queries.columns import ARTICLE, MEASURE, OBSERVED, SUBJECT
from dashboard.queries.reading import ask, ask_figures, reading
from dashboard.queries.series import LIST_ORDERS
from dashboard.rows import only

if TYPE_CHECKING:
    from dashboard.rows import Record


def evidence(claim_id: str) -> Figure | None:
    """Return everything about a claim: its own columns, its unit, indicator and article; None for an unknown id."""
    found = ask_figures(
        """
        select * exclude (family, is_core, topic_position) from figures where claim_id = $claim_id
        """,
        claim_id=claim_id,
    )
    return only(found) if found else None


def provenance(claim_ids: tuple[str, ...]) -> list[Figure]:
    """Return, for each claim, the columns that let a figure in a file be traced: article, place, words, readers."""
    return ask_figures(
        f"""
        select claim_id, time_period, period_start, period_end, scenario, obs_status, sector, unit_measure, as_printed,
            article_id, {ARTICLE}, line, char_start, char_end, entered_by, entered_on, checked_by, checked_on, note
        from claims join articles using (article_id)
        where list_contains($claim_ids, claim_id)
        """,
        claim_ids=claim_ids,
    )


def rivals(claim_id: str) -> list[Figure]:
    """Return the other claims for the same unit, indicator, period and kind, with their rank and its reason.

    The other end of a range is no rival.
    """
    return ask_figures(
        """
        select r.claim_id, r.as_printed, r.rank, r.rank_reason, title
        from claims c join claims r using (unit_id, indicator_id, time_period, scenario, sector)
        join articles a on a.article_id = r.article_id
        where c.claim_id = $claim_id and r.claim_id <> c.claim_id
            and r.target_kind is not distinct from c.target_kind
            and (r.article_id, r.char_start, r.rank) <> (c.article_id, c.char_start, c.rank)
        order by r.rank, r.claim_id
        """,
        claim_id=claim_id,
    )


def said_of_each(claim_id: str) -> list[str]:
    """Return the names of all units that one printed number is stated for, in their order; none where it is for one."""
    rows = ask(
        """
        select u.name
        from claims c
        join claims o using (article_id, char_start, char_end, indicator_id, time_period, scenario, sector)
        join units u on u.unit_id = o.unit_id
        where c.claim_id = $claim_id and c.numeral is not distinct from o.numeral
        group by u.name, u.unit_id
        order by u.unit_id
        """,
        claim_id=claim_id,
    )
    return [str(row["name"]) for row in rows] if len(rows) > 1 else []


def coverage_of(claim_id: str) -> list[Record]:
    """Return list_kind and reason of the list that a claim stands in; no row where it stands in none."""
    return ask(
        """
        select l.list_kind, l.reason, count(*) over (partition by l.article_id, l.indicator_id,
            l.time_period, l.sector) as n_units
        from claims c join coverage l using (article_id, indicator_id, time_period, sector)
        where c.claim_id = $claim_id limit 1
        """,
        claim_id=claim_id,
    )


def core_of(unit_id: str) -> list[Figure]:
    """Return a row for each core indicator, period and sector: a federation's figure, or by state why there is none.

    Newest first within an indicator. Where the figure or its absence is in a list: list_kind, n_listed units, reason.
    """
    return ask_figures(
        f"""
        with lists as (
            select *, count(*) over (partition by article_id, indicator_id, time_period, sector) as n_listed
            from coverage
        )
        select g.indicator_id, g.time_period, g.sector, g.period_start, g.period_end, g.state, g.obs_status, g.claim_id,
            i.name_vi, i.name_en, m.name_vi as measure_vi, m.name_en as measure_en, m.name_en_one as measure_en_one,
            k.value::double as value, k.out_of::double as out_of, k.qualifier,
            k.lower::double as lower, k.upper::double as upper, k.checked_on,
            coalesce(k.line, l.line) as line, l.list_kind, l.n_listed, l.reason, a.article_id, {ARTICLE}
        from gaps g
        join indicators i using (indicator_id)
        join unit_measures m using (unit_measure)
        left join bounded k using (claim_id)
        left join articles a on a.article_id = g.article_id
        left join lists l on l.article_id = g.article_id and l.indicator_id = g.indicator_id
            and l.time_period = g.time_period and l.sector = g.sector and l.unit_id = g.unit_id
        where g.unit_id = $unit_id
        order by i.position, g.period_end desc, g.sector <> '_T', g.sector, g.period_start
        """,
        unit_id=unit_id,
    )


def targets_of(unit_id: str) -> list[Figure]:
    """Return a federation's results with their yearly targets and shares, as the view has them."""
    return ask_figures(
        """
        select indicator_id, time_period, sector, target_kind, actual_claim_id as claim_id, actual::double as value,
            target, target_at_least, target_at_most, target_status, target_qualifier, target_claim_id,
            share_printed::double as share_printed, share_qualifier, share_at_most, share_claim_id, share_note,
            share_recomputed, share_agrees
        from targets where unit_id = $unit_id
        order by indicator_id, time_period, sector, target_kind
        """,
        unit_id=unit_id,
    )


def claims_about(unit_id: str) -> list[Figure]:
    """Return every claim about a federation or its cluster, newest period first; is_own says which of the two.

    Of a claim that stands in a list, is_listed says whether the list names the federation; null for the others.
    """
    return ask_figures(
        f"""
        select claim_id, unit_id = $unit_id as is_own, indicator_id, name_vi, name_en, time_period, period_start,
            period_end, scenario, target_kind, value, out_of, qualifier, lower, upper, obs_status, sector, unit_measure,
            {MEASURE}, topic, topic_vi, topic_en, part_of, position, line, rank, rank_reason, checked_on, article_id,
            {ARTICLE},
            (
                select bool_or(l.unit_id = $unit_id) from coverage l
                where (l.article_id, l.indicator_id, l.time_period, l.sector)
                    = (f.article_id, f.indicator_id, f.time_period, f.sector)
            ) as is_listed
        from figures f
        where unit_id = $unit_id or unit_id = (select cluster_id from units where unit_id = $unit_id)
        order by period_end desc, position, sector <> '_T', sector, claim_id
        """,
        unit_id=unit_id,
    )


# All that a card or a line says of a figure.
_CARD = f"""{SUBJECT}, definition_vi, definition_en, part_of, position, topic, period_start, period_end, value, out_of,
    qualifier, lower, upper, obs_status, unit_measure, {MEASURE}, as_printed, line, note, checked_on, article_id,
    {ARTICLE}"""

# About some federations, or about a cluster of theirs, or about the city.
_CONCERNS = """
    (list_contains($unit_ids, unit_id) or unit_kind = 'city'
        or unit_id in (select cluster_id from units u where list_contains($unit_ids, u.unit_id)))
"""


def lone_targets(unit_ids: tuple[str, ...]) -> list[Figure]:
    """Return the printed targets of core indicators, and shares of targets, that `by_unit` has no row for.

    No result is printed beside them, they are another target of the unit, or they are about a cluster. Newest first.
    """
    return ask_figures(
        f"""
        with paired as (
            select target_claim_id, share_claim_id
            from targets join units using (unit_id)
            where unit_kind = 'federation' and (target > 0 or share_printed is not null)
            qualify row_number() over (partition by actual_claim_id order by target_kind nulls last) = 1
        )
        select {_CARD} from {OBSERVED}
        where (is_core and scenario = 'target' or family <> indicator_id) and {_CONCERNS}
            and not exists (from paired where claim_id in (target_claim_id, share_claim_id))
        order by period_end desc, unit_id, position, claim_id
        """,
        unit_ids=unit_ids,
    )


def activities(unit_ids: tuple[str, ...], at_most: int) -> list[Figure]:
    """Return the figures outside the core indicators and their targets, by topic in its order.

    There are at most so many, the newest; n_all counts all of them. listed names the units of the closed list that the
    figure stands in (None without one). is_open: no result is known for the same unit,
    indicator and time, as of a plan that was not yet carried out.
    """
    return ask_figures(
        f"""
        with listed as (
            select article_id, indicator_id, time_period, sector, list(name order by unit_id) as listed
            from coverage join units using (unit_id)
            group by all having bool_and(list_kind = 'closed')
        ),
        newest as (
            select {_CARD}, topic_vi, topic_en, topic_position, count(*) over () as n_all from {OBSERVED}
            where not is_core and family = indicator_id and {_CONCERNS}
            order by period_end desc, claim_id limit $at_most
        ),
        results as (
            select unit_id, indicator_id, period_start, period_end
            from observations where scenario = 'actual'
        )
        select n.* exclude (topic_position), listed,
            not exists (
                from results r
                where r.unit_id = n.unit_id and r.indicator_id = n.indicator_id
                    and r.period_start <= n.period_end and r.period_end >= n.period_start
            ) as is_open
        from newest n left join listed using (article_id, indicator_id, time_period, sector)
        order by topic_position, position, period_end desc, unit_id, sector <> '_T', claim_id
        """,
        unit_ids=unit_ids,
        at_most=at_most,
    )


KINDS = {"claims": "figures", "observations": OBSERVED}
NARROWED = {
    "topic": "topic",
    "indicator": "indicator_id",
    "scenario": "scenario",
    "status": "obs_status",
    "article": "article_id",
}


def n_figures(kind: str) -> int:
    """Return how many claims or observations (`kind`) there are."""
    counted = only(
        ask("select (select count(*) from claims) as claims, (select count(*) from observations) as observations")
    )
    return int(counted[kind])


def figures(
    kind: str,
    unit_ids: tuple[str, ...] | None,
    words: tuple[str, ...],
    order: str = "administrative",
    at_most: int | None = None,
    claim_ids: tuple[str, ...] | None = None,
    **among: tuple[str, ...],
) -> list[Figure]:
    """Return claims or observations (`kind`) about some units, None for all, that hold each of some folded words.

    `claim_ids` are the only ones, None for all; `among` narrows them down by what NARROWED names; none of a kind means
    all. The newest period stands first. There are at most so many rows; n_all counts all of them.
    """
    narrowed = "".join(
        f"and (len(${name}::varchar[]) = 0 or list_contains(${name}::varchar[], {column}::varchar))\n"
        for name, column in NARROWED.items()
    )
    question = f"""
        select {SUBJECT}, topic, topic_vi, topic_en, period_start, period_end, value, out_of, lower, upper, qualifier,
            obs_status, unit_measure, {MEASURE}, as_printed, line, char_start, char_end, rank, rank_reason, note,
            entered_by, entered_on, checked_by, checked_on, article_id, {ARTICLE}, count(*) over () as n_all
        from {KINDS[kind]} left join translations on text_vi = note
        where ($unit_ids is null or list_contains($unit_ids::varchar[], unit_id))
            {narrowed}
            and ($claim_ids is null or claim_id in (select unnest($claim_ids::varchar[])))
            and (len($words::varchar[]) = 0 or len(list_filter($words::varchar[], lambda word: not contains(
                -- as listings.typed does it, so that what was typed is found where a word begins
                ' ' || regexp_replace(translate(lower(strip_accents(concat_ws(' ', type_vi, name, type_en, unit_en,
                    name_vi, name_en, as_printed, title, note, text_en, claim_id))), 'đð', 'dd'),
                    '[^\\pL\\pN%/]+', ' ', 'g'),
                ' ' || word))) = 0)
        order by period_end desc, {LIST_ORDERS[order]}, position, claim_id
        limit $at_most
        """
    given = {name: among.get(name, ()) for name in NARROWED}
    asked = given | {"unit_ids": unit_ids, "words": words, "at_most": at_most, "claim_ids": claim_ids}
    with reading() as published:
        # Lists are long: only the last few are kept, and of those of a file, which hold every row, none.
        answer = published.answer if at_most is None else published.lists
        found: list[Figure] = answer(question, tuple(asked.items()), Figure)
        return found
