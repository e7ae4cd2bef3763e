"""Series: one indicator over one period for one restriction; its figures, its sum, and what is missing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.queries.columns import ARTICLE, CLUSTERS, OBSERVED
from dashboard.queries.reading import ask, ask_figures
from dashboard.rows import only

if TYPE_CHECKING:
    from dashboard.figure import Figure
    from dashboard.rows import Record


class Series(NamedTuple):
    """One indicator over one period (SDMX code) for one sector: what may be ranked and added together."""

    indicator_id: str
    time_period: str
    sector: str


def series_of(indicator_id: str) -> list[Record]:
    """Return time_period, sector, period_start and period_end of every series of an indicator, newest first.

    Periods of an article's own, such as a month, stand behind those that all report on. Among series that end on one
    day the unrestricted one stands first.
    """
    return ask(
        """
        select time_period, sector, period_start, period_end from series
        where indicator_id = $indicator_id
        order by not is_common_period(time_period), period_end desc, sector <> '_T', period_start, sector
        """,
        indicator_id=indicator_id,
    )


def overview() -> list[Record]:
    """Return the newest series of each core indicator, in their order of presentation."""
    return ask(
        """
        select i.indicator_id, s.time_period, s.sector
        from indicators i left join series s using (indicator_id)
        where i.is_core
        qualify row_number() over (
            partition by i.indicator_id
            order by not is_common_period(s.time_period), s.period_end desc, s.sector <> '_T', s.period_start
        ) = 1
        order by i.position
        """
    )


def newest() -> list[Record]:
    """Return the newest series of each core indicator under each restriction, the unrestricted one first.

    An indicator without any has one row without a period.
    """
    return ask(
        """
        select i.indicator_id, s.time_period, s.sector, s.period_end
        from indicators i left join series s using (indicator_id)
        where i.is_core
        qualify row_number() over (
            partition by i.indicator_id, s.sector
            order by not is_common_period(s.time_period), s.period_end desc, s.period_start
        ) = 1
        order by i.position, s.sector <> '_T', s.sector
        """
    )


def total(series: Series, unit_ids: tuple[str, ...]) -> Record:
    """Return value, qualifier and bounds of a sum, n_observed, n_covered, n_units, is_provisional, covered_cluster.

    Both are null where there is no figure, or none that can be added; partial_qualifier holds while some unit has none,
    complete_qualifier if none were missing. `series` is one of the warehouse.
    """
    found = ask(
        """
        select t.* replace (value::double as value, lower::double as lower, upper::double as upper),
            c.name as covered_cluster_name, c.name_en as covered_cluster_name_en
        from totals_of($unit_ids) t left join units c on c.unit_id = t.covered_cluster
        where indicator_id = $indicator_id and time_period = $time_period and sector = $sector
        """,
        unit_ids=unit_ids,
        **series._asdict(),
    )
    return only(found)


ORDERS = {
    "administrative": "unit_id",
    "alphabetical": "name collate vi",
    "value": "value desc nulls last, unit_id",
}


def by_unit(series: Series, order: str = "administrative") -> list[Figure]:
    """Return one row for each of the 30 federations in a series, a figure or not: state says which.

    value, lower and upper are null without a figure; target is the yearly target (target_status E: computed, by
    target_formula, between target_at_least and target_at_most); share_printed and share_recomputed are percents, and so
    is reached, which puts the figure on a scale of its target whichever of them there is.
    """
    return ask_figures(
        f"""
        with yearly as ( -- of this series alone: the view would work out the targets of every series
            select * exclude (unit_id, indicator_id, time_period, sector, period_start, period_end)
            from targets where indicator_id = $indicator_id and time_period = $time_period and sector = $sector
            -- one outline for a bar: where both kinds are printed, the target that the city assigned
            qualify row_number() over (partition by actual_claim_id order by target_kind nulls last) = 1
        )
        select unit_id, name, tile_row, tile_col, state, obs_status, c.value::double as value, qualifier,
            lower::double as lower, upper::double as upper, claim_id, line, checked_on, a.article_id, {ARTICLE},
            c.period_start, c.period_end, target, target_at_least, target_at_most, target_status, target_formula,
            target_kind, target_qualifier, target_claim_id, share_printed::double as share_printed, share_qualifier,
            share_at_most, share_recomputed, share_agrees, share_note, share_claim_id, share_reading,
            coalesce(share_recomputed, 100 * c.value::double / nullif(target, 0), share_printed::double) as reached
        from cells c
        join (select unit_id, tile_row, tile_col from units) using (unit_id)
        left join (select claim_id, checked_on from claims) using (claim_id)
        left join articles a on a.article_id = c.article_id
        left join yearly on actual_claim_id = claim_id
        left join (select claim_id as share_claim_id, note as share_reading from claims) using (share_claim_id)
        where c.indicator_id = $indicator_id and c.time_period = $time_period and c.sector = $sector
        order by {ORDERS[order]}
        """,
        **series._asdict(),
    )


def by_period(indicator_id: str) -> list[Figure]:
    """Return the figures of each unit whose period lies inside no longer one, oldest first within a unit.

    is_comparable marks the two newest figures of a unit that are of equal length.
    """
    return ask_figures(
        f"""
        select unit_id, name, sector, time_period, period_start, period_end, value, qualifier, lower, upper, obs_status,
            is_comparable, claim_id, line, checked_on, article_id, {ARTICLE}
        from (select claim_id, is_comparable from timeline where indicator_id = $indicator_id)
        join figures using (claim_id)
        where indicator_id = $indicator_id
        order by unit_id, sector, period_start
        """,
        indicator_id=indicator_id,
    )


def over_time(series: Series) -> list[Figure]:
    """Return the figures of each federation in the same part of each year (its first half, all of it …), oldest first.

    They have the restriction of the series; no others may be joined by a line.
    """
    return ask_figures(
        f"""
        select unit_id, name, sector, time_period, period_start, period_end, value, qualifier, lower, upper, obs_status,
            claim_id, line, checked_on, article_id, {ARTICLE}
        from {OBSERVED}
        where indicator_id = $indicator_id and scenario = 'actual' and unit_kind = 'federation' and sector = $sector
            and time_period[5:] = $time_period[5:]
        order by unit_id, period_start, claim_id
        """,
        **series._asdict(),
    )


def left_out(series: Series) -> list[Figure]:
    """Return the figures of the indicator that are not in `series`, newest first, with why they are not ranked with it.

    reasons: sector (another restriction), length (a period of another length), year (another year), period (of equal
    length, but another part of the year). `series` is one of the warehouse.
    """
    return ask_figures(
        f"""
        with chosen as (
            select date_sub('month', period_start, period_end + 1) as n_months,
                period_end + 1 - (period_start + to_months(n_months::integer))::date as n_days
            from series
            where indicator_id = $indicator_id and time_period = $time_period and sector = $sector
        )
        select unit_id, name, time_period, sector, value, qualifier, lower, upper, obs_status, claim_id, line,
            article_id, {ARTICLE},
            (
                date_sub('month', period_start, period_end + 1),
                period_end + 1
                    - (period_start + to_months(date_sub('month', period_start, period_end + 1)::integer))::date
            ) <> (n_months, n_days) as is_of_other_length,
            list_filter([
                if(is_of_other_length, 'length', null),
                if(time_period[1:4] <> $time_period[1:4], 'year', null),
                if(not is_of_other_length and time_period[5:] <> $time_period[5:], 'period', null),
                if(sector <> $sector, 'sector', null)
            ], lambda reason: reason is not null) as reasons
        from chosen cross join {OBSERVED}
        where indicator_id = $indicator_id and scenario = 'actual' and unit_kind = 'federation'
            and (time_period, sector) <> ($time_period, $sector)
        order by period_end desc, unit_id, period_start, sector, claim_id
        """,
        **series._asdict(),
    )


def targeted(unit_ids: tuple[str, ...]) -> list[Record]:
    """Return each series in which some of the federations have a result, newest first, core indicators first.

    n_targets of their n_results have a target or a share of one.
    """
    return ask(
        """
        select o.indicator_id, i.is_core, i.position, o.time_period, o.sector, o.period_end, count(*) as n_results,
            count(t.actual_claim_id) as n_targets
        from (
            from observations
            where scenario = 'actual' and unit_kind = 'federation' and family = indicator_id
                and list_contains($unit_ids, unit_id)
        ) o
        join indicators i using (indicator_id)
        left join (select distinct actual_claim_id from targets) t on t.actual_claim_id = o.claim_id
        group by o.indicator_id, i.is_core, i.position, o.time_period, o.sector, o.period_end
        order by o.period_end desc, o.time_period, i.position, o.sector <> '_T', o.sector
        """,
        unit_ids=unit_ids,
    )


LIST_ORDERS = ORDERS | {"value": "unit_id"}  # figures of different kinds have no order by value


def gaps(order: str = "administrative") -> list[Figure]:
    """Return a row for each federation and core indicator in each period of the view `gaps`: the figure, or why not.

    Series stand in the order of their indicators, newest period first; value is null without a figure, and so is what
    is said of the article where none speaks of the unit.
    """
    return ask_figures(
        f"""
        select indicator_id, i.name_vi, i.name_en, time_period, sector, period_start, period_end, unit_id, name,
            cluster_name, cluster_name_en, state, obs_status, value, qualifier, lower, upper, claim_id, checked_on,
            article_id,
            {ARTICLE}
        from gaps join (select unit_id, name, cluster_id from units) using (unit_id)
        join {CLUSTERS} using (cluster_id) join indicators i using (indicator_id)
        left join (
            select claim_id, value::double as value, qualifier, lower::double as lower, upper::double as upper,
                checked_on
            from bounded
        ) using (claim_id)
        left join articles using (article_id)
        order by position, period_end desc, sector <> '_T', period_start, time_period, sector, {LIST_ORDERS[order]}
        """
    )
