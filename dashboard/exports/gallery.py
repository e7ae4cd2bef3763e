"""Pictures as files: one of a view, or those of a selection as an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import queries, wording
from dashboard.exports import archive, names
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.handout import Handout
    from dashboard.views import View

Drawn = list[tuple["View", bytes]]  # pictures, each with its view


def every(whole: Handout) -> Sequence[View]:
    """Return the views of which there is a picture."""
    return whole.views


def alone(_: Handout, drawn: Drawn) -> bytes:
    """Return the picture of a handout of one view."""
    ((_view, data),) = drawn
    return data


def as_zip(whole: Handout, drawn: Drawn) -> bytes:
    """Return an archive of the pictures of a selection, with a list of what is in it."""
    pictures = {}
    for number, (view, data) in enumerate(drawn, 1):
        name = names.readable(f"{number:02}", *names.in_words(view), last=names.day())
        pictures[f"{name}.png"] = data
    said = [whole.title, whole.scope, whole.freshness, whole.standing, whole.link or ""]
    if not drawn:
        said.append(
            t("The articles that were read have no figure for this selection")
            if whole.is_empty
            else t("There is no chart of this selection: its figures are of other indicators or periods.")
        )
    for (view, _), name in zip(drawn, pictures, strict=True):
        said += ["", name, view.caption.title, view.caption.subtitle, view.caption.coverage, *view.caption.sources]
    read_me = {t("Read me") + ".txt": ("\n".join(said).strip() + "\n").encode()}
    return archive.packed(read_me | pictures, wording.in_hanoi(queries.build()["built_at"]))
