"""The whole warehouse as files for other programs: CSV, Parquet, SDMX-CSV 2.0, and a data package of all tables.

Codes, numbers and days are the same for every reader; only what describes them is in the reader's language. One build
gives the same bytes each time, so that a file has a tag by which it is known without being made again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, OrderedDict
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
from pyarrow import parquet

from dashboard import provenance, queries, wording
from dashboard.exports import archive
from dashboard.messages import LANGUAGES, language, looked_up, t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dashboard.rows import Row

INDEX = "index.json"
SDMX = "sdmx.csv"
PACKAGE = "datapackage.json"
ZIP = "datapackage.zip"
IN_WORDS = {INDEX, PACKAGE, ZIP}  # these speak the reader's language
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "zip": "application/zip",
}
SDMX_TYPE = "application/vnd.sdmx.data+csv; version=2.0.0"
STRUCTURE = "HANOI_UNIONS:INDICATORS(1.0.0)"  # ours: no registry holds it
PROFILES = "https://datapackage.org/profiles/2.0"
FIELD_TYPES = {  # what a data package calls the types of the warehouse
    "VARCHAR": "string",
    "ENUM": "string",
    "DATE": "date",
    "BOOLEAN": "boolean",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DECIMAL": "number",
    "DOUBLE": "number",
}

# What stands in gaps.csv where a figure would: a reader of the column `value` alone does not take one for another.
SIGNS = {"omitted": wording.MISSING, "unpublished": "", "not_applicable": "n/a"}

# Of what views work out; those of the tables are in the warehouse.
KEYS = {
    "observations": ["claim_id"],
    "gaps": ["indicator_id", "time_period", "sector", "unit_id"],
    "totals": ["scope_id", "indicator_id", "time_period", "sector"],
}
REFERENCES = {
    **dict.fromkeys(["actual_claim_id", "target_claim_id", "share_claim_id"], "claims"),
    **dict.fromkeys(["cluster_id", "scope_id", "covered_cluster"], "units"),
    **dict.fromkeys(["family", "part_of"], "indicators"),
}
VOCABULARIES = {  # of columns that a view works out; those of the seeds are types of the warehouse
    ("gaps", "state"): ["observed", *SIGNS],
    ("gaps", "obs_status"): ["A", "P", "L", "M"],
    ("targets", "target_status"): ["A", "E"],
}


class File(NamedTuple):
    """A file with all that a server says of it."""

    data: bytes
    media_type: str
    tag: str  # an ETag: other bytes have another one
    build: str


def names() -> list[str]:
    """Return the names of the files there are; `INDEX`, which lists them, is one more that `make` makes."""
    tables = [f"{table}.{kind}" for table in queries.OPEN_TABLES for kind in ("csv", "parquet")]
    return [*tables, SDMX, PACKAGE, ZIP]


def media_type(name: str) -> str:
    """Return the type of a file."""
    return SDMX_TYPE if name == SDMX else TYPES[name.rpartition(".")[2]]


def tag(name: str) -> str:
    """Return the tag that a file has in the published build, without making it. Raise `queries.Unavailable`."""
    build = queries.build()
    parts = [name, _code(), build["schema_version"], build["seeds_sha256"]]
    if name in IN_WORDS:
        parts += [language.get(), build["built_at"]]
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def _code() -> str:
    """Return a hash of the code and its words, since another version may write other bytes of the same build."""
    files = sorted(path for kind in ("*.py", "*.po") for path in Path(__file__).parents[1].rglob(kind))
    return sha256(b"".join([pa.__version__.encode(), *(path.read_bytes() for path in files)])).hexdigest()


def make(name: str) -> File:
    """Return one of `names()`, or `INDEX`, of the published build. Raise `queries.Unavailable` where there is none."""
    with queries.pinned():
        data = _made().get((name, language.get() if name in IN_WORDS else ""), lambda: _make(name))
        return File(data, media_type(name), tag(name), str(queries.build()["seeds_sha256"]))


class _Shelf:
    """Keeps the files that were made last, within a limit of bytes; readers who make files do not wait for others."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._files: OrderedDict[object, bytes] = OrderedDict()
        self._turn = Lock()

    def get(self, key: object, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key, or is made now."""
        with self._turn:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        made = make()
        with self._turn:
            self._files[key] = made
            while sum(map(len, self._files.values())) > self._limit:
                self._files.popitem(last=False)
        return made


@queries.per_build
def _made() -> _Shelf:
    return _Shelf(limit=32 * 2**20)


def _make(name: str) -> bytes:
    stem, _, kind = name.rpartition(".")
    if name == INDEX:
        return _json(_index())
    if name == PACKAGE:
        return _json(_package())
    if name == ZIP:
        return _zip()
    if name == SDMX:
        return _sdmx(queries.open_data("sdmx"))
    table = queries.open_data(stem)
    return _parquet(table) if kind == "parquet" else _table(stem, table)


# Tables.


def _table(name: str, table: pa.Table) -> bytes:
    columns = dict(zip(table.column_names, map(_cells, table.columns), strict=True))
    if name == "gaps":
        columns["value"] = [
            value or SIGNS[state] for value, state in zip(columns["value"], columns["state"], strict=True)
        ]
    return _csv(columns.keys(), columns.values())


def _sdmx(table: pa.Table) -> bytes:
    """Return figures as SDMX-CSV 2.0, in the codes of the warehouse; a missing number is NaN."""
    columns = dict(zip(table.column_names, map(_cells, table.columns), strict=True))
    columns["OBS_VALUE"] = [value or "NaN" for value in columns["OBS_VALUE"]]
    leading = {"STRUCTURE": "dataflow", "STRUCTURE_ID": STRUCTURE, "ACTION": "I"}
    return _csv([*leading, *columns], [*([word] * table.num_rows for word in leading.values()), *columns.values()])


def _csv(header: Iterable[str], columns: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))
    return file.getvalue().encode()


def _cells(column: pa.ChunkedArray) -> list[str]:
    """Return the values of a column as a CSV has them; what is missing is empty."""
    written: Callable[[Any], str] = str
    if pa.types.is_floating(column.type):
        written = _number
    elif pa.types.is_boolean(column.type):
        written = ("false", "true").__getitem__
    return ["" if value is None else written(value) for value in column.to_pylist()]


def _number(value: float) -> str:
    """Return a number as other programs read it: 16, not 16.0.

    >>> _number(16.0), _number(60.24), _number(2e10)
    ('16', '60.24', '20000000000')
    """
    return str(int(value)) if value.is_integer() else repr(value)


def _parquet(table: pa.Table) -> bytes:
    file = io.BytesIO()
    build = queries.build()
    known = {"build": str(build["seeds_sha256"]), "schema_version": str(build["schema_version"])}
    parquet.write_table(table.replace_schema_metadata(known), file, compression="zstd")
    return file.getvalue()


# What describes them.


def _json(described: dict[str, Any]) -> bytes:
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()


def _moment(build: Row) -> str:
    return f"{build['built_at']:%Y-%m-%dT%H:%M:%SZ}"


def _index() -> dict[str, Any]:
    build = queries.build()
    return {
        "title": t("Union indicators of Hà Nội: open data"),
        "language": language.get(),
        "build": build["seeds_sha256"],
        "built_at": _moment(build),
        "files": [
            {"path": name + _spoken(name), "title": title, "type": media_type(name), "etag": tag(name)}
            for name, title in _titles().items()
        ],
    }


def _spoken(name: str) -> str:
    """Return what a link adds to the name of a file to get it in the reader's language."""
    is_usual = name not in IN_WORDS or language.get() == next(iter(LANGUAGES))
    return "" if is_usual else f"?lang={language.get()}"


def _titles() -> dict[str, str]:
    """Return what each file holds."""
    comments = _comments()
    own = {
        SDMX: t("All figures, the core figures that are missing, and computed targets, as SDMX-CSV 2.0."),
        PACKAGE: t("Description of the CSV files: columns, keys, and what a missing value means (Data Package 2)."),
        ZIP: t("All CSV files with their description, a README and the sources (Data Package 2)."),
    }
    return {name: own.get(name) or looked_up(comments[name.partition(".")[0], None]["comment"]) for name in names()}


def _comments() -> dict[tuple[str, str | None], Row]:
    """Return the data dictionary by table and column."""
    return {(row["table_name"], row["column_name"]): row for row in queries.dictionary()}


def _package() -> dict[str, Any]:
    build = queries.build()
    comments, required = _comments(), queries.required()
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "hanoi-union-indicators",
        "title": t("Union indicators of Hà Nội: open data"),
        "description": about(),
        "created": _moment(build),
        "build": build["seeds_sha256"],
        "language": language.get(),
        "sources": [{"title": source} for source in provenance.sources(queries.articles())],
        "resources": [_resource(name, comments, required) for name in queries.OPEN_TABLES],
    }


def about() -> str:
    """Return what the dashboard publishes, in two sentences."""
    return t(
        "Figures on the work of the district federations of labour of Hà Nội, read by hand from newspaper articles. "
        "Each figure leads to its article, its line, its printed words, who entered it and who checked it."
    )


def _resource(name: str, comments: dict[tuple[str, str | None], Row], required: set[tuple[str, str]]) -> dict[str, Any]:
    """Return what other programs need to know of a CSV file: columns, keys, references, and what is missing."""
    data, columns, keys = make(f"{name}.csv").data, queries.open_columns(name), primary_keys()
    fields = []
    for column, kind in columns.items():
        # What `gaps` carries of a figure is described where the figure is.
        comment = (comments.get((name, column)) or comments["observations", column])["comment"]
        field: dict[str, Any] = {
            "name": column,
            "type": FIELD_TYPES[kind.partition("(")[0]],
            "description": looked_up(comment),
        }
        if name == "gaps" and column == "value":
            field["missingValues"] = [{"value": sign, "label": label} for sign, label in _missing().items()]
        limits: dict[str, Any] = {"required": True} if (name, column) in required else {}
        if codes := VOCABULARIES.get((name, column)) or re.findall("'([^']*)'", kind):
            limits["enum"] = codes
        fields.append(field | ({"constraints": limits} if limits else {}))
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": name,
        "type": "table",
        "title": looked_up(comments[name, None]["comment"]),
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": fields,
            "missingValues": [{"value": "", "label": t("no value")}],
            **({"primaryKey": keys[name]} if name in keys else {}),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": parent, "fields": keys[parent]}}
                for column, parent in _references().items()
                if column in columns and (parent, [column]) != (name, keys[parent])
            ],
        },
    }


def primary_keys() -> dict[str, list[str]]:
    """Return the key of each table and view that has one."""
    return KEYS | {row["table_name"]: row["column_names"] for row in queries.keys_and_references() if not row["parent"]}


def _references() -> dict[str, str]:
    """Return which table a column refers to, wherever it stands, in the order of the tables."""
    found = {row["column_names"][0]: row["parent"] for row in queries.keys_and_references() if row["parent"]}
    return dict(sorted((found | REFERENCES).items(), key=lambda reference: queries.OPEN_TABLES.index(reference[1])))


def _missing() -> dict[str, str]:
    """Return what each sign for a missing figure means."""
    return {
        SIGNS["unpublished"]: t("not in the articles that were read"),
        SIGNS["omitted"]: t("the article speaks of the unit but prints no figure"),
        SIGNS["not_applicable"]: t("did not exist in this period"),
    }


def _zip() -> bytes:
    files = {
        "README.md": _readme().encode(),
        PACKAGE: make(PACKAGE).data,
        **{f"{name}.csv": make(f"{name}.csv").data for name in queries.OPEN_TABLES},
    }
    return archive.packed(files, wording.in_hanoi(queries.build()["built_at"]))


def _readme() -> str:
    """Return the README of the package: what it is, how far it reaches, what missing means, where it is from."""
    states = Counter(queries.open_data("gaps").column("state").to_pylist())
    titles = _titles()
    missing = [f"- {f'`{sign}`' if sign else t('(empty)')}: {label}" for sign, label in _missing().items()]
    parts = [
        f"# {t('Union indicators of Hà Nội: open data')}",
        provenance.standing(queries.build()) + ".",
        about(),
        t(
            "Articles: {articles}. Claims: {claims}, of which observations, which we stand behind: {observations}. "
            "Federations × core indicators × periods (gaps.csv): {cells}, of which with a figure: {observed}.",
            articles=len(queries.articles()),
            claims=queries.n_figures("claims"),
            observations=queries.n_figures("observations"),
            cells=states.total(),
            observed=states["observed"],
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
        "\n".join(missing),
        t(
            "In every other column an empty cell is no value; datapackage.json says what that means. In Parquet all of "
            "these are null. In SDMX-CSV the value is NaN, with OBS_STATUS L (missing) or M (cannot exist)."
        ),
        f"## {t('Limits')}",
        _list(
            [
                t("Most units and periods have no figure in the articles that were read."),
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
                t(
                    "The district federations ended on 30 June 2025: their series close, and continue in no ward or "
                    "commune."
                ),
                t("Agreements signed are not bargaining coverage; members recruited are a gross flow, not density."),
            ]
        ),
        f"## {t('Sources')}",
        _list(map(_literal, provenance.sources(queries.articles()))),
        f"## {t('Licence')}",
        t(
            "None is stated. Ask whoever runs the dashboard before you publish these data again. The articles belong "
            "to their publishers; beyond headlines and printed figures none of their text is here."
        ),
        f"## {t('Other forms')}",
        t(
            "The dashboard serves the same tables under /data/, each as CSV and as Parquet, and all figures in one "
            "SDMX-CSV 2.0 file. The structure of that file, {structure}, is our own: no registry holds it.",
            structure=STRUCTURE,
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _literal(text: str) -> str:
    """Return text from the seeds, on one line, so that Markdown shows it as it is."""
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", " ".join(visible.split()))
