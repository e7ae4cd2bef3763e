"""What bringing an article in costs a reader: keys and clicks, counted while scripted readers work in the browser.

Two readers enter a made-up article that has a right proposal, a wrong one and a figure that is proposed to be passed
over; then, where ARTICLES_DIR names their folder, the articles of the seeds, from seeds that have none of them.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

from bench.report import Row
from dashboard.desk import vietnamese
from dashboard.parts.reading import choices
from intake.desk.texts import lines_at
from tests import browser as installed
from tests import same_rows
from tests.conftest import ROOT
from tests.dashboard.test_browser import settle
from tests.made_up import ONE, SECOND, TWO, Made, made
from tests.readers import Hand, Reader, names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.sync_api import Page

SECONDS = 2  # that a person is taken to need for an action
MOST = 3 * 60 // SECONDS  # actions in three minutes
WRONG = SECOND.replace("ký mới 7", "cùng LĐLĐ quận Ba Đình ký mới 7").replace("45 suất quà cho", "45 tổ chức cho")
_TYPED = {
    "Tiêu đề": "title", "Ngày đăng": "published_from", "Ngày đăng: muộn nhất": "published_to",
    "Ngày diễn ra sự kiện": "event_from", "Ngày diễn ra sự kiện: muộn nhất": "event_to",
}  # fmt: skip
IN_SIGHT = """
options => options.some(option => {
  const list = option.closest('[role=listbox]').getBoundingClientRect();
  const { top, bottom } = option.getBoundingClientRect();
  return top >= list.top && bottom <= list.bottom;
})
"""
Truth = dict[int, list[dict[str, str]]]


def measure(scratch: Path, *, quick: bool) -> list[Row]:
    """Return the rows of the table; the articles of the seeds are left out where they are not at hand, or if quick."""
    folder = scratch / "intake"
    folder.mkdir()
    os.environ.setdefault("ARTICLES_DIR", "")
    articles, os.environ["ARTICLES_DIR"] = os.environ["ARTICLES_DIR"], str(folder / "articles")
    at = made(folder)
    rows = []
    try:
        with sync_playwright() as playwright, at.served() as address:
            chromium = playwright.chromium.launch(executable_path=installed.find(), args=["--no-sandbox"])
            page = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="vi-VN").new_page()
            rows += _kinds(at, page, address)
            if articles and not quick:
                for path in Path(articles).glob("*.txt"):
                    shutil.copyfile(path, folder / "articles" / path.name)
                rows += _articles(at, page, address)
            chromium.close()
    finally:
        os.environ["ARTICLES_DIR"] = articles
    return rows


def _kinds(at: Made, page: Page, address: str) -> list[Row]:
    """Return what a right proposal, a wrong one and a missed figure cost."""
    article = at.lay(WRONG)
    known = names()
    row = {"unit_id": known["unit_id"]["003"], "time_period": "6 tháng đầu năm 2024"}

    def figure(indicator: str, value: str) -> list[dict[str, str]]:
        return [row | {"indicator_id": known["indicator_id"][indicator], "value": value}]

    truth = {
        WRONG.index("12 Công"): figure("unions_formed", "12"),
        WRONG.index("350 đoàn"): figure("members_recruited", "350"),
        WRONG.index("7 bản"): figure("agreements_signed", "7"),
        WRONG.index("45 tổ"): figure("unions_reconstituted", "45"),  # no second figure of what the 12 count
    }
    hand = Hand(page)
    _open(page, address, article, ONE, "Xác nhận và đọc")
    Reader(hand, truth).read()
    found = {
        kind: hand.kinds.get(kind, []) for kind in ("right", "wrong", "missed", "passed", "passed, up to a figure")
    }
    return [
        Row(
            f"actions for {said} (n = {len(found[kind])})",
            f"{mean(found[kind]):.1f}" if found[kind] else "none",
            aim=aim,
        )
        for kind, said, aim in (
            ("right", "a right proposal of a figure", "1"),
            ("wrong", "a wrong one", "at most 5"),
            ("missed", "a figure proposed to be passed over", "at most 6"),
            ("passed", "a right proposal to pass over", "1"),
            ("passed, up to a figure", "all of these up to the next figure", "2"),
        )
    ]


def _articles(at: Made, page: Page, address: str) -> list[Row]:
    """Return what each article of the seeds costs both readers, and whether its rows are those of the seeds."""
    rows = []
    for article in _rows("articles"):
        article_id = article["article_id"]
        hands = [Hand(page), Hand(page)]
        page.goto(f"{address}/intake?reader={ONE}")  # lays what is on the shelf on the desk
        expect(page.get_by_role("link", name="Mở").or_(page.locator("a.to-article")).first).to_be_visible()
        truth = _truth(at, article_id)
        for hand, reader, button in zip(
            hands, (ONE, TWO), ("Xác nhận và đọc", "Bắt đầu lượt đọc thứ hai"), strict=True
        ):
            hand.actions += 4  # the role is chosen, the article opened, the button pressed
            _open(page, address, article_id, reader, button, article if reader == ONE else None, hand)
            reasons = {} if reader == ONE else _reasons(at, article_id)
            Reader(hand, truth, reasons, _lesser(at, article_id) if reader == ONE else ()).read()
            hand.press("Enter")
            expect(page.locator(".reading.read")).to_have_count(0)
        n_differing = len(at.desk.differences(article_id, ONE))
        for hand, reader in zip(hands, (ONE, TWO), strict=True):
            page.goto(f"{address}/intake?reader={reader}&article={article_id}")
            hand.click(page.get_by_role("button", name="Tôi đồng ý với tất cả"))
            expect(
                page.get_by_text("Anh/chị đã đồng ý.").or_(page.get_by_role("button", name="Công bố"))
            ).to_be_visible()
        hands[1].click(page.get_by_role("button", name="Công bố"))
        expect(page.get_by_text("Số liệu của bài đã có trên bảng số liệu:")).to_be_visible(timeout=120_000)
        compared = _compared(at, article_id)
        one, two = (hand.actions for hand in hands)
        for nth, hand in zip(("first", "second"), hands, strict=True):
            kinds = (f"{kind} {len(n)}: {sum(n)}" for kind, n in hand.kinds.items())
            rows.append(Row(f"{article_id[:3]}, {nth} reader, by kind (times: actions)", "; ".join(kinds)))
        rows.append(
            Row(
                f"actions for {article_id[:3]}, {len(at_marks(at, article_id))} numerals: first and second reader",
                f"{one} ({sum(hands[0].kinds.get('the article itself', []))} of them on what it is) + {two}",
                reference=f"{n_differing} differences settled",
                ratio=f"{one * SECONDS / 60:.1f} + {two * SECONDS / 60:.1f} min at {SECONDS} s",
                aim=f"at most {MOST} each",
            )
        )
        rows += [
            Row(
                f"{article_id[:3]}, {table}: as in the seeds",
                f"{one.same}/{one.n}" + (f", {one.worded} of them worded otherwise" if one.worded else ""),
                "; ".join(one.differing),
                aim="all",
            )
            for table, one in compared.items()
        ]
    return rows


def _open(
    page: Page, address: str, article_id: str, reader: str, button: str, article: Mapping[str, str] | None = None,
    hand: Hand | None = None,
) -> None:  # fmt: skip
    """Open an article and begin to read it; what is not proposed of it is typed."""
    page.goto(f"{address}/intake?reader={reader}&article={article_id}")
    begin = page.get_by_role("button", name=button)
    begin.wait_for()
    if article and hand:
        _describe(page, article, hand)
    begin.click()
    expect(page.locator(".reading-text .stop").first).to_be_visible()


def _describe(page: Page, article: Mapping[str, str], hand: Hand) -> None:
    """Type what is not proposed of an article, or choose what is usual."""
    begun = hand.actions
    settle(page)
    for label, column in _TYPED.items():
        field, said = page.get_by_label(label, exact=True), article[column]
        shown = field.input_value()
        is_day = column != "title"
        if shown == ("/".join(reversed(said.split("-"))) if is_day else said):
            continue
        hand.click(field)
        if shown:
            hand.press("Control+a")
        if not said:
            hand.press("Delete")
        year, _, day = said.partition("-")
        is_short = is_day and year == article["reported_period"][:4]  # the year goes without saying
        hand.type("/".join(str(int(part)) for part in reversed(day.split("-"))) if is_short else said)
        hand.press("Tab")
    _choose(page, hand, "Báo", article["publisher"])
    with vietnamese():
        period = choices.period(article["reported_period"])
    if page.get_by_role("combobox", name="Kỳ báo cáo").input_value() != period:
        _choose(page, hand, "Kỳ báo cáo", period)
    hand.count("the article itself", begun)


def _choose(page: Page, hand: Hand, label: str, wanted: str) -> None:
    """Choose from a list what is missing, or is otherwise proposed; what is not in sight is typed."""
    field = page.get_by_role("combobox", name=label, exact=True)
    if field.input_value() == wanted:
        return
    hand.click(field)
    expect(page.get_by_role("option").first).to_be_visible()
    option = page.get_by_role("option", name=wanted, exact=True)
    if not option.evaluate_all(IN_SIGHT):
        hand.type(wanted)
    hand.click(option.first)
    expect(page.get_by_role("listbox")).to_have_count(0)


def _truth(at: Made, article_id: str) -> Truth:
    """Return what the seeds say of an article, as the fields show it."""
    known = names()
    marks = at_marks(at, article_id)
    truth: Truth = {}
    with vietnamese():
        exactness = {one["value"]: one["label"] for one in choices.qualifiers()}
        uses = {one["value"]: one["label"] for one in choices.uses()}
        for row in _rows("claims"):
            if row["article_id"] != article_id:
                continue
            start = next(one for one, end in marks if one >= int(row["char_start"]) and end <= int(row["char_end"]))
            truth.setdefault(start, []).append(
                {
                    "unit_id": known["unit_id"][row["unit_id"]],
                    "indicator_id": known["indicator_id"][row["indicator_id"]],
                    "time_period": choices.period(row["time_period"]),
                    "value": row["value"],
                    "qualifier": exactness[row["qualifier"]],
                    "out_of": row["out_of"],
                    "use": uses[":".join(filter(None, [row["scenario"], row["target_kind"]]))],
                    "sector": known["sector"][row["sector"]],
                    "obs_status": {"A": "không tạm tính", "P": "tạm tính"}[row["obs_status"]],
                }
            )
    return truth


def _reasons(at: Made, article_id: str) -> dict[int, str]:
    """Return why a person passes each numeral over: as the seeds say of whole lines, else what would be proposed."""
    passed = [one for one in at.desk.proposals(article_id, ONE) if one.kind == "passed"]
    text = at.desk.text(article_id)
    whole = [
        (*lines_at(text, int(row["line"]), int(row["line_to"])), row["reason"])
        for row in _rows("passed_over")
        if row["article_id"] == article_id and not row["as_printed"]
    ]
    said = [*((one.char_start, one.char_end, one.reason) for one in passed), *whole]
    return {
        start: reason
        for first, last, reason in said
        for start, end in at_marks(at, article_id)
        if start < last and end > first
    }


def at_marks(at: Made, article_id: str) -> list[tuple[int, int]]:
    """Return the places of the numerals in digits of an article."""
    return [(one.char_start, one.char_end) for one in at.desk.marks(article_id) if one.must_settle]


def _rows(name: str, seeds: Path = ROOT / "seeds") -> Sequence[Mapping[str, str]]:
    with (seeds / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _compared(at: Made, article_id: str) -> dict[str, same_rows.Compared]:
    """Return, for each table, how the rows that the readers published are those of the seeds."""

    def of(name: str, seeds: Path = ROOT / "seeds") -> list[Mapping[str, str]]:
        return [row for row in _rows(name, seeds) if row["article_id"] == article_id]

    ours, text = at.desk.seeds, at.desk.text(article_id)
    return {
        "figures": same_rows.claims(of("claims"), of("claims", ours)),
        "coverage": same_rows.coverage(of("coverage"), of("coverage", ours)),
        "passed over": same_rows.passed_over(
            text, (of("claims"), of("passed_over")), (of("claims", ours), of("passed_over", ours))
        ),
    }


def _lesser(at: Made, article_id: str) -> list[tuple[int, int, str]]:
    """Return the words without digits that the seeds pass over, such as "lần thứ XVII": where they stand, and why."""
    text = at.desk.text(article_id)
    found = []
    for row in _rows("passed_over"):
        words = row["as_printed"]
        if row["article_id"] == article_id and words and not any(letter.isdigit() for letter in words):
            first, last = lines_at(text, int(row["line"]), int(row["line_to"]))
            start = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(text, first, last)
            found += [(*start.span(), row["reason"])] if start else []
    return found
