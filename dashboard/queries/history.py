"""How the data came to be what they are: builds, and what each of them added, corrected and withdrew."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from dashboard.queries.reading import ask, build, where_kept
from dashboard.rows import only
from etl.builds import Damaged

if TYPE_CHECKING:
    from dashboard.rows import Record
    from etl.builds import Kept


def builds(at_most: int | None = None) -> list[Record]:
    """Return the builds, newest first: published_at (UTC), seeds_sha256, claims, n_added, n_corrected, n_withdrawn.

    is_first: nothing is known of what was before it. n_all: how many there are.
    """
    return ask(
        """
        with known as (
            select *, published_at = min(published_at) over () as is_first, count(*) over () as n_all from builds
        )
        select known.* exclude (schema_version), count(*) filter (kind = 'added') as n_added,
            count(*) filter (kind = 'corrected') as n_corrected, count(*) filter (kind = 'withdrawn') as n_withdrawn
        from known left join (select published_at, kind from changes) using (published_at)
        group by all order by published_at desc limit $at_most
        """,
        at_most=at_most,
    )


def kept_builds() -> list[Kept]:
    """Return the builds that can still be read, newest first; of the same seeds, the last one.

    None is later than the one that is read: what that one lists stays as it is.
    """
    built_at = build()["built_at"].replace(tzinfo=UTC)
    try:
        listed = where_kept().listed()
    except Damaged:  # the log says it where one of them is asked for
        return []
    found = {one.seeds_sha256: one for one in listed if one.moment <= built_at}
    return sorted(found.values(), key=lambda one: one.moment, reverse=True)


def changed(kind: str, at_most: int) -> list[Record]:
    """Return what builds changed in one way, at most so many of each build, the newest build first.

    Of each: published_at, claim_id, before and after by column, reason, title of the article (None where that is gone),
    what the claim is about, as_printed, is_there: it was not withdrawn since, and n_of_article: how many claims of that
    article the build changed in this way.
    """
    return ask(
        """
        with gone as (
            select claim_id, last(before order by published_at) as said
            from changes where kind = 'withdrawn' group by claim_id
        ),
        found as (
            select c.*, m.claim_id is not null as is_there,
                count(*) over (partition by c.published_at, c.article_id) as n_of_article,
                coalesce(m.unit_id, said['unit_id']) as unit_id,
                coalesce(m.indicator_id, said['indicator_id']) as indicator_id,
                coalesce(m.time_period, said['time_period']) as time_period,
                coalesce(m.sector, said['sector']) as sector,
                coalesce(m.scenario::varchar, said['scenario']) as scenario,
                coalesce(m.target_kind::varchar, said['target_kind']) as target_kind,
                coalesce(c.after['as_printed'], c.before['as_printed'], m.as_printed, said['as_printed']) as as_printed
            from changes c left join claims m using (claim_id) left join gone using (claim_id)
            where kind = $kind
            qualify row_number() over (partition by c.published_at order by c.article_id, c.claim_id) <= $at_most
        )
        select f.* exclude (claim_id), f.claim_id, u.unit_kind, u.name, u.name_en as unit_en, u.type_vi,
            u.type_en,            i.name_vi, i.name_en, title
        from found f left join units u using (unit_id) left join indicators i using (indicator_id)
            left join articles using (article_id)
        order by f.published_at desc, article_id, f.claim_id
        """,
        kind=kind,
        at_most=at_most,
    )


def last_change(claim_id: str) -> Record:
    """Return kind, before and after of what changed last of a claim, and published_at of the build that did (UTC).

    Of one that stands as it did in the first build: that one's published_at, and nothing else.
    """
    return only(
        ask(
            """
            from (
                select published_at, kind, before, after from changes where claim_id = $claim_id
                union all by name select min(published_at) as published_at from builds
            )
            order by kind is null, published_at desc limit 1
            """,
            claim_id=claim_id,
        )
    )
