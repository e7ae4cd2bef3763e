"""How the desk says no: a sentence that says what, where and what to do, and all that stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake import refusals

if TYPE_CHECKING:
    from intake.desk.entries import Problem


class Refused(refusals.Refused):
    """What was asked cannot be done; nothing was lost.

    `message` and `values` are those of its sentence; `problems` all that stand in the way, where there are several.
    """

    problems: tuple[Problem, ...] = ()

    @property
    def message(self) -> str:
        """The sentence in English, with `{name}` for each of `values`: what a catalogue is asked for."""
        return self.sentence.message

    @property
    def values(self) -> dict[str, object]:
        """What fills the sentence."""
        return self.sentence.values
