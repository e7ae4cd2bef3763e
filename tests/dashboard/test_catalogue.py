"""Every kind of file is one row: its address, its button, its type and its line of the README follow from it."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.exports import __main__ as shell
from dashboard.exports import catalogue, files, picture
from dashboard.messages import language
from dashboard.parts import downloads
from tests.conftest import apart

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_kind():
    token = language.set("en")
    try:
        kinds = {(kind.title, kind.extension.upper()) for kind in catalogue.kinds()}
    finally:
        language.reset(token)
    rows = re.findall(r"^\| ([A-Z][\w ]+) \(([A-Z, ]+)\) \|", README, re.MULTILINE)
    assert kinds == {(title, one) for title, several in rows for one in several.split(", ")}


def test_no_two_files_have_one_address_and_no_two_buttons_one_label(warehouse):
    addresses = shell.addresses()
    assert len(set(addresses)) == len(addresses)
    for scope in catalogue.SCOPES:
        labels = [kind.label for kind in catalogue.of(scope)]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("scope", ["selection", "list"])
def test_a_new_kind_is_one_row(warehouse, monkeypatch, scope):
    usual = catalogue.kinds()
    name, place = ("words", "selection/words") if scope == "selection" else ("", "gaps/list")
    row = replace(usual[0], scope=scope, name=name, extension="txt", media_type="text/plain", label="As words")
    row = replace(row, write=lambda _: b"words")
    monkeypatch.setattr(catalogue, "kinds", lambda: (*usual, row))
    assert f"{place}.txt" in shell.addresses()
    offered = downloads.of_selection({}) if scope == "selection" else downloads.of_list(place, {})
    assert f'href="files/{place}.txt"' in offered
    folder, _, called = place.partition("/")
    made = apart(lambda: asyncio.run(files.make(folder, called, "txt", {"unit": ["ba-dinh"]}, picture.Camera())))
    assert (made.data, made.kind.media_type, made.name.rpartition(".")[2]) == (b"words", "text/plain", "txt")
    with pytest.raises(files.NoFile):
        files.refuse(folder, called, "txt", {"klaster": ["cum-1"]})
