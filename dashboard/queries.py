"""Every question asked of the warehouse; the only reader of it.

Rows that come back are shared between viewers: read them, never change them. A missing value is None.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial, wraps
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, TypeVarTuple

import duckdb

from dashboard.figure import Figure
from dashboard.rows import Record, only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyarrow import Table

Given = TypeVarTuple("Given")
Made = TypeVar("Made")

SCHEMA_VERSION = 4  # of what tables and views mean; raised with etl/build.py
SHAPE = "bfff35de1b4f546d"  # of what they are made of, as `_SHAPE` reads it; the log gives the one that was found
COPIES = os.name == "nt"  # Windows replaces no file that is open: there a copy in memory is read, so builds go on
BESIDE = str(Path(__file__).parent.parent / "warehouse.duckdb")  # where a build leaves it
ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)  # no file can stand there

log = logging.getLogger(__name__)


class Series(NamedTuple):
    """One indicator over one period (SDMX code) for one sector: what may be ranked and added together."""

    indicator_id: str
    time_period: str
    sector: str


class Unavailable(Exception):
    """There is no warehouse to read; the message is for whoever runs the dashboard."""

    def __init__(self, problem: str, path: Path) -> None:
        super().__init__(f"{problem}: {path}")
        self.problem = problem
        self.path = path


class Identity(NamedTuple):
    """Which file stands at the warehouse's path: another build is another identity, while the first is held open."""

    path: str
    inode: int
    modified: int


class _Build:
    """A published file, held open with what was answered from it for as long as somebody reads it.

    Its path can mean another file at any time: nobody who reads it ever opens it a second time.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.connection = _open(path)
        self.answer = partial(_answer, self.connection)  # of `self` it would be a circle, and stay open
        self.answers = lru_cache(maxsize=1024)(self.answer)
        self.lists = lru_cache(maxsize=8)(self.answer)
        self.kept = lru_cache(maxsize=1024)(lambda make, given: make(*given))


_PINNED: ContextVar[Sequence[_Build]] = ContextVar("pinned", default=())
_turn = Lock()


@contextmanager
def pinned() -> Iterator[None]:
    """Answer every question within from one build, whatever is published meanwhile: a page or a file is of one build.

    Raise `Unavailable` where there is none.
    """
    pin = [_published()]
    token = _PINNED.set(pin)
    try:
        yield
    finally:
        pin.clear()  # what is begun within and goes on keeps its context: the browser that draws pictures, a timer
        _PINNED.reset(token)


def per_build(make: Callable[[*Given], Made]) -> Callable[[*Given], Made]:
    """Keep what a function makes of the warehouse for as long as that build is read."""

    @wraps(make)
    def kept(*given: *Given) -> Made:
        with pinned():
            made: Made = _published().kept(make, given)
            return made

    return kept


def _published() -> _Build:
    """Return the build that is pinned here, or the one that is published now. Raise `Unavailable` without any."""
    for one in _PINNED.get():
        return one
    path = os.environ.get("WAREHOUSE") or BESIDE
    try:
        found = os.stat(path)  # noqa: PTH116  (asked for each question outside a pin: a Path would double the price)
    except OSError as error:
        _newest.cache_clear()
        raise _unavailable("missing" if error.errno in ABSENT else "unreadable", path, error) from error
    if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
        raise _unavailable("unreadable", path, "it is no file")
    with _turn:
        return _newest(Identity(path, found.st_ino, found.st_mtime_ns))


@lru_cache(maxsize=1)
def _newest(published: Identity) -> _Build:
    one = _Build(published.path)
    _note.cache_clear()
    return one


@contextmanager
def _reading() -> Iterator[_Build]:
    """Lend the build to ask; a file that turns out to be spoilt is as unreadable as one that cannot be opened."""
    published = _published()
    try:
        yield published
    except duckdb.IOException as error:
        raise _unavailable("unreadable", published.path, error) from error


# What tables, views and macros are made of. Four of them are bound anew, and with them all others and the macros that
# they stand on: the catalogue goes on naming the columns of a view that can no longer be read.
_SHAPE = """
    select table_name, column_name, data_type, is_nullable from duckdb_columns()
    where database_name = current_database() and not internal
""" + "".join(
    f"union all select '{whole}', column_name, column_type, null from (describe from {whole})\n"
    for whole in ("gaps", "targets", "totals_of([])", "figures")
)


def _open(path: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to a file that is a warehouse as a whole. Raise `Unavailable` for any other.

    The file is attached to a database in memory: DuckDB hands out one instance for each path within a process, and
    would go on reading the replaced file.
    """
    connection = duckdb.connect(config={"threads": 1, "python_enable_replacements": False})
    try:
        place = "'" + path.replace("'", "''") + "'"
        if COPIES:
            connection.execute(f"attach {place} as published (read_only); attach ':memory:' as warehouse")
            connection.execute("copy from database published to warehouse; detach published; use warehouse")
        else:
            connection.execute(f"attach {place} as warehouse (read_only); use warehouse")
        versions = connection.execute("select schema_version from build").fetchall()
        shape = connection.execute(f"{_SHAPE} order by all").fetchall()
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise _unavailable("other version", path, error) from error
    except duckdb.Error as error:
        raise _unavailable("unreadable", path, error) from error
    found = versions, sha256(repr(shape).encode()).hexdigest()[:16]
    if found != (wanted := ([(SCHEMA_VERSION,)], SHAPE)):
        raise _unavailable("other version", path, f"version and shape are {found}, not {wanted}")
    return connection


def _unavailable(problem: str, path: str, cause: object) -> Unavailable:
    """Return what to raise where a warehouse cannot be read; whoever runs the dashboard finds the cause in the log."""
    _note(f"{path}: {problem}: {cause}")
    return Unavailable(problem, Path(path))


@lru_cache(maxsize=64)
def _note(said: str) -> None:
    """Log a fault once, until a warehouse is opened again: every page and file meets it anew."""
    log.warning(said)


def _answer(
    connection: duckdb.DuckDBPyConnection,
    question: str,
    parameters: tuple[tuple[str, object], ...],
    make: Callable[..., Any] = dict,
) -> list[Any]:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    with connection.cursor() as cursor:  # a cursor for each question: viewers ask at the same time
        cursor.execute("use warehouse").execute(question, given)
        names = [column[0] for column in cursor.description or ()]
        # Every cell comes as a text of its own: of names that stand in thousands of rows one is kept.
        kept: dict[str, str] = {}
        return [
            make(
                **{
                    name: kept.setdefault(value, value) if type(value) is str else value
                    for name, value in zip(names, values, strict=True)
                }
            )
            for values in cursor.fetchall()
        ]


def _ask(question: str, **parameters: object) -> list[Record]:
    with _reading() as published:
        return published.answers(question, tuple(parameters.items()))


def _ask_figures(question: str, **parameters: object) -> list[Figure]:
    with _reading() as published:
        found: list[Figure] = published.answers(question, tuple(parameters.items()), Figure)
        return found


# Columns that questions share; of an article, those that name it in a caption.
_ARTICLE = "title, publisher, publisher_kind, published_from, published_to, published_kind"
_CLUSTERS = "(select unit_id as cluster_id, name as cluster_name, name_en as cluster_name_en from units)"
_MEASURE = "measure_vi, measure_en, measure_en_one"
_OBSERVED = "figures_of('in_use')"
_SUBJECT = """claim_id, unit_id, unit_kind, name, unit_en, type_vi, type_en, indicator_id, name_vi, name_en,
    time_period, sector, scenario, target_kind"""


def build() -> Record:
    """Return schema_version, seeds_sha256, built_at (UTC), passages_checked and claims of the published warehouse."""
    return only(_ask("from build"))


def federations() -> list[Record]:
    """Return the 30 federations in administrative order, with the name of their cluster."""
    return _ask(
        f"""
        select unit_id, name, type_vi, type_en, slug, cluster_id, cluster_name, cluster_evidence_kind, valid_to,
            tile_row, tile_col
        from units join {_CLUSTERS} using (cluster_id)
        where unit_kind = 'federation'
        order by unit_id
        """
    )


def clusters() -> list[Record]:
    """Return unit_id, name and name_en of the emulation clusters."""
    return _ask("select unit_id, name, name_en from units where unit_kind = 'cluster' order by unit_id")


def above(unit_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the units that federations are part of: their clusters and the city."""
    found = _ask(
        """
        select unit_id from units
        where unit_kind = 'city' or unit_id in (select cluster_id from units where list_contains($unit_ids, unit_id))
        order by unit_id
        """,
        unit_ids=unit_ids,
    )
    return tuple(row["unit_id"] for row in found)


def indicators() -> dict[str, Record]:
    """Return all indicators by id, in their order of presentation."""
    found = _ask(
        """
        select i.*, m.name_vi as measure_vi, m.name_en as measure_en,
            m.name_en_one as measure_en_one
        from indicators i join unit_measures m using (unit_measure) order by position
        """
    )
    return {indicator["indicator_id"]: indicator for indicator in found}


def sectors() -> dict[str, Record]:
    """Return the sectors and other restrictions by code, with their names."""
    return {sector["sector"]: sector for sector in _ask("from sectors")}


def translations() -> dict[str, str]:
    """Return the English of the readers' sentences in the seeds, by their Vietnamese."""
    return {row["text_vi"]: row["text_en"] for row in _ask("from translations")}


def glossary() -> list[Record]:
    """Return term, short and definition in both languages, in their order of presentation."""
    return _ask("from glossary order by position")


def series_of(indicator_id: str) -> list[Record]:
    """Return time_period, sector, period_start and period_end of every series of an indicator, newest first.

    Among series that end on one day the unrestricted one stands first.
    """
    return _ask(
        """
        select time_period, sector, period_start, period_end from series
        where indicator_id = $indicator_id
        order by period_end desc, sector <> '_T', period_start, sector
        """,
        indicator_id=indicator_id,
    )


def total(series: Series, unit_ids: tuple[str, ...]) -> Record:
    """Return value and qualifier of a sum, n_observed, n_covered, n_units, is_provisional, covered_cluster.

    Both are null where there is no figure, or none that can be added; partial_qualifier holds while some unit has none,
    complete_qualifier if none were missing. `series` is one of the warehouse.
    """
    found = _ask(
        """
        select t.* replace (value::double as value), c.name as covered_cluster_name,
            c.name_en as covered_cluster_name_en
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
    return _ask_figures(
        f"""
        with yearly as ( -- of this series alone: the view would work out the targets of every series
            select * exclude (unit_id, indicator_id, time_period, sector, period_start, period_end)
            from targets where indicator_id = $indicator_id and time_period = $time_period and sector = $sector
            -- one outline for a bar: where both kinds are printed, the target that the city assigned
            qualify row_number() over (partition by actual_claim_id order by target_kind nulls last) = 1
        )
        select unit_id, name, tile_row, tile_col, state, obs_status, c.value::double as value, qualifier,
            lower::double as lower, upper::double as upper, claim_id, line, checked_on, a.article_id, {_ARTICLE},
            c.period_start, c.period_end, target, target_at_least, target_at_most, target_status, target_formula,
            target_kind, target_qualifier, target_claim_id, share_printed::double as share_printed, share_recomputed,
            share_agrees, share_note, share_claim_id, share_reading,
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
    return _ask_figures(
        f"""
        select unit_id, name, sector, time_period, period_start, period_end, value, qualifier, lower, upper, obs_status,
            is_comparable, claim_id, line, checked_on, article_id, {_ARTICLE}
        from (select claim_id, is_comparable from timeline where indicator_id = $indicator_id)
        join figures using (claim_id)
        where indicator_id = $indicator_id
        order by unit_id, sector, period_start
        """,
        indicator_id=indicator_id,
    )


def left_out(series: Series) -> list[Figure]:
    """Return the figures of the indicator that are not in `series`, newest first, with why they are not ranked with it.

    reasons: sector (another restriction), length (a period of another length), year (another year), period (of equal
    length, but another part of the year). `series` is one of the warehouse.
    """
    return _ask_figures(
        f"""
        with chosen as (
            select date_sub('month', period_start, period_end + 1) as n_months from series
            where indicator_id = $indicator_id and time_period = $time_period and sector = $sector
        )
        select unit_id, name, time_period, sector, value, qualifier, obs_status, claim_id, line, article_id, {_ARTICLE},
            date_sub('month', period_start, period_end + 1) <> n_months as is_of_other_length,
            list_filter([
                if(is_of_other_length, 'length', null),
                if(time_period[1:4] <> $time_period[1:4], 'year', null),
                if(not is_of_other_length and time_period[5:] <> $time_period[5:], 'period', null),
                if(sector <> $sector, 'sector', null)
            ], lambda reason: reason is not null) as reasons
        from chosen cross join {_OBSERVED}
        where indicator_id = $indicator_id and scenario = 'actual' and unit_kind = 'federation'
            and (time_period, sector) <> ($time_period, $sector)
        order by period_end desc, unit_id
        """,
        **series._asdict(),
    )


def evidence(claim_id: str) -> Figure | None:
    """Return everything about a claim: its own columns, its unit, indicator and article; None for an unknown id."""
    found = _ask_figures(
        """
        select * exclude (family, is_core, topic_position) from figures where claim_id = $claim_id
        """,
        claim_id=claim_id,
    )
    return only(found) if found else None


def provenance(claim_ids: tuple[str, ...]) -> list[Figure]:
    """Return, for each claim, the columns that let a figure in a file be traced: article, place, words, readers."""
    return _ask_figures(
        f"""
        select claim_id, time_period, period_start, period_end, scenario, obs_status, sector, unit_measure, as_printed,
            article_id, {_ARTICLE}, line, char_start, char_end, entered_by, entered_on, checked_by, checked_on, note
        from claims join articles using (article_id)
        where list_contains($claim_ids, claim_id)
        """,
        claim_ids=claim_ids,
    )


def rivals(claim_id: str) -> list[Figure]:
    """Return the other claims for the same unit, indicator, period and kind, with their rank and its reason."""
    return _ask_figures(
        """
        select r.claim_id, r.as_printed, r.rank, r.rank_reason, title
        from claims c join claims r using (unit_id, indicator_id, time_period, scenario, sector)
        join articles a on a.article_id = r.article_id
        where c.claim_id = $claim_id and r.claim_id <> c.claim_id
            and r.target_kind is not distinct from c.target_kind
        order by r.rank, r.claim_id
        """,
        claim_id=claim_id,
    )


def coverage_of(claim_id: str) -> list[Record]:
    """Return list_kind and reason of the list that a claim stands in; no row where it stands in none."""
    return _ask(
        """
        select l.list_kind, l.reason, count(*) over (partition by l.article_id, l.indicator_id,
            l.time_period, l.sector) as n_units
        from claims c join coverage l using (article_id, indicator_id, time_period, sector)
        where c.claim_id = $claim_id limit 1
        """,
        claim_id=claim_id,
    )


def overview() -> list[Record]:
    """Return the newest series of each core indicator, in their order of presentation."""
    return _ask(
        """
        select i.indicator_id, s.time_period, s.sector
        from indicators i left join series s using (indicator_id)
        where i.is_core
        qualify row_number() over (
            partition by i.indicator_id order by s.period_end desc, s.sector <> '_T', s.period_start
        ) = 1
        order by i.position
        """
    )


def n_core_results() -> int:
    """Return how many results of the core indicators there are."""
    found = _ask("select count(*) as n from gaps where state = 'observed'")
    return int(only(found)["n"])


def added_last(at_most: int) -> list[Record]:
    """Return articles by the day on which figures were last entered from them, newest first.

    n_claims were entered from the article in all, on entered_on the last of them; checked_on is the newest check.
    """
    return _ask(
        f"""
        select article_id, {_ARTICLE}, count(*) as n_claims, max(entered_on) as entered_on,
            max(checked_on) as checked_on, max(period_end) as period_end
        from claims join articles using (article_id)
        group by all
        order by entered_on desc, published_from desc, article_id
        limit $at_most
        """,
        at_most=at_most,
    )


def missing_most(unit_ids: tuple[str, ...]) -> list[Record]:
    """Return each core indicator and period with its counts of federations, the emptiest first, newest periods first.

    n_observed have a figure, n_omitted are spoken of without one, n_units existed.
    """
    return _ask(
        """
        select i.indicator_id, i.name_vi, i.name_en, g.time_period, g.sector, any_value(g.period_end) as period_end,
            count(*) filter (state = 'observed') as n_observed, count(*) filter (state = 'omitted') as n_omitted,
            count(*) filter (state <> 'not_applicable') as n_units
        from gaps g join indicators i using (indicator_id)
        where list_contains($unit_ids, g.unit_id)
        group by all
        having n_units > 0
        order by n_observed, period_end desc, any_value(i.position), g.sector
        """,
        unit_ids=unit_ids,
    )


# The profile of one federation.


def unit_of(unit_id: str) -> Record | None:
    """Return a federation with its cluster, where that was seen, its life and its name today; None if unknown."""
    found = _ask(
        f"""
        select unit_id, unit_kind, name, name_en as unit_en, type_vi, type_en, slug, cluster_id, cluster_name,
            cluster_name_en, cluster_evidence, cluster_evidence_kind, valid_from, valid_to, name_reused_by
        from units join {_CLUSTERS} using (cluster_id)
        where unit_kind = 'federation' and unit_id = $unit_id
        """,
        unit_id=unit_id,
    )
    return only(found) if found else None


def units_with_claims() -> list[Record]:
    """Return the federations in administrative order, each with the number of claims about it and about its cluster."""
    return _ask(
        f"""
        with counted as (select unit_id, count(*) as n from claims group by all)
        select u.unit_id, unit_kind, name, name_en as unit_en, type_vi, type_en, slug, cluster_name, cluster_name_en,
            coalesce(own.n, 0) as n_claims, coalesce(shared.n, 0) as n_cluster_claims
        from units u join {_CLUSTERS} using (cluster_id)
        left join counted own on own.unit_id = u.unit_id
        left join counted shared on shared.unit_id = u.cluster_id
        where unit_kind = 'federation'
        order by u.unit_id
        """
    )


def core_of(unit_id: str) -> list[Figure]:
    """Return a row for each core indicator, period and sector: a federation's figure, or by state why there is none.

    Newest first within an indicator. Where the figure or its absence is in a list: list_kind, n_listed units, reason.
    """
    return _ask_figures(
        f"""
        with lists as (
            select *, count(*) over (partition by article_id, indicator_id, time_period, sector) as n_listed
            from coverage
        )
        select g.indicator_id, g.time_period, g.sector, g.period_start, g.period_end, g.state, g.obs_status, g.claim_id,
            i.name_vi, i.name_en, m.name_vi as measure_vi, m.name_en as measure_en, m.name_en_one as measure_en_one,
            k.value::double as value, k.out_of::double as out_of, k.qualifier, k.checked_on,
            coalesce(k.line, l.line) as line, l.list_kind, l.n_listed, l.reason, a.article_id, {_ARTICLE}
        from gaps g
        join indicators i using (indicator_id)
        join unit_measures m using (unit_measure)
        left join claims k using (claim_id)
        left join articles a on a.article_id = g.article_id
        left join lists l on l.article_id = g.article_id and l.indicator_id = g.indicator_id
            and l.time_period = g.time_period and l.sector = g.sector and l.unit_id = g.unit_id
        where g.unit_id = $unit_id
        order by i.position, g.period_end desc, g.sector <> '_T', g.sector
        """,
        unit_id=unit_id,
    )


def targets_of(unit_id: str) -> list[Record]:
    """Return the yearly targets and shares of a federation's results, as the view has them."""
    return _ask(
        """
        select indicator_id, time_period, sector, target_kind, actual_claim_id, target, target_at_least, target_at_most,
            target_status, target_qualifier, target_claim_id, actual::double as value,
            share_printed::double as share_printed, share_claim_id, share_note, share_recomputed, share_agrees
        from targets where unit_id = $unit_id
        order by indicator_id, time_period, sector, target_kind
        """,
        unit_id=unit_id,
    )


def claims_about(unit_id: str) -> list[Figure]:
    """Return every claim about a federation or its cluster, newest period first; is_own says which of the two.

    Of a claim that stands in a list, is_listed says whether the list names the federation; null for the others.
    """
    return _ask_figures(
        f"""
        select claim_id, unit_id = $unit_id as is_own, indicator_id, name_vi, name_en, time_period, period_start,
            period_end, scenario, target_kind, value, out_of, qualifier, obs_status, sector, {_MEASURE}, line, rank,
            rank_reason, checked_on, article_id, {_ARTICLE},
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


def articles_about(unit_id: str) -> list[Record]:
    """Return the articles that speak of a federation or its cluster, newest first, with the lines that do.

    lines have a figure of the federation or a list with it; cluster_lines have figures of its cluster alone.
    """
    return _ask(
        f"""
        with spoken as (
            select article_id, line, unit_id <> $unit_id as is_of_cluster from claims
            where unit_id = $unit_id or unit_id = (select cluster_id from units where unit_id = $unit_id)
            union all
            select article_id, line, false from coverage where unit_id = $unit_id
        ),
        by_line as (select article_id, line, bool_and(is_of_cluster) as is_of_cluster from spoken group by all)
        select article_id, {_ARTICLE}, coalesce(list(line order by line) filter (not is_of_cluster), []) as lines,
            coalesce(list(line order by line) filter (is_of_cluster), []) as cluster_lines
        from by_line join articles using (article_id)
        group by all
        order by published_from desc, article_id
        """,
        unit_id=unit_id,
    )


def targeted(unit_ids: tuple[str, ...]) -> list[Record]:
    """Return each series in which some of the federations have a result, newest first, core indicators first.

    n_targets of their n_results have a target or a share of one.
    """
    return _ask(
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


# All that a card or a line says of a figure.
_CARD = f"""{_SUBJECT}, definition_vi, definition_en, part_of, position, topic, period_start, period_end, value, out_of,
    qualifier, obs_status, unit_measure, {_MEASURE}, as_printed, line, note, checked_on, article_id, {_ARTICLE}"""
# About some federations, or about a cluster of theirs, or about the city.
_CONCERNS = """
    (list_contains($unit_ids, unit_id) or unit_kind = 'city'
        or unit_id in (select cluster_id from units u where list_contains($unit_ids, u.unit_id)))
"""


def lone_targets(unit_ids: tuple[str, ...]) -> list[Figure]:
    """Return the printed targets of core indicators, and shares of targets, that `by_unit` has no row for.

    No result is printed beside them, they are another target of the unit, or they are about a cluster. Newest first.
    """
    return _ask_figures(
        f"""
        with paired as (
            select target_claim_id, share_claim_id
            from targets join units using (unit_id)
            where unit_kind = 'federation' and (target > 0 or share_printed is not null)
            qualify row_number() over (partition by actual_claim_id order by target_kind nulls last) = 1
        )
        select {_CARD} from {_OBSERVED}
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
    return _ask_figures(
        f"""
        with listed as (
            select article_id, indicator_id, time_period, sector, list(name order by unit_id) as listed
            from coverage join units using (unit_id)
            group by all having bool_and(list_kind = 'closed')
        ),
        newest as (
            select {_CARD}, topic_vi, topic_en, topic_position, count(*) over () as n_all from {_OBSERVED}
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


# What the page of sources asks.
def articles() -> list[Record]:
    """Return the articles with n_taken (claims) and n_passed_over, the newest first."""
    return _ask(
        """
        select *,
            (select count(*) from claims c where c.article_id = a.article_id) as n_taken,
            (select count(*) from passed_over p where p.article_id = a.article_id) as n_passed_over
        from articles a order by published_from desc, article_id
        """
    )


def taken(article_id: str, at_most: int) -> list[Figure]:
    """Return the claims of an article in the order of its lines; there are at most so many."""
    return _ask_figures(
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
    return _ask(
        """
        select line, line_to, as_printed, reason from passed_over
        where article_id = $article_id order by line, passed_over_id
        """,
        article_id=article_id,
    )


def lists(article_id: str) -> list[Record]:
    """Return the lists of units of an article, each with the names of its units and whether it is open."""
    return _ask(
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
    return _ask_figures(
        f"""
        with competing as ( -- so that only these are joined
            select claim_id from claims
            qualify count(*) over (partition by unit_id, indicator_id, time_period, sector, scenario, target_kind) > 1
        )
        select {_SUBJECT}, as_printed, value, qualifier, line, rank, rank_reason, {_ARTICLE}
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
    return _ask(
        f"""
        select {_SUBJECT}, correction_id, column_name, before, after, reason, corrected_by, corrected_on,
            (select i.indicator_id from indicators i where i.indicator_id = f.family and i.is_core) as core,
            exists (from targets where claim_id in (actual_claim_id, target_claim_id, share_claim_id)) as has_target
        from corrections join figures f using (claim_id)
        order by corrected_on desc, correction_id desc limit $at_most
        """,
        at_most=at_most,
    )


def readings() -> list[Record]:
    """Return who entered and who checked how many claims (n), and the first and last days of both."""
    return _ask(
        """
        select entered_by, checked_by, count(*) as n, min(entered_on) as entered_from, max(entered_on) as entered_to,
            min(checked_on) as checked_from, max(checked_on) as checked_to
        from claims group by all order by all
        """
    )


def dictionary() -> list[Record]:
    """Return what every table, view (is_view) and column of the warehouse holds; a whole one has no column_name."""
    return _ask("from dictionary")


# Lists: what is missing, and every figure there is.

LIST_ORDERS = ORDERS | {"value": "unit_id"}  # figures of different kinds have no order by value
KINDS = {"claims": "figures", "observations": _OBSERVED}
NARROWED = {
    "topic": "topic",
    "indicator": "indicator_id",
    "scenario": "scenario",
    "status": "obs_status",
    "article": "article_id",
}


def gaps(order: str = "administrative") -> list[Figure]:
    """Return a row for each federation and core indicator in each period of the view `gaps`: the figure, or why not.

    Series stand in the order of their indicators, newest period first; value is null without a figure, and so is what
    is said of the article where none speaks of the unit.
    """
    return _ask_figures(
        f"""
        select indicator_id, i.name_vi, i.name_en, time_period, sector, period_start, period_end, unit_id, name,
            cluster_name, cluster_name_en, state, obs_status, value, qualifier, claim_id, checked_on, article_id,
            {_ARTICLE}
        from gaps join (select unit_id, name, cluster_id from units) using (unit_id)
        join {_CLUSTERS} using (cluster_id) join indicators i using (indicator_id)
        left join (select claim_id, value::double as value, qualifier, checked_on from claims) using (claim_id)
        left join articles using (article_id)
        order by position, period_end desc, sector <> '_T', period_start, time_period, sector, {LIST_ORDERS[order]}
        """
    )


def topics() -> dict[str, Record]:
    """Return the fields of work by code, in their order of presentation."""
    return {row["topic"]: row for row in _ask("from topics order by position")}


def headlines() -> dict[str, str]:
    """Return the headline of each article by its id."""
    return {row["article_id"]: row["title"] for row in _ask("select article_id, title from articles order by all")}


def n_figures(kind: str) -> int:
    """Return how many claims or observations (`kind`) there are."""
    counted = only(
        _ask("select (select count(*) from claims) as claims, (select count(*) from observations) as observations")
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
        select {_SUBJECT}, topic, topic_vi, topic_en, period_start, period_end, value, out_of, lower, upper, qualifier,
            obs_status, unit_measure, {_MEASURE}, as_printed, line, char_start, char_end, rank, rank_reason, note,
            entered_by, entered_on, checked_by, checked_on, article_id, {_ARTICLE}, count(*) over () as n_all
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
    with _reading() as published:
        # Lists are long: only the last few are kept, and of those of a file, which hold every row, none.
        answer = published.answer if at_most is None else published.lists
        found: list[Figure] = answer(question, tuple(asked.items()), Figure)
        return found


# The open data: whole tables, for other programs.

OPEN_TABLES = (
    "observations", "gaps", "totals", "targets", "claims", "articles", "coverage", "corrections", "passed_over",
    "units", "indicators", "topics", "sectors", "unit_measures", "glossary", "translations",
)  # fmt: skip
_OPEN = {name: f"from {name}" for name in OPEN_TABLES} | {
    "gaps": """
        select g.* exclude (claim_id, article_id), o.value, o.qualifier, o.lower, o.upper, g.claim_id, g.article_id
        from gaps g left join observations o using (claim_id)
        """,
    # Figures, core figures that are missing, and computed targets. TARGET_KIND is _Z where no target is meant, and _U
    # where an article does not say of which kind it is.
    "sdmx": """
        with computed as (
            select *, year(period_start) as year from targets where target_status = 'E'
            -- each result of a year may have a printed share: the newest one stands for the year
            qualify row_number() over (
                partition by unit_id, indicator_id, sector, target_kind, year
                order by period_end desc, period_start, actual_claim_id
            ) = 1
        )
        select unit_id as REF_AREA, indicator_id as INDICATOR, scenario::varchar as SCENARIO,
            coalesce(target_kind::varchar, if(scenario = 'target' or family <> indicator_id, '_U', '_Z'))
                as TARGET_KIND,
            sector as SECTOR, time_period as TIME_PERIOD, value::double as OBS_VALUE, unit_measure as UNIT_MEASURE,
            obs_status::varchar as OBS_STATUS, 'observed' as STATE, qualifier as QUALIFIER, lower::double as LOWER,
            upper::double as UPPER, out_of as OUT_OF, period_start as PERIOD_START, period_end as PERIOD_END,
            claim_id as CLAIM_ID, null::varchar as SHARE_CLAIM_ID, null::varchar as FORMULA, article_id as ARTICLE_ID
        from observations
        union all by name
        select unit_id as REF_AREA, indicator_id as INDICATOR, 'actual' as SCENARIO, '_Z' as TARGET_KIND,
            sector as SECTOR, time_period as TIME_PERIOD, unit_measure as UNIT_MEASURE, obs_status as OBS_STATUS,
            state as STATE, period_start as PERIOD_START, period_end as PERIOD_END, article_id as ARTICLE_ID
        from gaps join indicators using (indicator_id) where claim_id is null
        union all by name
        select c.unit_id as REF_AREA, c.indicator_id as INDICATOR, 'target' as SCENARIO,
            coalesce(c.target_kind::varchar, '_U') as TARGET_KIND, c.sector as SECTOR, year::varchar as TIME_PERIOD,
            target as OBS_VALUE, r.unit_measure as UNIT_MEASURE, target_status as OBS_STATUS, 'computed' as STATE,
            target_at_least as LOWER, target_at_most as UPPER, make_date(year, 1, 1) as PERIOD_START,
            make_date(year, 12, 31) as PERIOD_END, actual_claim_id as CLAIM_ID, share_claim_id as SHARE_CLAIM_ID,
            target_formula as FORMULA, r.article_id as ARTICLE_ID
        from computed c join claims r on r.claim_id = actual_claim_id
        """,
}
_PLAIN = {"DECIMAL": "double", "ENUM": "varchar"}  # types that other programs read as objects


def open_columns(name: str) -> dict[str, str]:
    """Return the columns of one of `OPEN_TABLES`, or `sdmx`, with their types in the warehouse."""
    return {row["column_name"]: row["column_type"] for row in _ask(f"describe ({_OPEN[name]})")}


def open_data(name: str) -> Table:
    """Return one of `OPEN_TABLES`, or `sdmx`, as a table of Arrow: every row and column, in an order that stays."""
    columns = ", ".join(
        f'"{column}"::{_PLAIN.get(kind.partition("(")[0], kind)} as "{column}"'
        for column, kind in open_columns(name).items()
    )
    with _reading() as published, published.connection.cursor() as cursor:
        cursor.execute("use warehouse").execute(f"select {columns} from ({_OPEN[name]}) order by all")
        return cursor.to_arrow_table()


def required() -> set[tuple[str, str]]:
    """Return table and column of what is never empty in a table; views do not say that of themselves."""
    found = _ask(
        """
        select table_name, constraint_column_names[1] as column_name from duckdb_constraints()
        where database_name = current_database() and constraint_type = 'NOT NULL'
        """
    )
    return {(row["table_name"], row["column_name"]) for row in found}
