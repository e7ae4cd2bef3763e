"""What was saved and published survives SIGKILL at any moment; `python -m tests.intake.kill 200` does it more often."""

from __future__ import annotations

import pytest

from tests.intake.kill import Model, kill_saver


@pytest.mark.parametrize("after", [1, 20])
def test_a_saver_that_is_killed_loses_nothing_that_it_called_saved(tmp_path, after):
    assert kill_saver(tmp_path, after) >= after


def test_a_publish_that_is_killed_leaves_the_old_seeds_or_the_new_ones(tmp_path, monkeypatch):
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / "copy" / "articles"))
    model = Model.make(tmp_path)
    found = [model.kill(step=step) for step in range(1, model.steps, max(1, model.steps // 4))]
    assert "old" in found
    assert "new, completed at the next start" in found
