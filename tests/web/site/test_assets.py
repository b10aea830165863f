"""Static files: stored long by browsers, small, and complete."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from app.web.site import assets

STATIC = Path(__file__).parents[3] / "app" / "web" / "static"


def test_assets_are_named_after_their_content_and_stored_for_a_year(get, client):
    page = get("/tentang")
    (icon,) = page.all("//link[@rel='icon']")
    style, paper = page.all("//link[@rel='stylesheet']")
    for link, name in ((icon, "mark.svg"), (style, "style.css"), (paper, "print.css")):
        address = link.get("href")
        digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
        version = address.removeprefix(f"/static/{name}?v=")
        assert len(version) >= 8 and digest.startswith(version)
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_only_the_version_that_is_sent_is_stored_for_long(client):
    """Between an upgrade and the restart, old pages ask for old versions of new files."""
    for address in ("/static/mark.svg", "/static/mark.svg?v=0123456789"):
        with client.get(address) as answer:
            assert answer.headers["Cache-Control"] == "no-cache"
    with client.get("/favicon.ico", follow_redirects=True) as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_a_file_that_is_replaced_has_another_version(tmp_path):
    path = tmp_path / "a.css"
    path.write_text("a{}")
    before = assets._version(str(tmp_path), "a.css")
    path.write_text("b{color:red}")
    assert assets._version(str(tmp_path), "a.css") != before


def test_the_sheet_for_paper_does_not_hold_up_the_page(get):
    _, paper = get("/tentang").all("//link[@rel='stylesheet']")
    assert paper.get("media") == "print"


def test_browsers_ask_for_pages_each_time(client):
    assert "max-age" not in client.get("/").headers.get("Cache-Control", "")


def test_the_stylesheet_is_small_and_loads_nothing():
    style = (STATIC / "style.css").read_text()
    # 16 KB for what every page shows, and 1 KB for the label of evidence on every card.
    assert len(style.encode()) <= 17 * 1024
    assert "@import" not in style
    assert set(re.findall(r"url\(\W*(\w+:)", style)) == {"data:"}


def test_browsers_that_only_know_favicon_ico_get_the_mark(client):
    answer = client.get("/favicon.ico", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    answer.close()
