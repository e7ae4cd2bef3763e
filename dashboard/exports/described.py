"""What the open data say of themselves to catalogues: schema.org for the pages, DCAT for `/data/`, both as JSON-LD.

Addresses are whole where it is configured where readers reach the dashboard; else they are relative, as links are. They
lead to the build that is described. No publisher is named: the project knows none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from dashboard import links, markup, queries, terms, wording
from dashboard.exports import open_words
from dashboard.messages import LANGUAGES, in_each, language, t
from dashboard.selection import as_read, linked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"


class Offered(NamedTuple):
    """A file of the open data: its name, its type, and what it holds."""

    name: str
    media_type: str
    titles: Mapping[str, str]  # by language


def script(files: Sequence[Offered]) -> Markup:
    """Return what the head of a page says of the data to search engines, which no text can end or turn into code."""
    said = json.dumps(_schema_org(files), ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        said = said.replace(letter, f"\\u{ord(letter):04x}")
    return markup.element("script", Markup(said), type="application/ld+json")  # noqa: S704  (as told above)


def _schema_org(files: Sequence[Offered]) -> dict[str, Any]:
    """Return the data as a `Dataset`; links from a page lead into `data/`."""
    build, licence = queries.build(), terms.stated()
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": open_words.title(),
        "description": open_words.about(),
        "url": _address("", "data/"),
        "identifier": build["seeds_sha256"],
        "version": build["seeds_sha256"],
        "dateModified": moment(),
        "inLanguage": list(LANGUAGES),
        "isAccessibleForFree": True,
        **({"license": licence.address} if licence else {}),
        **({"temporalCoverage": "/".join(days)} if (days := _days()) else {}),
        "spatialCoverage": {"@type": "Place", "name": _city()},
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "propertyID": code,
                "name": wording.name(row),
                "unitText": wording.name(row, "measure"),
            }
            for code, row in queries.core_indicators().items()
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.titles[language.get()],
                "encodingFormat": one.media_type,
                "contentUrl": _address(one.name, "data/"),
            }
            for one in files
        ],
    }


def dcat(files: Sequence[Offered]) -> dict[str, Any]:
    """Return a catalogue of one data set with all its files."""
    build, place = queries.build(), _address("", "./")
    titles, about = _in_each(in_each(open_words.title)), _in_each(in_each(open_words.about))
    modified = {"@type": "xsd:dateTime", "@value": moment()}
    rights = _rights()
    days = [{"@type": "xsd:date", "@value": day} for day in _days()]
    period = dict(zip(("dcat:startDate", "dcat:endDate"), days, strict=True)) if days else None
    data_set = {
        "@id": f"{place}#data",
        "@type": "dcat:Dataset",
        "dct:identifier": build["seeds_sha256"],
        "dct:title": titles,
        "dct:description": about,
        "dct:language": list(LANGUAGES),
        "dct:modified": modified,
        "dcat:version": build["seeds_sha256"],
        "dcat:landingPage": {"@id": place},
        "dcat:keyword": _in_each(in_each(lambda: [wording.name(row) for row in queries.topics().values()])),
        "dct:spatial": {"@type": "dct:Location", "skos:prefLabel": _in_each(in_each(_city))},
        **({"dct:temporal": {"@type": "dct:PeriodOfTime"} | period} if period else {}),
        **rights,
        "dcat:distribution": [
            {
                "@id": f"{place}#{one.name}",
                "@type": "dcat:Distribution",
                "dct:title": _in_each(one.titles),
                "dcat:accessURL": {"@id": place},
                "dcat:downloadURL": {"@id": _address(one.name, "./")},
                "dcat:mediaType": {"@id": f"{MEDIA_TYPES}/{one.media_type.partition(';')[0]}"},
                **rights,
            }
            for one in files
        ],
    }
    return {
        "@context": PREFIXES,
        "@id": place,
        "@type": "dcat:Catalog",
        "dct:title": titles,
        "dct:description": about,
        "dct:language": list(LANGUAGES),
        "dct:modified": modified,
        "dcat:dataset": data_set,
    }


def _address(name: str, inside: str) -> str:
    """Return the address of a file of the open data; `inside`: how one gets among them where no base is configured."""
    return links.to(f"data/{name}", as_read()) or linked(f"{inside}{name}", as_read())


def moment() -> str:
    """Return when the build was made, as programs write it."""
    return f"{queries.build()['built_at']:%Y-%m-%dT%H:%M:%SZ}"


def _days() -> list[str]:
    """Return the first and the last day that results are of; nothing where there are no results."""
    reach = queries.reach()
    return [reach["first"].isoformat(), reach["last"].isoformat()] if reach["first"] else []


def _city() -> str:
    """Return the place that all data are of."""
    return t("Hà Nội, Viet Nam")


def _rights() -> dict[str, Any]:
    """Return the terms of reuse, or in words that none are stated."""
    if licence := terms.stated():
        named = {"@id": licence.address, "@type": "dct:LicenseDocument", "rdfs:label": licence.name}
        return {"dct:license": named}
    return {"dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _in_each(in_each(terms.said))}}


def _in_each(said: Mapping[str, str | list[str]]) -> list[dict[str, str]]:
    """Return words by language as JSON-LD has them."""
    return [
        {"@language": lang, "@value": one}
        for lang, words in said.items()
        for one in ([words] if isinstance(words, str) else words)
    ]
