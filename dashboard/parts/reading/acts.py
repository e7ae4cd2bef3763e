"""What a reader's page sends to be kept, and what is answered: the desk has saved every act before it is called so."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from dashboard.desk import desk, says
from dashboard.parts.reading import choices
from intake.desk import Entry, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intake.desk import Difference

_FIELDS = {field.name for field in fields(Entry)}
_SAME = ("char_start", "char_end", "kind", "unit_id", "indicator_id", "time_period", "scenario", "value", "sector")


def keep(of: str, reader: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Save what a reader sent, and return what to answer: names of entries, what is wrong with them, or a refusal.

    `of`: an article, an entry of it that is amended (`article/entry`), or the claim that is corrected. After a refusal
    the reader's page has all that it sent still; what was saved before it is not saved twice.
    """
    ids: dict[str, str] = {}
    answer: dict[str, Any] = {"ids": ids, "faults": {}, "added": []}
    try:
        for act in sent["acts"]:
            _do(act, of, reader, answer)
        kinds = {act["act"] for act in sent["acts"]}
        if kinds & {"settle", "correct", "amend"}:
            if "settle" in kinds:
                answer["differences"] = [differing(one) for one in desk().differences(of, reader)]
                answer["is_done"] = all(one["is_settled"] for one in answer["differences"])
            else:
                answer["is_done"] = True
            return answer
        desk().leave_at(of, reader, int(sent["at"]))
        if sent["isEnding"]:
            desk().finish(of, reader)
            answer["is_done"] = True
        else:
            answer["faults"] = _faults(of, reader)
    except Refused as refused:
        return {"refused": says(refused)}
    return answer


def _do(act: Mapping[str, Any], of: str, reader: str, answer: dict[str, Any]) -> None:
    """Do one act, and add to the answer what it gives."""
    ids: dict[str, str] = answer["ids"]
    match act["act"]:
        case "save":
            ids[act["entry"]["id"]] = _save(of, reader, act["entry"], ids)
        case "remove":
            _remove(of, reader, ids.get(act["id"], act["id"]))
        case "ask":
            row = desk().ask_for(of, reader, act["table"], act["row"])
            answer["added"].append((act["table"], choices.asked(row)))
        case "settle":
            desk().settle(of, reader, act["id"], act["value"], act["reason"])
        case "correct":
            desk().correct(reader, replace(entry_of(act["entry"]), entry_id=of), act["reason"])
        case "amend":
            article_id, _, entry_id = of.partition("/")
            desk().amend(article_id, reader, replace(entry_of(act["entry"]), entry_id=entry_id), act["reason"])


def _save(article_id: str, reader: str, given: Mapping[str, Any], ids: Mapping[str, str]) -> str:
    """Save one entry and return its id. One that was kept already, though its answer was lost, is that one."""
    at_desk, local = desk(), str(given["id"])
    entry = entry_of(given)
    if local in ids or not local.startswith("new-"):
        entry = replace(entry, entry_id=ids.get(local, local))
    else:
        same = [
            one.entry_id
            for one in at_desk.reading(article_id, reader).entries
            if all(getattr(one, name) == getattr(entry, name) for name in _SAME)
        ]
        entry = replace(entry, entry_id=same[0] if same else "")
    return at_desk.save(article_id, reader, entry)[0].entry_id


def _remove(article_id: str, reader: str, entry_id: str) -> None:
    at_desk = desk()
    if any(one.entry_id == entry_id for one in at_desk.reading(article_id, reader).entries):
        at_desk.remove(article_id, reader, entry_id)


def entry_of(given: Mapping[str, Any]) -> Entry:
    """Return an entry as the desk has it, of one as the component has it."""
    said = {name: value for name, value in given.items() if name in _FIELDS and value is not None}
    return Entry(**(said | {"entry_id": "", "period_start": "", "period_end": ""}))


def given(entry: Entry, place: int = 0) -> dict[str, Any]:
    """Return an entry as the component has it; a proposal, which has no id, is called by its `place`."""
    return asdict(entry) | {"id": entry.entry_id or f"proposed-{place}"}


def _faults(article_id: str, reader: str) -> dict[str, str]:
    """Return what is wrong with entries, by their ids."""
    found: dict[str, str] = {}
    for problem in desk().problems(article_id, reader):
        if problem.entry_id:
            found[problem.entry_id] = " ".join(filter(None, [found.get(problem.entry_id), says(problem)]))
    return found


def differing(one: Difference) -> dict[str, Any]:
    """Return a difference as the component has it."""
    return asdict(one)
