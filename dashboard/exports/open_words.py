"""What the open data say of themselves: what they are, what a missing figure means, how far they reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard import captions, limits, provenance, queries, terms
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard.rows import Row


def title() -> str:
    """Return what the data as a whole are called."""
    return t("Union indicators of Hà Nội: open data")


def comments() -> dict[tuple[str, str | None], Row]:
    """Return the data dictionary by table and column; a whole table has None for a column."""
    return {(row["table_name"], row["column_name"]): row for row in queries.dictionary()}


def about() -> str:
    """Return what the dashboard publishes, in two sentences."""
    return t(
        "Figures on the work of the district federations of labour of Hà Nội, read by hand from newspaper articles. "
        "Each figure leads to its article, its line, its printed words, who entered it and who checked it."
    )


def missing() -> dict[str, str]:
    """Return what each sign for a missing figure means."""
    return {
        queries.SIGNS["unpublished"]: t("not in the articles that were read"),
        queries.SIGNS["omitted"]: t("the article speaks of the unit but prints no figure"),
        queries.SIGNS["not_applicable"]: t("did not exist in this period"),
    }


def readme(titles: Mapping[str, str]) -> str:
    """Return the README of the package: what it is, how far it reaches, what missing means, where it is from.

    `titles`: what each file holds.
    """
    n_by_state = queries.n_by_state()
    signs = [f"- {f'`{sign}`' if sign else t('(empty)')}: {label}" for sign, label in missing().items()]
    parts = [
        f"# {title()}",
        provenance.standing(queries.build()) + ".",
        about(),
        t(
            "Articles: {articles}. Claims: {claims}, of which observations, which we stand behind: {observations}. "
            "Federations × core indicators × periods (gaps.csv): {cells}, of which with a figure: {observed}.",
            articles=len(queries.articles()),
            claims=queries.n_figures("claims"),
            observations=queries.n_figures("observations"),
            cells=sum(n_by_state.values()),
            observed=n_by_state["observed"],
        ),
        f"## {t('Files')}",
        _list(f"`{name}.csv`: {titles[f'{name}.csv']}" for name in queries.OPEN_TABLES),
        t(
            "Begin with observations.csv. Its claim_id leads to claims.csv (printed words, line, readers), its "
            "article_id to articles.csv (headline, publisher, dates). datapackage.json describes every column. Codes "
            "such as 001 are text: keep their zeros."
        ),
        f"## {t('What a missing figure means')}",
        t("Missing is never zero. In gaps.csv the column value has a sign instead, and state says the same as a code:"),
        "\n".join(signs),
        t(
            "In every other column an empty cell is no value; datapackage.json says what that means. In Parquet all of "
            "these are null. In SDMX-CSV the value is NaN, with OBS_STATUS L (missing) or M (cannot exist)."
        ),
        f"## {t('Limits')}",
        _list(
            [
                limits.few_figures(),
                t(
                    "A figure keeps how exact its article is: qualifier says it as a code; lower and upper are what "
                    "the article commits itself to."
                ),
                t(
                    "A sum in totals.csv is over n_observed of n_units units, and a lower bound unless all have a "
                    "figure. Figures of different periods, lengths or sectors are not to be added or ranked together: "
                    "half a year is part of its year."
                ),
                t(
                    "obs_status: A normal, P provisional. A target with status E is printed nowhere: it is worked out "
                    "from a printed result and a printed share, with the formula and the range that rounding leaves."
                ),
                t(
                    "Inferred is called inferred: columns that end in _kind say whether something is printed or "
                    "inferred, and those beside them from what."
                ),
                captions.district_end(),
                limits.no_rates(),
            ]
        ),
        f"## {t('Sources')}",
        _list(map(_literal, provenance.sources(queries.articles()))),
        f"## {t('Terms of reuse')}",
        _terms(),
        t("The articles belong to their publishers; beyond headlines and printed figures none of their text is here."),
        f"## {t('Other forms')}",
        t(
            "The dashboard serves the same tables under /data/, each as CSV and as Parquet, and all figures in one "
            "SDMX-CSV 2.0 file. Its structure, {structure}, is our own and stands beside it as structure.xml: no "
            "registry holds it.",
            structure=queries.STRUCTURE,
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _terms() -> str:
    if found := terms.stated():
        return " ".join([*([_literal(found.name)] if found.name != found.address else []), f"<{found.address}>"])
    return f"{terms.said()}. {t('Ask whoever runs the dashboard before you publish these data again.')}"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _literal(text: str) -> str:
    """Return text from the seeds, on one line, so that Markdown shows it as it is."""
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", " ".join(visible.split()))
