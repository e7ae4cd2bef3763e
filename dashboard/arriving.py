"""Takes in an article that a reader's page sends, on this computer alone, and says in a sentence what became of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse

from dashboard import access
from dashboard.desk import LARGEST, admits, lay, only_today, says, why_not
from dashboard.messages import language, t
from dashboard.selection import spoken
from intake.arrivals.shelf import AlmostSame, Same, Shelf
from intake.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


PLACE = "/arrivals"
TOO_LARGE, REFUSED = 413, 422


async def put(request: Request) -> Response:
    """Answer `PUT /arrivals?name=…`: a file, or a pasted text without a name; `another` stores also what is alike."""
    asked = request.query_params
    language.set(spoken({"lang": asked.getlist("lang")}))
    if not admits(request.headers) or request.headers.get("Sec-Fetch-Site") == "cross-site":
        access.refused(access.who(request.headers), f"PUT {PLACE}")
        return PlainTextResponse(why_not(request.headers), 403)
    if "asof" in asked:
        return JSONResponse({"kind": "refused", "said": only_today()}, REFUSED)
    name = asked.get("name", "")
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > LARGEST:
            said = t("{name} is too large; at most {most} MB are taken in. Paste the text of the article instead.",
                     name=name[:80], most=LARGEST // 2**20)  # fmt: skip
            return JSONResponse({"kind": "refused", "said": said}, TOO_LARGE)
    answer = await run_in_threadpool(taken_in, bytes(data), name, is_another="another" in asked)
    return JSONResponse(answer, REFUSED if answer["kind"] == "refused" else 200)


def taken_in(data: bytes, name: str, *, is_another: bool) -> dict[str, Any]:
    """Put what was sent on the shelf and on the desk, and return what to answer."""
    try:
        shelf = Shelf()
        if name:
            found = shelf.put(data, name, is_another=is_another)
        else:
            found = shelf.paste(data.decode("utf-8", "replace"), is_another=is_another)
        if isinstance(found, AlmostSame):
            return _almost(found)
        arrival = found.arrival if isinstance(found, Same) else found
        lay(arrival)
    except Refused as refused:
        return {"kind": "refused", "said": says(refused.sentence)}
    said = (
        t("{name} is here already, and was not stored again.", name=arrival.received_name or arrival.article_id)
        if isinstance(found, Same)
        else t("{name} is on the desk.", name=arrival.received_name or arrival.article_id)
    )
    notices = " ".join(says(one) for one in arrival.notices)
    return {
        "kind": "same" if isinstance(found, Same) else "new",
        "said": " ".join(filter(None, [said, notices])),
        "article_id": arrival.article_id,
    }


def _almost(found: AlmostSame) -> dict[str, Any]:
    return {
        "kind": "almost",
        "said": says(found.sentence),
        "article_id": found.arrival.article_id,
        "differences": [asdict(one) for one in found.differences],
    }
