"""The desk in the shell: what whoever runs the dashboard is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from intake.__main__ import main
from intake.desk import Desk, Refused, publish
from tests.intake.desks import ABOUT, MADE_UP, ONE, agreed, fresh

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = fresh(tmp_path, monkeypatch)
    monkeypatch.setattr(Desk, "from_environment", classmethod(lambda _: made))
    return made


def test_the_shell_says_what_lies_on_the_desk_and_completes_what_was_broken_off(desk, capsys, monkeypatch):
    def run(*words: str) -> tuple[int, str]:
        code = main(["desk", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    desk.start(MADE_UP, ONE)
    listed = f"{desk.drafts}: 1 articles, 1 reading\n  {MADE_UP}: reading; reader-1; {ABOUT['title']}\n"
    assert run("status") == (0, listed)
    assert run("recover") == (0, "Nothing was broken off.\n")
    assert run("take-back") == (1, "There is no publish to take back.\n")
    agreed(desk)

    def broken(path: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "draft_of", broken)
        with pytest.raises(Refused):
            desk.publish(MADE_UP, ONE)
    assert "was broken off; if nobody is publishing, run: python -m intake desk recover" in run("status")[1]
    code, said = run("recover")
    assert code == 0
    assert said.startswith(f"article {MADE_UP}, by reader-1 at 2026-11-21T10:00:00+07:00: articles.csv")
    assert "Last: article" in run("status")[1]
