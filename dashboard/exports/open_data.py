"""The whole warehouse as files for other programs: CSV, Parquet, SDMX, and a data package; and what describes them.

Codes, numbers and days are the same for every reader; only what describes them is in the reader's language. One build
gives the same bytes each time, so that a file has a tag by which it is known without being made again.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard import links, provenance, queries, terms, wording
from dashboard.exports import archive, citation, described, feed, open_words, sdmx, shelf
from dashboard.exports.shelf import Shelf
from dashboard.messages import in_each, language, looked_up, t
from dashboard.selection import along, in_language, linked, of_build, to_stay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markupsafe import Markup

    from dashboard.rows import Row
    from dashboard.selection import Address

INDEX = "index.json"
SDMX, STRUCTURE = "sdmx.csv", "structure.xml"
PACKAGE = "datapackage.json"
ZIP = "datapackage.zip"
DCAT = "catalog.jsonld"
BIBTEX, CSL = "citation.bib", "citation.json"
FEED = "changes.xml"
IN_WORDS = {INDEX, PACKAGE, ZIP, BIBTEX, CSL, FEED}  # these speak the reader's language
ON_PAGES = (ZIP, SDMX, STRUCTURE, "observations.csv", "observations.parquet")  # what search engines are told of
CITATIONS = (BIBTEX, CSL)
HISTORY = ("builds", "changes")  # these say what was published before: the same seeds may have another history
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "bib": "application/x-bibtex; charset=utf-8",
    "xml": "application/atom+xml; charset=utf-8",
    "zip": "application/zip",
}
SDMX_TYPES = {  # more exact than those of their endings
    SDMX: "application/vnd.sdmx.data+csv; version=2.0.0",
    STRUCTURE: "application/vnd.sdmx.structure+xml; version=3.0.0",
}
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
    "TIMESTAMP": "datetime",
    "MAP": "object",
}


# Of what views work out; those of the tables are in the warehouse.
KEYS = {
    "observations": ["claim_id"],
    "gaps": ["indicator_id", "time_period", "sector", "unit_id"],
    "totals": ["scope_id", "indicator_id", "time_period", "sector"],
    "builds": ["published_at"],
    "changes": ["published_at", "claim_id"],
}
REFERENCES = {
    **dict.fromkeys(["actual_claim_id", "target_claim_id", "share_claim_id"], "claims"),
    **dict.fromkeys(["cluster_id", "scope_id", "covered_cluster"], "units"),
    **dict.fromkeys(["family", "part_of"], "indicators"),
    "published_at": "builds",
}
VOCABULARIES = {  # of columns that a view works out; those of the seeds are types of the warehouse
    ("gaps", "state"): ["observed", *queries.SIGNS],
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
    return [*tables, SDMX, STRUCTURE, PACKAGE, ZIP, DCAT, BIBTEX, CSL, FEED]


def media_type(name: str) -> str:
    """Return the type of a file."""
    return SDMX_TYPES.get(name) or TYPES[name.rpartition(".")[2]]


def tag(name: str) -> str:
    """Return the tag that a file has in the published build, without making it. Raise `queries.Unavailable`."""
    build = queries.build()
    parts = [name, build["schema_version"], build["seeds_sha256"]]
    if not name.endswith((".csv", ".parquet")):  # these say when they were built, where they stand, on which terms
        parts += [build["built_at"], links.base(), terms.stated(), language.get() if name in IN_WORDS else ""]
        parts += [queries.asof()]
    if name == INDEX:
        parts += queries.kept_builds()
    if name in CITATIONS:
        parts += [to_stay()]
    if name.startswith(HISTORY):
        parts += [build["built_at"]]
    return shelf.tag(*parts)


def make(name: str) -> File:
    """Return one of `names()`, or `INDEX`, of the published build. Raise `queries.Unavailable` where there is none."""
    with queries.pinned():
        known = tag(name)
        return File(_made().get(known, lambda: _make(name)), media_type(name), known, queries.build()["seeds_sha256"])


@queries.per_build
def _made() -> Shelf[bytes]:
    return Shelf(limit=32 * 2**20)


def _make(name: str) -> bytes:
    own: dict[str, Callable[[], bytes]] = {
        INDEX: lambda: _json(_index()),
        PACKAGE: lambda: _json(_package()),
        ZIP: _zip,
        STRUCTURE: sdmx.structure,
        DCAT: lambda: _json(described.dcat(_offered(names()))),
        CSL: lambda: _json(citation.csl()),
        BIBTEX: lambda: citation.bibtex().encode(),
        FEED: feed.atom,
    }
    if name in own:
        return own[name]()
    stem, _, kind = name.rpartition(".")
    return queries.open_parquet(stem) if kind == "parquet" else queries.open_csv(stem)


# What describes them.


def _json(described: object) -> bytes:
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()


@queries.per_build
def _on_pages(_language: str, _base: str | None, _terms: terms.Terms | None) -> Markup:
    return described.script(_offered(ON_PAGES))


def on_pages() -> Markup:
    """Return what the head of a page says of the data to search engines. Raise `queries.Unavailable` without data."""
    return _on_pages(language.get(), links.base(), terms.stated())


def _offered(wanted: Iterable[str]) -> list[described.Offered]:
    titles = in_each(_titles)
    return [
        described.Offered(name, media_type(name), {lang: known[name] for lang, known in titles.items()})
        for name in wanted
    ]


def _index() -> dict[str, Any]:
    build = queries.build()
    return {
        "title": open_words.title(),
        "language": language.get(),
        "build": build["seeds_sha256"],
        "built_at": described.moment(),
        "terms_of_reuse": terms.said(),
        "licenses": _licences(),
        "files": [
            {"path": linked(name, _asked(name)), "title": title, "type": media_type(name), "etag": tag(name)}
            for name, title in _titles().items()
        ],
        "builds": [
            {
                "build": one.seeds_sha256,
                "published_at": f"{one.moment:%Y-%m-%dT%H:%M:%SZ}",
                "path": linked("./", in_language() | of_build(one.seeds_sha256)),
            }
            for one in queries.kept_builds()
        ],
    }


def _asked(name: str) -> Address:
    """Return what a link adds to the name of a file to get it in the reader's language, of the build that is read."""
    return {key: values for key, values in along().items() if key != "lang" or name in IN_WORDS}


def _titles() -> dict[str, str]:
    """Return what each file holds."""
    comments = open_words.comments()
    own = {
        SDMX: t("All figures, the core figures that are missing, and computed targets, as SDMX-CSV 2.0."),
        STRUCTURE: t("Structure of the SDMX-CSV: dimensions, attributes and codes with their names (SDMX-ML 3.0)."),
        PACKAGE: t("Description of the CSV files: columns, keys, and what a missing value means (Data Package 2)."),
        ZIP: t("All CSV files with their description, a README and the sources (Data Package 2)."),
        DCAT: t("All of these for data catalogues (DCAT 3, JSON-LD)."),
        BIBTEX: t("How to cite these data, as BibTeX."),
        CSL: t("How to cite these data, as CSL-JSON."),
        FEED: t("What each build added, corrected and withdrew, as an Atom feed."),
    }
    return {name: own.get(name) or looked_up(comments[name.partition(".")[0], None]["comment"]) for name in names()}


def _licences() -> list[dict[str, str]]:
    """Return the terms of reuse as a data package has them; nothing where none are stated."""
    found = terms.stated()
    if not found:
        return []
    return [{"path": found.address, "title": found.name} | ({"name": found.spdx} if found.spdx else {})]


def _package(*, is_packed: bool = False) -> dict[str, Any]:
    """Return the description of the CSV files; `is_packed`: they lie beside it, and not at their addresses."""
    build = queries.build()
    comments, required = open_words.comments(), queries.required()
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "hanoi-union-indicators",
        "title": open_words.title(),
        "description": open_words.about(),
        "created": described.moment(),
        "build": build["seeds_sha256"],
        "language": language.get(),
        **({"licenses": licences} if (licences := _licences()) else {}),
        "sources": [{"title": source} for source in provenance.sources(queries.articles())],
        "resources": [
            _resource(name, comments, required)
            | {"path": f"{name}.csv" if is_packed else linked(f"{name}.csv", _asked(name))}
            for name in queries.OPEN_TABLES
        ],
    }


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
            field["missingValues"] = [{"value": sign, "label": label} for sign, label in open_words.missing().items()]
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
                if column in columns
                and (parent, [column]) != (name, keys[parent])
                and (name != "changes" or parent == "builds")  # what was withdrawn is in no other table
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


def _zip() -> bytes:
    files = {
        "README.md": open_words.readme(_titles()).encode(),
        PACKAGE: _json(_package(is_packed=True)),
        **{f"{name}.csv": make(f"{name}.csv").data for name in queries.OPEN_TABLES},
    }
    return archive.packed(files, wording.in_hanoi(queries.build()["built_at"]))
