"""The pages there are, by the names in their addresses, and the way to one in a test without a browser."""

import csv
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

ROOT = Path(__file__).parent.parent
with (ROOT / "seeds" / "indicators.csv").open(encoding="utf-8", newline="") as file:
    CORE = [row["indicator_id"] for row in csv.DictReader(file) if row["is_core"] == "true"]
PAGES = sorted([*(path.stem for path in ROOT.glob("pages/*.py")), *CORE])


def turn_to(app: AppTest, page: str) -> AppTest:
    """Open another page at the next run; `AppTest.switch_page` knows none that is no file."""
    app._page_hash = calc_hash(page)
    return app
