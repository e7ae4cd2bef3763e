"""The structure of the SDMX-CSV: what its columns are, and what their codes mean, as SDMX-ML 3.0 in both languages.

Codes and names are the warehouse's and the pages' own; what is here says only which column is what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from lxml import etree
from lxml.builder import ElementMaker

from dashboard import citations, columns, queries, wording
from dashboard.exports import open_words
from dashboard.exports.letters import clean
from dashboard.messages import current_language, in_each, looked_up, t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
SPACES = {"mes": f"{ROOT}/message", "str": f"{ROOT}/structure", "com": f"{ROOT}/common"}
MES, STR, COM = (ElementMaker(namespace=space, nsmap=SPACES) for space in SPACES.values())
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
URN = "urn:sdmx:org.sdmx.infomodel"
OWN = {"agencyID": queries.AGENCY, "version": queries.STRUCTURE_VERSION}
SCHEME = "CONCEPTS"


class Component(NamedTuple):
    """A column of the SDMX-CSV: what it is, where its heading and its meaning stand, and what stands in it."""

    role: Literal["Dimension", "TimeDimension", "Measure", "Attribute"]
    heading: str  # its code in `columns`
    meaning: tuple[str, str]  # table and column of the data dictionary
    kind: str = ""  # a type of SDMX; where there is none, codes
    is_always: bool = False  # of attributes: whether no row is without


COMPONENTS = {
    "REF_AREA": Component("Dimension", "unit", ("observations", "unit_id")),
    "INDICATOR": Component("Dimension", "indicator", ("observations", "indicator_id")),
    "SCENARIO": Component("Dimension", "scenario", ("observations", "scenario")),
    "TARGET_KIND": Component("Dimension", "target_kind", ("observations", "target_kind")),
    "SECTOR": Component("Dimension", "sector", ("observations", "sector")),
    "TIME_PERIOD": Component("TimeDimension", "period", ("observations", "time_period"), "ObservationalTimePeriod"),
    "OBS_VALUE": Component("Measure", "figure", ("observations", "value"), "Double"),
    "UNIT_MEASURE": Component("Attribute", "measure", ("observations", "unit_measure"), is_always=True),
    "OBS_STATUS": Component("Attribute", "obs_status", ("observations", "obs_status"), is_always=True),
    "STATE": Component("Attribute", "state", ("gaps", "state"), is_always=True),
    "QUALIFIER": Component("Attribute", "exactness", ("observations", "qualifier")),
    "LOWER": Component("Attribute", "lower", ("observations", "lower"), "Double"),
    "UPPER": Component("Attribute", "upper", ("observations", "upper"), "Double"),
    "OUT_OF": Component("Attribute", "out_of", ("observations", "out_of"), "Double"),
    "PERIOD_START": Component("Attribute", "period_start", ("observations", "period_start"), "GregorianDay"),
    "PERIOD_END": Component("Attribute", "period_end", ("observations", "period_end"), "GregorianDay"),
    "CLAIM_ID": Component("Attribute", "claim_id", ("observations", "claim_id"), "String"),
    "SHARE_CLAIM_ID": Component("Attribute", "share_claim_id", ("targets", "share_claim_id"), "String"),
    "FORMULA": Component("Attribute", "target_formula", ("targets", "target_formula"), "String"),
    "ARTICLE_ID": Component("Attribute", "article_id", ("observations", "article_id"), "String"),
}


def codes() -> dict[str, dict[str, tuple[str, str]]]:
    """Return by column what its codes are called in the reader's language, and what is to be said of them."""
    definition = f"definition_{current_language().seeds}"
    indicators, measures = queries.indicators(), queries.unit_measures()
    lists: dict[str, dict[str, str]] = {
        "REF_AREA": {row["unit_id"]: citations.whom(row) for row in queries.units()},
        "SCENARIO": columns.scenarios(),
        "TARGET_KIND": wording.target_kinds()
        | {"_Z": t("no target"), "_U": t("the article does not say who set the target")},
        "SECTOR": {code: wording.name(row) for code, row in sorted(queries.sectors().items())},
        "UNIT_MEASURE": {row["unit_measure"]: wording.name(row) for row in measures},
        "OBS_STATUS": columns.statuses() | {"E": t("worked back")},
        "STATE": columns.states() | {"computed": t("worked back")},
        "QUALIFIER": wording.qualifiers(),
    }
    named = {column: {code: (name, "") for code, name in listed.items()} for column, listed in lists.items()}
    return named | {"INDICATOR": {code: (wording.name(row), row[definition]) for code, row in indicators.items()}}


def structure() -> bytes:
    """Return code lists, concepts, the structure of the figures and their flow as SDMX-ML 3.0."""
    build = queries.build()
    header = MES.Header(
        MES.ID(f"B{build['seeds_sha256'][:8]}"),
        MES.Test("false"),
        MES.Prepared(f"{build['built_at']:%Y-%m-%dT%H:%M:%SZ}"),
        MES.Sender(id=queries.AGENCY),
    )
    about = in_each(lambda: (open_words.title(), open_words.about()))
    structures = MES.Structures(
        STR.Codelists(*_code_lists()),
        STR.ConceptSchemes(STR.ConceptScheme(*_elements(about), *_concepts(), id=SCHEME, **OWN)),
        STR.Dataflows(
            STR.Dataflow(
                *_elements(about),
                STR.Structure(_urn("datastructure.DataStructure", queries.FLOW)),
                id=queries.FLOW,
                **OWN,
            )
        ),
        STR.DataStructures(
            STR.DataStructure(*_elements(about), STR.DataStructureComponents(*_components()), id=queries.FLOW, **OWN)
        ),
    )
    message = MES.Structure(header, structures)
    whole: bytes = etree.tostring(message, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return whole


def _code_lists() -> Iterator[Any]:
    spoken = in_each(codes)
    concepts = _concept_words()
    first = next(iter(spoken.values()))
    for column, listed in sorted(first.items()):
        items = [
            STR.Code(*_elements({lang: known[column][code] for lang, known in spoken.items()}), id=code)
            for code in listed
        ]
        yield STR.Codelist(*_elements(concepts[column]), *items, id=f"CL_{column}", **OWN)


def _concept_words() -> dict[str, dict[str, tuple[str, str]]]:
    """Return by column and language its heading and its meaning."""

    def say() -> dict[str, tuple[str, str]]:
        comments = open_words.comments()
        return {
            column: (columns.heading(one.heading), looked_up(comments[one.meaning]["comment"]))
            for column, one in COMPONENTS.items()
        }

    spoken = in_each(say)
    return {column: {lang: known[column] for lang, known in spoken.items()} for column in COMPONENTS}


def _concepts() -> Iterator[Any]:
    for column, said in _concept_words().items():
        yield STR.Concept(*_elements(said), id=column)


def _components() -> Iterator[Any]:
    """Return the lists of dimensions, measures and attributes, in the order of the standard."""
    made: dict[str, list[Any]] = {"Dimension": [], "Attribute": [], "Measure": []}
    for column, one in COMPONENTS.items():
        members = made[one.role.removeprefix("Time")]
        listed = STR.Enumeration(_urn("codelist.Codelist", f"CL_{column}"))
        parts = [
            STR.ConceptIdentity(_urn("conceptscheme.Concept", SCHEME, column)),
            STR.LocalRepresentation(STR.TextFormat(textType=one.kind) if one.kind else listed),
        ]
        given = {"id": column}
        if one.role == "Dimension":
            given["position"] = str(len(members) + 1)
        elif one.role == "Attribute":
            given["usage"] = "mandatory" if one.is_always else "optional"
            parts.append(STR.AttributeRelationship(STR.Observation()))
        members.append(STR(one.role, *parts, given))
    for role, members in made.items():
        yield STR(f"{role}List", *members, id=f"{role}Descriptor")


def _elements(said: Mapping[str, tuple[str, str]]) -> list[Any]:
    """Return names and, where there are any, descriptions, each in each language."""
    made = [COM.Name(clean(name), {LANG: lang}) for lang, (name, _) in said.items()]
    return made + [COM.Description(clean(more), {LANG: lang}) for lang, (_, more) in said.items() if more]


def _urn(kind: str, name: str, item: str = "") -> str:
    return f"{URN}.{kind}={queries.AGENCY}:{name}({queries.STRUCTURE_VERSION})" + (f".{item}" if item else "")
