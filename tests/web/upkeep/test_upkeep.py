"""The public list of what curators should look at again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from openpyxl import load_workbook

from app.collection import stats
from app.collection.links import Link, write_links
from app.collection.upkeep import tasks_of
from app.search.index import builder
from app.search.needs import NeedLog
from app.settings import Settings
from app.web.application import create_app
from tests.web.conftest import take_apart

URL = "/tentang/mutu"


def test_the_page_counts_what_the_command_lists(get, content):
    page = get(URL)
    assert page.status == 200
    tasks = tasks_of(stats.read_cases(content)[0], stats.read_themes(content)[0], {})
    single = sum(task.kind == "one-source" for task in tasks)
    assert f"Hanya satu sumber: {single}" in page.texts("//li")
    assert any(link.startswith("/inovasi/") for link in page.links)
    assert "Situs ini tidak mencatat apa yang dicari orang." in page.text()


def test_the_files_hold_every_task(client, content):
    tasks = tasks_of(stats.read_cases(content)[0], stats.read_themes(content)[0], {})
    text = client.get(f"{URL}.csv").data.decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text.split("\r\n\r\n")[0]))
    assert header == ["Jenis", "Judul", "Tempat", "Rincian", "Petugas", "Alamat"]
    assert len(rows) == len(tasks)
    assert all(row[4] == "" and "/inovasi/" in row[5] for row in rows)
    book = load_workbook(io.BytesIO(client.get(f"{URL}.xlsx").data))
    assert book.worksheets[0].max_row >= len(tasks)


@pytest.fixture
def small(content_folder, tmp_path):
    content_folder.copy("putik-sari", "jarik-ma-siti")
    builder.build(content_folder.path, tmp_path / "index")
    return content_folder


def site(small, tmp_path, **settings):
    return create_app(
        Settings(content=small.path, index=tmp_path / "index", **settings)
    ).test_client()


def test_a_dead_source_is_marked_on_its_case_with_the_day_and_the_archived_copy(small, tmp_path):
    path = small.innovations / "putik-sari.md"
    text = path.read_text()
    url = re.findall(r'url: "([^"]+)"', text)[0]
    archived = "https://web.archive.org/web/2024/" + url
    path.write_text(text.replace(f'url: "{url}"', f'url: "{url}", archived: "{archived}"', 1))
    builder.build(small.path, tmp_path / "index")
    client = site(small, tmp_path)
    assert "sudah tidak ada" not in client.get("/inovasi/putik-sari").text
    day = dt.date(2026, 11, 8)
    write_links(small.path, {url: Link("dead", day, "404", dt.date(2026, 11, 1), 3)})
    page = take_apart(client, "/inovasi/putik-sari")
    assert "Laman ini sudah tidak ada saat dicek 8 November 2026." in page.text()
    assert archived in page.links and url in page.links
    assert "Tautan sumber mati (1)" in take_apart(client, URL).text()


def test_links_that_nobody_asked_are_not_counted_as_none(small, tmp_path):
    client = site(small, tmp_path)
    items = take_apart(client, URL).texts("//li")
    assert "Tautan sumber mati: belum diperiksa" in items
    assert "Tautan sumber bermasalah: belum diperiksa" in items
    url = re.findall(r'url: "([^"]+)"', (small.innovations / "putik-sari.md").read_text())[0]
    day = dt.date(2026, 11, 8)
    write_links(small.path, {url: Link("failing", day, "404", day, 1)})
    page = take_apart(site(small, tmp_path), URL)
    assert "Tautan sumber mati: 0" in page.texts("//li")
    assert "Tautan sumber bermasalah (1)" in page.text()


def test_searches_in_vain_are_counted_where_the_operator_wants_it(small, tmp_path):
    log = tmp_path / "needs.sqlite"
    client = site(small, tmp_path, needs=log)
    for _ in range(3):
        assert client.get("/cari?q=kapal+selam+nuklir").status_code == 200
    for url in ("/cari?q=putik+sari", "/cari?q=kapal+perang&province=Aceh", "/cari", "/cari?q=😀"):
        client.get(url)
    assert NeedLog(log).read(1) == [(dt.date.today().strftime("%Y-%m"), "kapal nuklir selam", 3)]
    assert "hanya katanya" in take_apart(client, URL).text()


def test_a_log_that_cannot_be_written_is_no_harm_to_visitors(small, tmp_path):
    client = site(small, tmp_path, needs=tmp_path / "tidak" / "ada.sqlite")
    assert client.get("/cari?q=kapal+selam+nuklir").status_code == 200


def test_by_default_nothing_is_counted(small, tmp_path):
    client = site(small, tmp_path)
    client.get("/cari?q=kapal+selam+nuklir")
    assert [path.name for path in tmp_path.glob("*.sqlite*")] == []
