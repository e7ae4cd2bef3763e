"""What each build changed, as an Atom feed (RFC 4287): entries have ids and days that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from dashboard import changed, links, queries
from dashboard.messages import language, t
from dashboard.selection import along

if TYPE_CHECKING:
    from datetime import datetime


ATOM = "http://www.w3.org/2005/Atom"
FEED_ID = "urn:uuid:1d3f6f0c-6f6b-5b57-9a39-0a3f3c6a4e11"  # ours, wherever the dashboard is served
AT_MOST, AT_MOST_ROWS = 50, 50  # builds, and claims of each way in which one changed them


def atom() -> bytes:
    """Return the newest builds with what they added, corrected and withdrew, in the reader's language."""
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language.get()})
    found = queries.builds(AT_MOST)
    _say(feed, "id", FEED_ID)
    _say(feed, "title", f"{t('Union indicators of Hà Nội')}: {t('Corrections and changes')}")
    _say(feed, "updated", _moment(found[0]["published_at"]))
    _say(ET.SubElement(feed, "author"), "name", t("Union indicators of Hà Nội"))
    if here := links.to("data/changes.xml", along()):
        ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
        ET.SubElement(feed, "link", {"rel": "alternate", "href": links.to("changes", along()) or here})
    lines = {kind: _by_build(kind) for kind in ("corrected", "withdrawn", "added")}
    for build in found:
        entry = ET.SubElement(feed, "entry")
        _say(entry, "id", uuid5(NAMESPACE_URL, f"{FEED_ID}/{_moment(build['published_at'])}").urn)
        _say(entry, "title", f"{changed.day(build)}: {changed.counted(build)}")
        _say(entry, "updated", _moment(build["published_at"]))
        if there := links.to("changes", along()):
            ET.SubElement(entry, "link", {"rel": "alternate", "href": f"{there}#{changed.place(build)}"})
        said = [line for kind in lines for line in lines[kind].get(build["published_at"], ())]
        _say(entry, "content", "\n".join(said) or changed.counted(build))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _by_build(kind: str) -> dict[datetime, list[str]]:
    lines: dict[datetime, list[str]] = {}
    for row in queries.changed(kind, AT_MOST_ROWS):
        lines.setdefault(row["published_at"], []).append(changed.line(row))
    return lines


def _say(parent: ET.Element, name: str, text: str) -> None:
    # Control characters of a seed have no place in XML.
    ET.SubElement(parent, name).text = "".join(one for one in text if one >= " " or one == "\n")


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
