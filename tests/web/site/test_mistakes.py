"""With ``serve --reload``, a broken file shows its mistakes instead of looking lost."""

from __future__ import annotations

import pytest

from app.search.index import builder
from app.settings import Settings
from app.web.application import create_app


@pytest.fixture
def site_of(content_folder, case_text, tmp_path):
    """``site_of(for_curators)``: a site with a whole and a broken file."""
    content_folder.write("antar-obat")
    content_folder.write("rusak", case_text(title="Antar: obat", agency=None))
    index = tmp_path / "index"
    builder.build(content_folder.path, index)

    def site_of(for_curators):
        settings = Settings(content=content_folder.path, index=index)
        return create_app(settings, for_curators=for_curators).test_client()

    return site_of


def test_a_broken_file_shows_its_mistakes_with_line_and_remedy(site_of, content_folder):
    response = site_of(True).get("/inovasi/rusak")
    text = response.get_data(as_text=True)
    assert response.status_code == 404
    assert str(content_folder.innovations / "rusak.md") in text
    assert "Baris 2 (kesalahan): YAML tidak terbaca (ada titik dua" in text
    assert "kunci “agency” tidak ada" in text
    assert "Cara membetulkan: tambahkan; kunci ini wajib" in text
    assert "tidak ada kasus dengan alamat" not in text.lower()


def test_the_page_follows_the_file(site_of, content_folder, case_text):
    client = site_of(True)
    assert "Antar: obat" not in client.get("/inovasi/rusak").get_data(as_text=True)
    content_folder.write("rusak", b"")
    assert "berkas kosong" in client.get("/inovasi/rusak").get_data(as_text=True)


def test_a_file_that_cannot_be_read_is_told_too(site_of, content_folder):
    (content_folder.innovations / "putar.md").symlink_to("antar-obat.md")
    (content_folder.innovations / "folder.md").mkdir()
    text = site_of(True).get("/inovasi/folder").get_data(as_text=True)
    assert "ini folder, bukan berkas" in text


@pytest.mark.parametrize("slug", ["tidak-ada", "..%2Frusak", "Rusak", "x" * 200])
def test_other_addresses_are_as_usual(site_of, slug):
    response = site_of(True).get(f"/inovasi/{slug}")
    assert response.status_code == 404
    assert "perlu dibetulkan" not in response.get_data(as_text=True)


def test_a_site_for_visitors_shows_no_file(site_of):
    response = site_of(False).get("/inovasi/rusak")
    text = response.get_data(as_text=True)
    assert response.status_code == 404
    assert "Tidak ada kasus dengan alamat “rusak”" in text
    assert "rusak.md" not in text
