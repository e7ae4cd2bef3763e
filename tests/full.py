"""Seeds as full as the dashboard may one day be: `python -m tests.full FOLDER`.

30 units × 8 periods × the core indicators, from 40 made-up articles beside the real five: with gaps, units that are
named without a figure, bounds, provisional figures, two restrictions, targets and shares. No figure is anybody's.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
N_ARTICLES = 40
PERIODS = {  # first and last day by the code of a period, the newest last
    "2021-S1": ("2021-01-01", "2021-06-30"),
    "2021": ("2021-01-01", "2021-12-31"),
    "2022-S1": ("2022-01-01", "2022-06-30"),
    "2022": ("2022-01-01", "2022-12-31"),
    "2023-01-01/P9M": ("2023-01-01", "2023-09-30"),
    "2023": ("2023-01-01", "2023-12-31"),
    "2024-S1": ("2024-01-01", "2024-06-30"),
    "2024": ("2024-01-01", "2024-12-31"),
}
CORE = {  # noun of the printed words and unit of measure by indicator, with about how many a year there are
    "unions_formed": ("công đoàn cơ sở", "UNION", 40),
    "members_recruited": ("đoàn viên", "MEMBER", 2400),
    "agreements_signed": ("bản", "AGREEMENT", 30),
}
WITH_TARGETS = range(4, 9)  # of the 11 kinds of lines
Rows = list[dict[str, str]]


def write(folder: Path) -> None:
    """Write the seeds: the real ones, and the made-up articles, claims and lists."""
    shutil.copytree(SEEDS, folder, dirs_exist_ok=True)
    articles, claims, coverage = _made_up()
    for name, more in {"articles": articles, "claims": claims, "coverage": coverage}.items():
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            header, rows = list(reader.fieldnames or ()), [*reader, *more]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with (folder / "translations.csv").open("a", encoding="utf-8") as file:
        file.write("Bài giả định.,A made-up article.\nDanh sách giả định.,A made-up list.\n")


def _units() -> list[str]:
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as file:
        return [row["unit_id"] for row in csv.DictReader(file) if row["unit_kind"] == "federation"]


def _made_up() -> tuple[Rows, Rows, Rows]:
    articles, claims, coverage = [], [], []
    periods = list(PERIODS.items())
    for number in range(N_ARTICLES):
        code, (start, end) = periods[number * len(periods) // N_ARTICLES]
        is_early = number % 5 == 0  # out before the period had ended
        day = (
            f"{end[:8]}15"
            if is_early
            else f"{int(end[:4]) + (end[5:7] == '12')}-{'01' if end[5:7] == '12' else '10'}-20"
        )
        article_id = f"{100 + number}_made_up"
        articles.append(_article(article_id, number, code, day))
        for line, unit_id in enumerate(_units()[number % 5 :: 5]):
            for place, indicator_id in enumerate(CORE):
                kind = (number * 7 + line * 5 + place * 3) % 11
                if kind == 0:
                    continue  # the article does not speak of it
                row = {"article_id": article_id, "unit_id": unit_id, "indicator_id": indicator_id, "time_period": code}
                row["sector"] = "non_state" if kind == 1 else "_T"
                if row["sector"] == "_T":
                    coverage.append(row | {"list_kind": "open", "line": "1", "reason": "Danh sách giả định."})
                if kind == 2:
                    continue  # named, without a figure
                months = 12 if code.isdecimal() else 9 if "P9M" in code else 6
                value = 1 + CORE[indicator_id][2] * months * (5 + (line * 13 + number * 3) % 17) // (12 * 12)
                spot = {"line": 9 * line + place + 1, "is_early": is_early, "start": start, "end": end}
                claims.append(_claim(row, value, "more_than" if kind == 3 else "exact", spot))
                if months == 12 and kind in WITH_TARGETS and row["sector"] == "_T":
                    target = max(1, value * (8 + (line + place + number) % 5) // 10)  # from 83 % to 125 % reached
                    spot["line"] = 9 * line + place + 4
                    claims.append(
                        _claim(row, target, "exact", spot) | {"scenario": "target", "target_kind": "assigned"}
                    )
    return articles, claims, coverage


def _article(article_id: str, number: int, code: str, day: str) -> dict[str, str]:
    made_up = "Bài giả định."
    return {
        "article_id": article_id, "file_name": f"{article_id}.txt", "sha256": f"{number:064x}",
        "title": f"Bài giả định số {number + 1}", "publisher": "Báo giả định", "publisher_kind": "printed",
        "publisher_reason": made_up, "published_from": day, "published_to": day, "published_kind": "printed",
        "published_reason": made_up, "reported_period": code,
    }  # fmt: skip


def _claim(row: dict[str, str], value: int, qualifier: str, spot: dict[str, object]) -> dict[str, str]:
    noun, measure, _ = CORE[row["indicator_id"]]
    printed = f"{'hơn ' if qualifier == 'more_than' else ''}{value:,}".replace(",", ".") + f" {noun}"
    start = 100 * int(str(spot["line"]))
    return row | {
        "claim_id": f"{row['article_id'][:3]}-l{int(str(spot['line'])):03}-1", "period_start": str(spot["start"]),
        "period_end": str(spot["end"]), "scenario": "actual", "value": str(value), "qualifier": qualifier,
        "unit_measure": measure, "obs_status": "P" if spot["is_early"] else "A", "as_printed": printed,
        "line": str(spot["line"]), "char_start": str(start), "char_end": str(start + len(printed)), "rank": "normal",
        "entered_by": "reader-1", "entered_on": "2026-11-21", "checked_by": "reader-2", "checked_on": "2026-11-21",
    }  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]))
