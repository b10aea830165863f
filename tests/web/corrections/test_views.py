"""The page that corrects a case: ways to the curators, or a file to pass on."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from app.contribution.inbox import Inbox
from app.settings import Settings
from app.web.application import create_app
from app.web.corrections.correction import KINDS, MOST_SOURCE, MOST_TEXT
from tests.web.conftest import Page, take_apart

PAGES = ["/koreksi", "/inovasi/putik-sari/koreksi"]


@pytest.fixture(scope="module")
def client_with(content, real_index):
    """``client_with(contact_mail=…)``: the site with some settings."""

    def make(**settings):
        return create_app(Settings(content=content, index=real_index, **settings)).test_client()

    return make


def sent_to(client, path, **values) -> Page:
    answer = client.post(path, data=values)
    return Page(answer.status_code, answer.text)


def ways(page) -> list[str]:
    """The links to the curators."""
    return [link for link in page.links if link.startswith("mailto:") or "formulir" in link]


# --- reaching the curators ------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_without_a_contact_the_page_says_so_and_offers_a_file(get, path):
    page = get(path)
    assert page.status == 200
    assert "belum punya alamat untuk menghubungi pengelola" in page.text("//main")
    assert page.only("//main//form[@method='post']").get("action") == path
    assert ways(page) == []


def test_a_mail_to_the_curators_names_the_case(client_with):
    client = client_with(contact_mail="pustaka@contoh.go.id")
    page = take_apart(client, "/inovasi/putik-sari/koreksi")
    (link,) = ways(page)
    parts = urlsplit(link)
    assert parts.path == "pustaka@contoh.go.id"
    assert parse_qs(parts.query)["subject"] == ["Perbaikan: Putik Sari"]
    assert "Alamat: http://localhost/inovasi/putik-sari\r\n" in parse_qs(parts.query)["body"][0]
    assert page.all("//main//form[@method='post']")  # for whoever would rather send a file
    assert "belum punya alamat" not in page.text("//main")


@pytest.mark.parametrize(
    ("setting", "path", "link"),
    [
        ("https://a.go.id/formulir", PAGES[1], "https://a.go.id/formulir"),
        (
            "https://a.go.id/formulir?k={kasus}&v=1",
            PAGES[1],
            "https://a.go.id/formulir?k=http://localhost/inovasi/putik-sari&v=1",
        ),
        ("https://a.go.id/formulir?k={kasus}", PAGES[0], "https://a.go.id/formulir?k="),
    ],
)
def test_a_form_gets_the_address_of_the_case_only_where_it_asks_for_it(
    client_with, setting, path, link
):
    page = take_apart(client_with(contact_url=setting), path)
    assert [unquote(way) for way in ways(page)] == [link]


def test_a_new_contact_gives_pages_a_new_tag(client_with):
    without, with_mail = (
        client_with(contact_mail=mail).get(PAGES[0]).headers["ETag"] for mail in ("", "a@b.go.id")
    )
    assert without != with_mail


@pytest.mark.parametrize("path", ["/", "/tentang", "/tidak-ada", "/inovasi/putik-sari"])
def test_every_page_leads_to_the_curators(get, path):
    assert "/koreksi" in get(path).links


def test_the_page_of_a_case_leads_to_its_correction(get):
    assert PAGES[1] in get("/inovasi/putik-sari").links


def test_robots_leave_the_forms_alone(client, get):
    assert "Disallow: /inovasi/*/koreksi" in client.get("/robots.txt").text
    assert get(PAGES[1]).only("//meta[@name='robots']").get("content") == "noindex"


# --- kinds ----------------------------------------------------------------------------

ANSWERS = {
    "biaya": {"biaya": "Rp45 juta (2024)", "sumber": "https://contoh.go.id/a"},
    "berjalan": {"kapan": "Oktober 2026", "dari": "Dinas Kesehatan", "keadaan": "", "sumber": ""},
    "berhenti": {"kapan": "2024", "sebab": "", "sumber": "https://contoh.go.id/a"},
    "meniru": {"peniru": "Kota Batu", "kapan": "2025", "hasil": "", "sumber": "Laporan 2025"},
    "salah": {"usul": "Mulai 2018.", "sumber": ""},
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_few_questions_and_gives_a_file(client, get, kind):
    page = get(f"{PAGES[1]}?jenis={kind}")
    keys = [question.key for question in KINDS[kind].questions]
    assert len(keys) <= 4
    fields = page.all("//main//form//*[@id]")
    assert [field.get("name") for field in fields if field.get("name")] == keys
    answer = client.post(PAGES[1], data={"jenis": kind, **ANSWERS[kind]})
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert f"Jenis: {KINDS[kind].choice.id}" in answer.text
    for text in filter(None, ANSWERS[kind].values()):
        assert text in answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_must_say_is_asked_for(client, kind):
    page = sent_to(client, PAGES[1], jenis=kind)
    assert page.status == 400
    required = [question.key for question in KINDS[kind].questions if question.required]
    assert [link for link in page.links if link.startswith("#") and link != "#isi"] == [
        f"#{key}" for key in required
    ]


def test_the_questions_are_english_on_the_english_site(get):
    page = get(f"/en{PAGES[1]}?jenis=berhenti")
    assert page.texts("//main//form//label") == [
        "When it stopped",
        "Why it stopped (may be empty)",
        "Its source",
    ]


def test_the_page_of_a_case_leads_to_every_kind(get):
    links = get("/inovasi/putik-sari").links
    assert {f"{PAGES[1]}?jenis={kind}" for kind in KINDS} <= set(links)


@pytest.mark.parametrize("kind", ["", "tidak-ada", "<script>"])
def test_an_unknown_kind_is_any(client, kind):
    page = take_apart(client, f"{PAGES[1]}?jenis={kind}")
    assert page.status == 200 and page.all("//*[@id='usul']")


def test_the_site_as_a_whole_has_one_kind_and_a_new_case_its_own_form(get):
    page = get(PAGES[0])
    assert not page.all("//main//nav//a[@aria-current='true']")
    assert "/usul" in [link.partition("?")[0] for link in page.links]


@pytest.mark.parametrize("text", ["Hubungi dr. Budi Santoso.", "Telepon 0812-3456-7890."])
def test_personal_data_is_refused_with_the_way_out(client, text):
    page = sent_to(client, PAGES[1], jenis="salah", usul=text)
    assert page.status == 400
    assert "Memuat data pribadi" in page.text("//*[@id='salah-usul']")


# --- the inbox ------------------------------------------------------------------------


def test_a_correction_that_is_sent_waits_in_the_inbox_with_its_case(client_with, tmp_path):
    client = client_with(inbox=tmp_path / "inbox")
    sent = {"jenis": "berhenti", **ANSWERS["berhenti"], "kirim": "1"}
    pages = [sent_to(client, PAGES[1], **sent) for _ in range(2)]
    (entry,) = Inbox(tmp_path / "inbox").waiting().entries
    assert (entry.kind, entry.about) == ("koreksi", "putik-sari")
    for page in pages:  # a reload sends nothing twice
        assert page.status == 200
        assert f"Nomornya {entry.number}" in page.text("//*[@role='alert']")
        assert "Sudah berhenti" in page.text("//*[@class='typed origin']")


def test_whoever_takes_the_file_sends_nothing(client_with, tmp_path):
    client = client_with(inbox=tmp_path / "inbox")
    answer = client.post(PAGES[1], data={"jenis": "berhenti", **ANSWERS["berhenti"]})
    assert answer.mimetype == "text/plain"
    assert Inbox(tmp_path / "inbox").waiting().entries == ()


def test_an_inbox_that_takes_nothing_is_told_and_nothing_typed_is_lost(client_with, tmp_path):
    (tmp_path / "inbox").write_text("bukan folder")
    client = client_with(inbox=tmp_path / "inbox")
    page = sent_to(client, PAGES[1], jenis="berhenti", kirim="1", **ANSWERS["berhenti"])
    assert page.status == 503
    assert page.only("//*[@id='kapan']").get("value") == "2024"


def test_without_an_inbox_there_is_only_the_file(client):
    answer = client.post(PAGES[1], data={"jenis": "berhenti", **ANSWERS["berhenti"], "kirim": "1"})
    assert answer.mimetype == "text/plain"


# --- the file -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [(PAGES[0], "koreksi-pustaka-inovasi"), (PAGES[1], "koreksi-putik-sari")],
)
def test_the_form_gives_a_text_file(client, path, name):
    answer = client.post(path, data={"usul": "Mulai 2018.", "sumber": "https://contoh.go.id"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.txt"'
    assert "Mulai 2018." in answer.text and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"usul": " \n", "sumber": "Buku A"}, "usul", "Kolom ini kosong"),
        ({}, "usul", "Kolom ini kosong"),
        ({"usul": "x" * (MOST_TEXT + 1)}, "usul", "paling banyak 2000 huruf"),
        ({"usul": "x", "sumber": "y" * (MOST_SOURCE + 1)}, "sumber", "paling banyak 1000 huruf"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(client, sent, field, message):
    page = sent_to(client, PAGES[1], **sent)
    assert page.status == 400
    assert message in page.text(f"//*[@id='salah-{field}']")
    assert page.only(f"//*[@id='{field}']").get("aria-invalid") == "true"
    assert page.only("//*[@id='sumber']").get("value") == sent.get("sumber", "")


def test_line_ends_count_as_a_browser_counts_them(client):
    assert client.post(PAGES[0], data={"usul": "a\r\n" * (MOST_TEXT // 2)}).status_code == 200


def test_markup_stays_text(client):
    nonsense = "<script>alert(1)</script>\"'>{{ 7*7 }}\x00"
    page = sent_to(client, PAGES[1], usul="", sumber=nonsense)
    assert page.only("//*[@id='sumber']").get("value", "").startswith("<script>")


@pytest.mark.parametrize("slug", ["tidak-ada", "<script>", "x" * 3000])
def test_an_unknown_case_is_not_found(client, slug):
    assert client.get(f"/inovasi/{slug}/koreksi").status_code == 404
    assert client.post(f"/inovasi/{slug}/koreksi", data={"usul": "x"}).status_code == 404
