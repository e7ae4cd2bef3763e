"""Sentences that are shown to a person in their language: English templates and their values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """A sentence for a reader: `message` is English and what a catalogue is asked for, `values` fill its `{names}`."""

    message: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it in English, as the shell shows it."""
        return self.message.format(**self.values)


class Refused(Exception):
    """Something cannot be taken in or done; `sentence` says what, why, and what to do. Nothing was changed."""

    def __init__(self, message: str, **values: object) -> None:
        """Take the English template of the sentence and its values."""
        self.sentence = Sentence(message, values)
        super().__init__(str(self.sentence))


def say(message: str, **values: object) -> Sentence:
    """Return a sentence that is no refusal: something to know."""
    return Sentence(message, values)
