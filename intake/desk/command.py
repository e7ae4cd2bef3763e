"""What whoever runs the dashboard asks of the desk in the shell: `python -m intake desk status|recover|take-back`."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from intake.desk import store
from intake.desk.desk import Desk
from intake.desk.publish import marker_of
from intake.desk.refusals import Refused

if TYPE_CHECKING:
    from intake.desk.entries import Publish


def run(action: str, reader: str = "") -> int:
    """Do what is asked (`reader`: who takes back), and return the exit code: 0 done, 1 refused with a sentence.

    `status` says what lies on the desk, `recover` completes a publish that was broken off, `take-back` undoes the last.
    """
    desk = Desk.from_environment()
    try:
        if action == "recover":
            made = desk.recover()
            print(_said(made) if made else "Nothing was broken off.")
        elif action == "take-back":
            print(_said(desk.take_back(reader or desk.readers()[0])))
        else:
            _status(desk)
    except Refused as refusal:
        details = [problem.detail for problem in refusal.problems if problem.detail]
        print(refusal, *details, sep="\n", file=sys.stderr)
        return 1
    return 0


def _status(desk: Desk) -> None:
    drafts = desk.articles() if store.exists(desk.drafts) else ()
    counts = Counter(draft.state for draft in drafts)
    print(
        f"{store.said(desk.drafts)}: {len(drafts)} articles" + "".join(f", {n} {state}" for state, n in counts.items())
    )
    for draft in drafts:
        if draft.state != "published":
            readers = ", ".join(f"{name}{' (ended)' * (name in draft.finished)}" for name in draft.readers())
            print(f"  {draft.article_id}: {draft.state}; {readers or 'nobody has begun'}; {draft.title}")
    if marker_of(desk.seeds).exists():
        print("A publish is under way or was broken off; if nobody is publishing, run: python -m intake desk recover")
    elif store.exists(desk.drafts) and (made := desk.last_publish()):
        print(f"Last: {_said(made)}")


def _said(made: Publish) -> str:
    """Return what a publish did, in one line."""
    what = {"article": "article", "correction": "correction", "take_back": "taking back of publish"}[made.what]
    done = f"{what} {made.of}, by {made.by} at {made.at}: {', '.join(made.files)}"
    return f"{done}; {'the warehouse shows it' if made.is_built else made.trouble}"
