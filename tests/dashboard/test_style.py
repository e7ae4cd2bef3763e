"""One accent, wherever a program wants it in a file of its own."""

import re
import tomllib

import pytest

from dashboard import style
from tests.conftest import ROOT


@pytest.mark.parametrize(("name", "theme"), [("light", style.LIGHT), ("dark", style.DARK)])
def test_streamlit_has_the_colours_of_the_theme(name, theme):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["theme"][name] == {
        "primaryColor": theme.accent,
        "backgroundColor": theme.surface,
        "secondaryBackgroundColor": theme.quiet,
        "textColor": theme.ink,
    }


def test_the_icon_has_the_accent():
    icon = (ROOT / "dashboard" / "icon.svg").read_text(encoding="utf-8")
    assert set(re.findall('fill="(#[^"]+)"', icon)) == {style.LIGHT.accent}


def test_the_rules_of_the_page_take_the_accent_from_the_theme():
    rules = (ROOT / "dashboard" / "style.css").read_text(encoding="utf-8")
    assert not re.findall(f"{style.LIGHT.accent}|{style.DARK.accent}", rules, re.IGNORECASE)
