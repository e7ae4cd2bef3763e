"""Every question asked of the warehouse; the only reader of it.

Rows that come back are shared between viewers: read them, never change them. A missing value is None.
"""

from dashboard.queries.claims import (
    activities,
    claims_about,
    core_of,
    coverage_of,
    evidence,
    figures,
    lone_targets,
    n_figures,
    provenance,
    rivals,
    said_of_each,
    targets_of,
)  # fmt: skip
from dashboard.queries.history import builds, changed, kept_builds, last_change
from dashboard.queries.names import (
    above,
    clusters,
    core_indicators,
    federations,
    glossary,
    headlines,
    indicators,
    is_any_zero,
    sectors,
    topics,
    translations,
    unit_of,
    units_with_claims,
)  # fmt: skip
from dashboard.queries.open_tables import (
    AGENCY,
    FLOW,
    OPEN_TABLES,
    SIGNS,
    STRUCTURE,
    STRUCTURE_VERSION,
    keys_and_references,
    n_by_state,
    open_columns,
    open_csv,
    open_parquet,
    reach,
    required,
    unit_measures,
    units,
)  # fmt: skip
from dashboard.queries.reading import NoBuild, Unavailable, asof, build, per_build, pinned, store
from dashboard.queries.series import (
    ORDERS,
    Series,
    by_period,
    by_unit,
    gaps,
    left_out,
    newest,
    over_time,
    overview,
    series_of,
    targeted,
    total,
)  # fmt: skip
from dashboard.queries.sources import (
    agreement,
    articles,
    articles_about,
    changes,
    competing,
    corrected,
    corrections,
    dictionary,
    how_read,
    lists,
    passed_over,
    readings,
    taken,
)  # fmt: skip

__all__ = [
    "AGENCY", "FLOW", "OPEN_TABLES", "ORDERS", "SIGNS", "STRUCTURE", "STRUCTURE_VERSION", "NoBuild", "Series",
    "Unavailable", "above", "activities", "agreement", "articles", "articles_about", "asof", "build", "builds",
    "by_period", "by_unit", "changed", "changes", "claims_about", "clusters", "competing", "core_indicators",
    "core_of", "corrected", "corrections", "coverage_of", "dictionary", "evidence", "federations", "figures",
    "gaps", "glossary", "headlines", "how_read", "indicators", "is_any_zero", "kept_builds", "keys_and_references",
    "last_change", "left_out", "lists", "lone_targets", "n_by_state", "n_figures", "newest", "open_columns", "open_csv",
    "open_parquet", "over_time", "overview", "passed_over", "per_build", "pinned", "provenance", "reach",
    "readings", "required", "rivals", "said_of_each", "sectors", "series_of", "store", "taken", "targeted",
    "targets_of", "topics", "total", "translations", "unit_measures", "unit_of", "units", "units_with_claims",
]  # fmt: skip
