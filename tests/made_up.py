"""A dashboard of its own with made-up articles, of which one is published: code, seeds and drafts in one folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.arrivals.shelf import Arrival, Shelf
from intake.desk import Desk
from tests.conftest import ROOT, serve

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

CODE = ("app.py", ".streamlit", "dashboard", "etl", "intake", "pages", "seeds")
OF_FIGURES = ("articles", "claims", "coverage", "passed_over", "corrections", "comparisons", "differences")
ONE, TWO = "reader-1", "reader-2"

FIRST = """\
LĐLĐ huyện Mê Linh tổng kết hoạt động công đoàn năm 2023
(LĐTĐ) Ngày 12/12/2023, LĐLĐ huyện Mê Linh tổ chức hội nghị tổng kết.
Năm 2023, LĐLĐ huyện Mê Linh thành lập mới 9 Công đoàn cơ sở."""
SECOND = """\
LĐLĐ quận Tây Hồ sơ kết công tác 6 tháng đầu năm 2024
(LĐTĐ) Ngày 28/6/2024, LĐLĐ quận Tây Hồ tổ chức hội nghị sơ kết.
Trong 6 tháng đầu năm, LĐLĐ quận đã thành lập được 12 Công đoàn cơ sở, kết nạp mới hơn 350 đoàn viên; ký mới 7 bản \
Thỏa ước lao động tập thể.
Nhân Tháng Công nhân, quận trao 45 suất quà cho đoàn viên khó khăn tại số 12 phố Thụy Khuê. <b>Đọc thêm</b>
Tin khác
Công đoàn phường tổ chức giải bóng đá 30/5/2024 | 09:15
Hội thi nấu ăn 29/5/2024 | 10:20"""
"""A figure of each core indicator, one of them hedged; gifts, a house number, and headlines of others."""


@dataclass(frozen=True)
class Made:
    """The folder, and the desk that its dashboard has."""

    folder: Path

    @property
    def desk(self) -> Desk:
        """The desk, as a test's own process uses it."""
        at = self.folder
        return Desk(at / "drafts.sqlite", at / "seeds", at / "warehouse.duckdb", at / "articles")

    def served(self, port: int = 0, **environment: str) -> AbstractContextManager[str]:
        """Run its dashboard, on a port where one is given."""
        return serve(
            self.desk.warehouse,
            checkout=self.folder,
            log=self.folder / "log",
            port=port,
            DRAFTS=str(self.desk.drafts),
            ARTICLES_DIR=str(self.desk.articles_dir),
            **environment,
        )

    def lay(self, text: str) -> str:
        """Put a text on the shelf and on the desk with what is proposed about it; return its id."""
        found = Shelf(self.desk.articles_dir).paste(text, is_another=True)
        assert isinstance(found, Arrival)
        said: dict[str, str] = {}
        for one in found.proposed:
            named = {"published_from": one.value, "published_to": one.last} if one.column == "published" else {}
            said |= named or {one.column: one.value}
            if one.column in ("publisher", "published"):
                said |= {f"{one.column}_kind": one.kind, f"{one.column}_reason": str(one.reason)}
        self.desk.add(found.article_id, found.sha256, said)
        return found.article_id

    def read(self, article_id: str, *readers: str) -> None:
        """Have readers enter what is proposed; what is not is passed over."""
        for reader in readers:
            self.desk.start(article_id, reader)
            nth = self.desk.draft(article_id).first_reader
            self.desk.save(article_id, reader, *self.desk.proposals(article_id, nth))
            self.desk.finish(article_id, reader)

    def publish(self, article_id: str) -> None:
        """Have both agree, and publish."""
        self.desk.save_lists(article_id, ONE, self.desk.lists(article_id, ONE))
        for reader in (ONE, TWO):
            self.desk.agree(article_id, reader)
        assert self.desk.preview(article_id) == ()
        assert self.desk.publish(article_id, ONE).is_built


def made(folder: Path) -> Made:
    """A dashboard in a folder, with the first article published."""
    for name in CODE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for name in OF_FIGURES:
        path = folder / "seeds" / f"{name}.csv"
        path.write_bytes(path.read_bytes().partition(b"\n")[0] + b"\n")
    (folder / "articles").mkdir()
    at = Made(folder)
    first = at.lay(FIRST)
    at.read(first, ONE, TWO)
    at.publish(first)
    return at
