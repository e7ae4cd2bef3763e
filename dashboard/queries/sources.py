"""What was read: articles, what was taken from them and what not, rivals, corrections, readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.queries.columns import ARTICLE, SUBJECT
from dashboard.queries.reading import ask, ask_figures

if TYPE_CHECKING:
    from dashboard.figure import Figure
    from dashboard.rows import Record


# What the page of sources asks.
def articles() -> list[Record]:
    """Return the articles with n_taken (claims) and n_passed_over, the newest first."""
    return ask(
        """
        select *,
            (select count(*) from claims c where c.article_id = a.article_id) as n_taken,
            (select count(*) from passed_over p where p.article_id = a.article_id) as n_passed_over
        from articles a order by published_from desc, article_id
        """
    )


def articles_about(unit_id: str) -> list[Record]:
    """Return the articles that speak of a federation or its cluster, newest first, with the lines that do.

    lines have a figure of the federation or a list with it; cluster_lines have figures of its cluster alone.
    """
    return ask(
        f"""
        with spoken as (
            select article_id, line, unit_id <> $unit_id as is_of_cluster from claims
            where unit_id = $unit_id or unit_id = (select cluster_id from units where unit_id = $unit_id)
            union all
            select article_id, line, false from coverage where unit_id = $unit_id
        ),
        by_line as (select article_id, line, bool_and(is_of_cluster) as is_of_cluster from spoken group by all)
        select article_id, {ARTICLE}, coalesce(list(line order by line) filter (not is_of_cluster), []) as lines,
            coalesce(list(line order by line) filter (is_of_cluster), []) as cluster_lines
        from by_line join articles using (article_id)
        group by all
        order by published_from desc, article_id
        """,
        unit_id=unit_id,
    )


def taken(article_id: str, at_most: int) -> list[Figure]:
    """Return the claims of an article in the order of its lines; there are at most so many."""
    return ask_figures(
        """
        select claim_id, line, as_printed, time_period, scenario, obs_status, sector, rank, name, u.name_en as unit_en,
            i.name_vi, i.name_en
        from claims join units u using (unit_id) join indicators i using (indicator_id)
        where article_id = $article_id order by line, char_start, claim_id limit $at_most
        """,
        article_id=article_id,
        at_most=at_most,
    )


def passed_over(article_id: str) -> list[Record]:
    """Return line, line_to, as_printed and reason of what was not taken from an article, in the order of its lines."""
    return ask(
        """
        select line, line_to, as_printed, reason from passed_over
        where article_id = $article_id order by line, passed_over_id
        """,
        article_id=article_id,
    )


def lists(article_id: str) -> list[Record]:
    """Return the lists of units of an article, each with the names of its units and whether it is open."""
    return ask(
        """
        select c.line, c.time_period, c.sector, c.list_kind, c.reason, i.name_vi, i.name_en,
            list(u.name order by u.unit_id) as units
        from coverage c join units u using (unit_id) join indicators i using (indicator_id)
        where c.article_id = $article_id
        group by c.line, i.position, i.name_vi, i.name_en, c.time_period, c.sector, c.list_kind, c.reason
        order by c.line, i.position, c.time_period, c.sector
        """,
        article_id=article_id,
    )


def competing(at_most: int) -> list[Figure]:
    """Return the claims of which there are several for one unit, indicator, period, restriction and kind.

    Those of one thing stand together, the one in use first; there are at most so many.
    """
    return ask_figures(
        f"""
        with competing as ( -- so that only these are joined
            select claim_id from (from claims anti join (from range_ends where is_high) using (claim_id))
            qualify count(*) over (partition by unit_id, indicator_id, time_period, sector, scenario, target_kind) > 1
        )
        select {SUBJECT}, as_printed, value, qualifier, lower, upper, line, rank, rank_reason, {ARTICLE}
        from figures semi join competing using (claim_id)
        order by position, unit_id, period_end desc, time_period, sector, scenario, target_kind, rank, claim_id
        limit $at_most
        """,
        at_most=at_most,
    )


def corrections(at_most: int) -> list[Record]:
    """Return the corrections, the newest first, at most so many: the claim, what changed, and what depends on it.

    core is the page of the core indicator that the figure belongs to, itself or as a share of its target; has_target
    says whether it is a target or a share, or is compared with one.
    """
    return ask(
        f"""
        select {SUBJECT}, correction_id, column_name, before, after, reason, corrected_by, corrected_on, confirmed_by,
            (select i.indicator_id from indicators i where i.indicator_id = f.family and i.is_core) as core,
            exists (from targets where claim_id in (actual_claim_id, target_claim_id, share_claim_id)) as has_target
        from corrections join figures f using (claim_id)
        order by corrected_on desc, correction_id desc limit $at_most
        """,
        at_most=at_most,
    )


def readings() -> list[Record]:
    """Return who entered and who checked how many claims (n), and the first and last days of both."""
    return ask(
        """
        select entered_by, checked_by, count(*) as n, min(entered_on) as entered_from, max(entered_on) as entered_to,
            min(checked_on) as checked_from, max(checked_on) as checked_to
        from claims group by all order by all
        """
    )


def dictionary() -> list[Record]:
    """Return what every table, view (is_view) and column of the warehouse holds; a whole one has no column_name."""
    return ask("from dictionary")


def changes() -> list[Record]:
    """Return for each kind of change (added, corrected, withdrawn) the claims of it: n from n_articles, since when.

    Of the newest build that changed any, published_at (UTC): another glossary is no news of figures. since: when the
    build before it was published, UTC. Nothing at all where no build changed a claim.
    """
    return ask(
        """
        select kind, count(*) as n, count(distinct article_id) as n_articles, any_value(published_at) as published_at,
            (select max(b.published_at) from builds b where b.published_at < any_value(c.published_at)) as since
        from changes c where published_at = (select max(published_at) from changes) group by kind order by kind
        """
    )


def corrected(at_most: int) -> list[Record]:
    """Return the claims that were corrected since the build before: whom, as_printed, and the printed words before."""
    return ask(
        """
        select claim_id, u.name, as_printed, before['as_printed'] as was
        from changes join claims using (claim_id) join units u using (unit_id)
        where kind = 'corrected' and published_at = (select max(published_at) from changes)
        order by claim_id limit $at_most
        """,
        at_most=at_most,
    )


def agreement(article_id: str | None = None) -> list[Record]:
    """Return how often two readings made apart agreed, by column; of all articles without an id."""
    return ask(
        "select column_name, compared, agreed, kappa from agreement where article_id is not distinct from $article_id",
        article_id=article_id,
    )


def how_read(claim_id: str) -> list[Record]:
    """Return by whom a claim was read twice apart, and in which columns the two differed; none for other claims."""
    return ask(
        "select first_reader, second_reader, settled_on, differed from claim_readings where claim_id = $claim_id",
        claim_id=claim_id,
    )
