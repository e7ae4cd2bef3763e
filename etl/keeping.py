"""What becomes of a build that is published: it is kept, sent to a store, and the next one is compared with it."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from etl.builds import Damaged, Misconfigured
from etl.changes import can_be_read, identity
from etl.store import NoAnswer, publish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.builds import Builds, Limits

log = logging.getLogger(__name__)


def send(builds: Builds, address: str | None, limits: Limits) -> str:
    """Put kept builds into a store, if one is named; return why that was not possible, and what to do."""
    if not address:
        return ""
    try:
        publish(builds, address, limits)
    except (NoAnswer, Misconfigured, Damaged) as error:
        said = f"published here, but not sent: {error}; mend that, then send it with python -m etl --publish ADDRESS"
        log.warning(said)  # a desk that publishes has no other place to say so
        return said
    return ""


def keep(builds: Builds, warehouse: Path, limits: Limits, *, is_anew: bool) -> str:
    """Keep what is published, if it is newer than all that is kept or `is_anew`; return why that was not possible."""
    if (found := identity(warehouse)) is None:
        return ""
    try:
        listed = builds.listed()
        if is_anew or not listed or found[1].replace(tzinfo=UTC) > listed[-1].moment:
            builds.keep(warehouse, *found, limits)
    except (OSError, Damaged) as error:
        why = f"{builds.place}: {error.strerror}" if isinstance(error, OSError) else str(error)
        return (
            f"published, but not kept among the builds: {why}; make room or mend that place (put back what a backup "
            "has, or move the folder aside to begin a new one), then publish again"
        )
    return ""


@contextmanager
def former_of(builds: Builds, warehouse: Path, columns: list[str]) -> Iterator[Path | None]:
    """Yield the build to compare with: the one that is published, or the newest kept one where that is gone or old."""
    published = warehouse if warehouse.exists() and can_be_read(warehouse, columns) else None
    found, data = identity(warehouse) if published else None, None
    with suppress(IndexError, Damaged):  # none is kept, or none can be read
        newest = builds.listed()[-1]
        if not found or found[1].replace(tzinfo=UTC) < newest.moment:
            data = builds.read(newest)
    if data is None:
        yield published
        return
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "former"
        kept.write_bytes(data)
        yield kept if can_be_read(kept, columns) else published
