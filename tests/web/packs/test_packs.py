"""The site offers the packs of a folder, and nothing else that lies there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.settings import Settings
from app.web.application import create_app
from app.web.packs.shelf import MOST, offered

NAME = "pustaka-inovasi-2026-11-30.zip"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a pack and its checksum, and with other files."""
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / NAME).write_bytes(b"isi" * 500_000)
    digest = hashlib.sha256(b"isi" * 500_000).hexdigest()
    (folder / f"{NAME}.sha256").write_text(f"{digest}  {NAME}\n", encoding="ascii")
    (folder / "rahasia.txt").write_text("isi yang dijaga", encoding="utf-8")
    (folder / ".paket.lock").touch()
    return folder


@pytest.fixture
def site(content: Path, real_index: Path, shelf: Path) -> FlaskClient:
    return create_app(Settings(content=content, index=real_index, packs=shelf)).test_client()


def test_a_pack_has_its_date_size_and_checksum(site: FlaskClient, shelf: Path) -> None:
    page = site.get("/paket").text
    assert "Keadaan 30 November 2026." in page
    assert "1,5 MB" in page
    assert hashlib.sha256((shelf / NAME).read_bytes()).hexdigest() in page
    assert f'href="/paket/{NAME}"' in page


def test_a_pack_is_sent_as_a_file(site: FlaskClient, shelf: Path) -> None:
    with site.get(f"/paket/{NAME}") as sent:
        assert sent.data == (shelf / NAME).read_bytes()
        assert sent.mimetype == "application/zip"
        assert NAME in sent.headers["Content-Disposition"]
    with site.get(f"/paket/{NAME}", headers={"Range": "bytes=3-8"}) as part:
        assert (part.status_code, part.data) == (206, b"isiisi")


@pytest.mark.parametrize(
    "name", ["rahasia.txt", ".paket.lock", f"{NAME}.sha256", "..%2Frahasia.txt", "x" * 300]
)
def test_nothing_else_is_sent(site: FlaskClient, name: str) -> None:
    answer = site.get(f"/paket/{name}")
    assert answer.status_code == 404
    assert "isi yang dijaga" not in answer.text


def test_a_new_pack_is_offered_at_once(site: FlaskClient, shelf: Path) -> None:
    site.get("/paket")
    (shelf / "pustaka-inovasi-2026-12-01-tema-mengelola-sampah.zip").write_bytes(b"baru")
    page = site.get("/paket").text
    assert "Sebagian koleksi: tema-mengelola-sampah." in page
    assert page.index("2026-12-01") < page.index("2026-11-30")


def test_without_packs_the_page_says_how_to_make_one(client: FlaskClient) -> None:
    page = client.get("/paket").text
    assert "Situs ini belum menyediakan salinan." in page
    assert "./pustaka pack" in page


def test_a_shelf_may_be_missing_or_hold_what_is_no_pack(tmp_path: Path, shelf: Path) -> None:
    assert offered(tmp_path / "tidak-ada") == ()
    (shelf / "pustaka-inovasi-2026-13-45.zip").write_bytes(b"")
    (shelf / "pustaka-inovasi-2026-10-01.zip").mkdir()
    (shelf / f"{NAME}.sha256").write_bytes(b"\xff" * 300)
    assert [(pack.name, pack.sha256) for pack in offered(shelf)] == [(NAME, "")]
    for day in range(1, 29):
        (shelf / f"pustaka-inovasi-2026-09-{day:02}.zip").write_bytes(b"")
    assert len(offered(shelf)) == MOST
