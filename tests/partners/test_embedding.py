"""What every embedded page uses besides: a website's colour, and the script for websites."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings as site_settings

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "/embed/mitstimme.js"


def test_a_colour_is_a_style_sheet_of_our_own(client, db):
    answer = client.get("/embed/colours/7a1f5c.css")
    assert answer["Content-Type"].startswith("text/css")
    assert "--accent: light-dark(#7a1f5c, #" in answer.text
    assert "max-age=3600" in answer["Cache-Control"]
    assert "ETag" in answer
    assert "Accept-Language" not in answer.get("Vary", "")
    assert not answer.cookies


@pytest.mark.parametrize("digits", ["red", "7A1F5C", "12345", "1234567"])
def test_one_colour_has_one_address(client, db, digits):
    assert client.get(f"/embed/colours/{digits}.css").status_code == 404


def test_the_script_has_an_address_for_every_website(client, db):
    answer = client.get(SCRIPT, headers={"Origin": "https://www.example.org"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer.text == (ROOT / "static/embed/mitstimme.js").read_text()
    assert not answer.cookies
    again = client.get(SCRIPT, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_script_is_small():
    script = (ROOT / "static/embed/mitstimme.js").read_bytes()
    assert len(gzip.compress(script)) < 6000
    assert len(brotli.compress(script)) < 6000


def test_the_script_loads_nothing_and_speaks_our_languages():
    script = (ROOT / "static/embed/mitstimme.js").read_text()
    assert not re.search(r"^\s*import\b[^.]|\bimport\(|fetch\(|XMLHttpRequest", script, re.M)
    assert not re.search(r"cookie|localStorage|sessionStorage", script)
    [languages] = re.findall(r"const LANGUAGES = \[(.*?)\]", script)
    named = re.findall(r'"(\w+)"', languages)
    assert named == [code for code, _name in site_settings.LANGUAGES]
