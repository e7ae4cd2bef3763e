"""How the desk says no: one sentence that says what, where and what to do, in English with its values beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.desk.entries import Problem


class Refused(Exception):
    """What was asked cannot be done; nothing was lost.

    `message` is an English sentence with `{name}` for each of `values`, to be looked up in a catalogue; `str()` is the
    sentence in English. `problems` are all that stand in the way, where there are several.
    """

    problems: tuple[Problem, ...] = ()

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values
