"""From “Usulkan” to a file that passes: the form as somebody without git meets it."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.collection import files
from app.collection.check import check_alone
from app.contribution.inbox import Inbox
from app.settings import Settings
from app.web.application import create_app
from app.web.contribute.filled import MOST_TYPED, PREFILLED, Filled
from app.web.contribute.steps import REVIEW, STEPS
from tests.conftest import ROOT
from tests.web.conftest import take_apart
from tests.web.contribute.conftest import (
    Visitor,
    as_shown,
    draft_of_case,
    of_step,
    values_of,
)

# A case of normal length, one with numbered steps and worsened results, one with copies.
CASES = ["gebrak-pakumis", "2h2-center", "putik-sari"]


def fill_in(visitor: Visitor, values) -> None:
    """Go from the first step to the last."""
    visitor.open()
    for number in range(1, REVIEW):
        page = visitor.send(of_step(values, number), ke="lanjut")
        assert page.status == 200, page.texts("//*[@role='alert']")
    assert visitor.page.texts("//h2")[0] == f"{REVIEW}. Periksa"


def errors(page) -> list[str]:
    return page.texts("//*[@class='err']")


def value(page, name) -> str:
    field = page.only(f"//*[@id='{name}']")
    return field.get("value") or "".join(field.itertext()).strip()


# --- to the end -----------------------------------------------------------------------


@pytest.mark.parametrize("slug", CASES)
def test_a_real_case_told_in_the_form_gives_a_file_with_the_same_case(visitor, slug):
    fill_in(visitor, values_of(draft_of_case(slug)))
    page = visitor.send(path="/usul/selesai")
    assert page.status == 200 and page.text("//h1") == "Usulan siap"
    answer = visitor.client.post("/usul.md", data=visitor.fields(None, {}))
    name = answer.headers["Content-Disposition"].split('"')[1].removesuffix(".md")
    assert answer.mimetype == "text/markdown"
    assert name != slug  # which is taken
    today = dt.date.today() + dt.timedelta(days=1)  # Jakarta may be ahead of this machine
    assert [
        f
        for f in check_alone(Path(f"{name}.md"), answer.data, None, today=today)
        if f.level == "error"
    ] == []
    case = files.parse(Path(f"{slug}.md"), answer.data, today).case
    real = files.parse(
        Path(f"{slug}.md"), (ROOT / "content/innovations" / f"{slug}.md").read_bytes(), today
    ).case
    assert case and real and as_shown(case) == as_shown(real)


def test_the_word_file_has_the_case_and_places_to_sign(visitor):
    fill_in(visitor, values_of(draft_of_case("gebrak-pakumis")))
    answer = visitor.client.post("/usul.docx", data=visitor.fields(None, {}))
    body = docx.Document(io.BytesIO(answer.data)).element.body
    text = "".join(run.text or "" for run in body.iter("{*}t"))
    assert "Gebrak Pakumis" in text and "407 kawasan padat" in text and "Mengetahui," in text


def test_nothing_typed_is_lost_on_any_way_through_the_steps(visitor):
    values = values_of(draft_of_case("putik-sari"))
    fill_in(visitor, values)
    for button in ("kembali", "kembali", "1", "6", "lanjut", "3"):
        visitor.send(ke=button)
    assert value(visitor.page, "masalah-1") == values["masalah-1"][0]
    saved = json.loads(visitor.client.post("/usul.json", data=visitor.fields(None, {})).text)
    filled = {name: texts for name, texts in values.items() if any(texts)}
    assert saved["isian"] == filled


def test_the_last_step_shows_the_case_as_it_would_look(visitor, get):
    fill_in(visitor, values_of(draft_of_case("putik-sari")))
    shown, real = visitor.page, get("/inovasi/putik-sari")
    assert shown.texts("//ol[@class='sources']/li") == real.texts("//ol[@class='sources']/li")
    assert shown.text("//table") == real.text("//table")


# --- mistakes -------------------------------------------------------------------------


def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(visitor):
    visitor.open()
    page = visitor.send({"title": ["Putik Sari"], "started": ["20x"], "status": ["?"]}, ke="lanjut")
    assert page.status == 400
    assert page.texts("//h2")[0].startswith("1. ")
    assert "Bukan tahun" in page.text("//*[@id='started-e1']")
    field = page.only("//*[@id='started']")
    assert (field.get("value"), field.get("aria-invalid")) == ("20x", "true")
    assert "started-e1" in field.get("aria-describedby").split()
    assert value(page, "title") == "Putik Sari"
    assert "#started" in page.links
    chosen = page.only("//select[@id='status']/option[@selected]")
    assert "".join(chosen.itertext()) == "?"


def test_a_visitor_may_go_on_and_mend_it_later(visitor):
    visitor.open()
    visitor.send(ke="lanjut")
    page = visitor.send(ke="lewat")
    assert page.status == 200 and page.texts("//h2")[0].startswith("2. ")
    assert errors(page) == []  # this step wasn't filled in yet
    page = visitor.send(ke="kembali")
    assert errors(page)  # that one was


def test_the_last_step_lists_every_mistake_with_a_button_to_its_field(visitor):
    visitor.open()
    page = visitor.send(ke=str(REVIEW))
    assert page.status == 200
    buttons = page.all("//button[@class='as-link']")
    targets = {button.get("formaction", "").partition("#")[2] for button in buttons}
    assert {"title", "government", "masalah-1", "solusi-1", "sources-1-title", "tags"} <= targets
    button = next(b for b in buttons if b.get("formaction", "").endswith("#tags"))
    page = visitor.send(ke=button.get("value"))
    assert page.all("//*[@id='tags']")
    assert not page.all("//*[@class='preview']")


@pytest.mark.parametrize("path", ["/usul.md", "/usul.docx", "/usul/selesai"])
def test_there_is_no_file_while_there_is_an_error(visitor, path):
    visitor.open()
    page = visitor.send({"title": ["Putik Sari"]}, path)
    assert page.status == 400
    assert page.texts("//h2")[0] == f"{REVIEW}. Periksa"


@pytest.mark.parametrize(
    "text", ["Hubungi dr. Budi Santoso di 081234567890.", "NIK 3507010107900001 tercatat."]
)
def test_personal_data_is_told_where_it_was_typed(visitor, text):
    values = values_of(draft_of_case("putik-sari"))
    visitor.open()
    for number in (1, 2):
        visitor.send(of_step(values, number), ke="lanjut")
    page = visitor.send(of_step(values, 3) | {"masalah-1": [text]}, ke="lanjut")
    assert page.status == 400
    assert any("Hapus" in message or "Sebut" in message for message in errors(page))
    assert value(page, "masalah-1") == text


def test_an_unused_source_is_told_only_when_every_step_was_seen(visitor):
    values = values_of(draft_of_case("putik-sari"))
    values |= {"sources-20-title": ["Lebih"], "sources-20-url": ["https://contoh.go.id/lebih"]}
    visitor.open()
    visitor.send(of_step(values, 1), ke="lanjut")
    page = visitor.send(of_step(values, 2), ke="lanjut")
    assert page.texts("//h2")[0].startswith("3. ")
    for number in range(3, REVIEW):
        visitor.send(of_step(values, number), ke="lanjut")
    assert "Sumber 20, Judul" in visitor.page.text("//main")


def test_likely_doubles_are_shown_with_links(visitor):
    visitor.open()
    page = visitor.send({"title": ["Putik Sari"], "agency": ["Kecamatan Wonosari"]}, ke="2")
    assert "/inovasi/putik-sari" in page.links
    assert "namanya sama" in page.text("//main")


def test_an_unclear_government_gets_buttons(visitor):
    visitor.open()
    page = visitor.send({"government": ["Malang"]}, ke="lanjut")
    names = [b.get("value") for b in page.all("//button[@name='pemerintah']")]
    assert names == ["Pemerintah Kabupaten Malang", "Pemerintah Kota Malang"]
    page = visitor.send(pemerintah=names[1])
    assert value(page, "government") == "Pemerintah Kota Malang"
    assert page.only("//select[@id='province']/option[@selected]").get("value") == "Jawa Timur"


# --- rows and sources -----------------------------------------------------------------


def test_rows_are_added_and_removed_by_buttons(visitor):
    visitor.open()
    visitor.send(ke="2")
    page = visitor.send({"sources-1-title": ["Satu"]}, tambah="sources")
    assert value(page, "sources-1-title") == "Satu" and not value(page, "sources-2-title")
    page = visitor.send({"sources-2-title": ["Dua"]}, hapus="sources-1")
    assert value(page, "sources-1-title") == "Dua"
    assert not page.all("//*[@id='sources-2-title']")


def test_a_paragraph_chooses_its_sources_by_name(visitor):
    visitor.open()
    visitor.send(ke="2")
    visitor.send(
        {
            "sources-1-title": ["Judul"],
            "sources-1-publisher": ["contoh.go.id"],
            "sources-2-url": ["https://www.lain.id/x"],
        },
        ke="3",
    )
    boxes = visitor.page.texts("//fieldset[@class='cites'][1]/label")
    assert {"1 contoh.go.id", "2 lain.id"} <= set(boxes)


def test_the_only_source_is_chosen_for_a_new_paragraph(visitor):
    visitor.open()
    visitor.send(ke="2")
    page = visitor.send({"sources-1-title": ["Judul"]}, ke="3")
    assert page.all("//input[@name='masalah-1-sumber'][@checked]")
    page = visitor.send({"masalah-1-sumber": []}, ke="3")
    assert not page.all("//input[@name='masalah-1-sumber'][@checked]")


# --- saving and loading ---------------------------------------------------------------


def load(client, data: bytes):
    answer = client.post("/usul/muat", data={"berkas": (io.BytesIO(data), "isian.json")})
    return answer.status_code, answer.text


def test_what_was_saved_is_loaded_where_it_was_left(visitor):
    visitor.open()
    visitor.send({"title": ["Putik Sari"]}, ke="2")
    page = visitor.send({"sources-1-title": ["Judul"]})
    answer = visitor.client.post("/usul.json", data=visitor.fields(None, {}))
    assert "attachment" in answer.headers["Content-Disposition"]
    status, text = load(visitor.client, answer.data)
    assert status == 200 and "2. Sumber" in text and 'value="Judul"' in text
    assert "Putik Sari" in text
    assert page.status == 200


@pytest.mark.parametrize("data", [b"", b"x", b'{"isian": {}}', b"[" * 99_999])
def test_a_file_that_is_none_is_refused_with_a_message(client, data):
    status, text = load(client, data)
    assert status == 400
    assert "Berkas itu bukan isian usulan" in text


def test_loading_nothing_is_told(client):
    answer = client.post("/usul/muat")
    assert answer.status_code == 400
    assert "Belum ada berkas yang dipilih" in answer.text


# --- limits and strange values --------------------------------------------------------


def test_too_much_is_refused_with_a_message(client):
    answer = client.post("/usul", data={"langkah": "1", "title": "x" * (MOST_TYPED + 1)})
    assert answer.status_code == 413
    assert "Isian terlalu panjang" in answer.text
    answer = client.post("/usul", data={"title": "x" * 1_100_000})
    assert answer.status_code == 413


def test_a_form_with_a_hundred_sources_is_taken(visitor):
    values = {f"sources-{n}-title": [f"Judul {n}"] for n in range(1, 101)}
    visitor.open()
    visitor.send(ke="2")
    page = visitor.send(values, ke="3")
    assert page.status == 200
    assert "100 Judul 100" in page.texts("//fieldset[@class='cites'][1]/label")


NAMES = st.sampled_from(
    [
        *("langkah", "isian", "ke", "tambah", "hapus", "title", "government", "adapted_from"),
        *("started", "status", "summary", "tags", "sdgs", "website", "masalah-1", "solusi-2"),
        *("masalah-1-sumber", "sources-1-url", "sources-1-date", "results-1-after", "cost"),
        *("results-1-examined_by", "cost-sumber", "replicated_by-1-case", "awards-1-year"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["1", "4", "7", "lanjut", "sources", "Masalah", "---", "[^1]", "<b>", "- a"]),
    st.just(Filled({"title": ("A: b",), "masalah-1": ("x",)}, reached=7).to_json(7)),
)


@given(st.lists(st.tuples(NAMES, TEXTS), max_size=10), st.sampled_from(["", ".md", ".docx"]))
def test_no_value_breaks_a_page(app, pairs, ending):
    answer = app.test_client().post(f"/usul{ending}", data=MultiDict(pairs))
    assert answer.status_code in {200, 400}
    assert "Traceback" not in answer.text


def test_markup_stays_text(visitor):
    nonsense = "<script>alert(1)</script>\"'>{{ 7*7 }}\x00"
    visitor.open()
    page = visitor.send({"title": [nonsense]}, ke="1")
    assert value(page, "title").startswith("<script>")
    assert not [script for script in page.all("//script") if not script.get("src")]


# --- privacy, caches, links -----------------------------------------------------------


def test_pages_with_what_was_typed_are_not_stored(app):
    client = app.test_client()
    before = app.extensions["page_cache"].responses.currsize
    for path in ("/usul", "/usul.json", "/usul/selesai"):
        answer = client.post(path, data={"langkah": "1", "title": "Rahasia"})
        assert "ETag" not in answer.headers and "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert app.extensions["page_cache"].responses.currsize == before
    assert "Rahasia" not in client.get("/usul").text


@pytest.mark.parametrize(
    "path",
    ["/usul/muat", "/usul.json", "/usul.md", "/usul.docx", "/usul/selesai", "/usul/kirim"],
)
def test_an_address_that_only_takes_forms_leads_to_the_first_step(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/usul")


def test_the_address_fills_in_the_form(client):
    values = {name: f"{name} &" for name in PREFILLED}
    page = take_apart(client, "/usul?" + "&".join(f"{k}={k}+%26" for k in values))
    assert value(page, "title") == "judul &"
    carried = json.loads(page.only("//form[@data-proposal]//input[@name='isian']").get("value", ""))
    assert carried["isian"]["sources-1-url"] == ["sumber_url &"]
    assert not take_apart(client, "/usul").all("//meta[@name='robots']")


def test_the_english_site_leads_to_the_form_which_is_indonesian(client):
    answer = client.get("/en/usul?judul=Putik+Sari")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/usul?judul=Putik+Sari")


def test_robots_leave_filled_in_forms_alone(client):
    assert "Disallow: /usul?" in client.get("/robots.txt").text


@pytest.mark.parametrize(
    "path", ["/", "/tentang", "/cari?q=%22sapi+terbang+malam%22", "/daerah/35.02"]
)
def test_people_find_the_form_where_they_look(get, path):
    links = [link.partition("?")[0] for link in get(path).links]
    assert links.count("/usul") == 3  # menu, foot, and the place itself


def test_without_an_inbox_the_receipt_says_whom_to_send_the_file_to(content, real_index):
    settings = Settings(content=content, index=real_index, contact_mail="pustaka@contoh.go.id")
    visitor = Visitor(create_app(settings).test_client())
    fill_in(visitor, values_of(draft_of_case("putik-sari")))
    page = visitor.send(path="/usul/selesai")
    (mail,) = [link for link in page.links if link.startswith("mailto:")]
    assert mail.startswith("mailto:pustaka@contoh.go.id?subject=Usulan%20kasus%3A%20Putik%20Sari")


def test_steps_are_named_and_counted(visitor):
    visitor.open()
    titles = [f"{n}. {step.title}" for n, step in enumerate(STEPS, 1)]
    assert visitor.page.texts("//nav//button") == titles


# --- the curators' inbox --------------------------------------------------------------


@pytest.fixture
def inbox(tmp_path):
    return Inbox(tmp_path / "inbox")


@pytest.fixture
def sender(content, real_index, inbox) -> Visitor:
    """A visitor of a site with an inbox, who has filled in the form."""
    settings = Settings(content=content, index=real_index, inbox=inbox.folder)
    visitor = Visitor(create_app(settings).test_client())
    values = values_of(draft_of_case("putik-sari"))
    visitor.open()
    visitor.send(values, ke=str(REVIEW))
    return visitor


def test_a_proposal_that_is_sent_waits_in_the_inbox_under_the_number_of_the_receipt(sender, inbox):
    assert "Kirim kepada kurator" in sender.page.texts("//button")
    page = sender.send(path="/usul/kirim")
    assert page.status == 200 and page.text("//h1") == "Usulan terkirim"
    (entry,) = inbox.waiting().entries
    assert (entry.title, entry.errors, entry.kind) == ("Putik Sari", 0, "kasus")
    assert "putik-sari" in entry.doubles
    assert f"Nomornya {entry.number}" in page.text("//*[@role='alert']")
    _, _, text = inbox.entry(entry.number)
    assert text == sender.client.post("/usul.md", data=sender.fields(None, {})).data


def test_a_reload_of_the_receipt_sends_nothing_twice(sender, inbox):
    fields = sender.fields(None, {})
    for _ in range(2):
        assert sender.client.post("/usul/kirim", data=fields).status_code == 200
    assert len(inbox.waiting().entries) == 1


def test_whoever_keeps_the_file_to_themselves_sends_nothing(sender, inbox):
    assert sender.send(path="/usul/selesai").text("//h1") == "Usulan siap"
    assert inbox.waiting().entries == ()


def test_nothing_is_sent_while_there_is_an_error(sender, inbox):
    page = sender.send({"title": [""], "langkah": ["1"]}, path="/usul/kirim")
    assert page.status == 400
    assert inbox.waiting().entries == ()


def test_an_inbox_that_takes_nothing_is_told_and_the_files_are_still_there(sender, inbox):
    inbox.folder.write_text("bukan folder")
    page = sender.send(path="/usul/kirim")
    assert page.status == 503
    assert "belum terkirim" in page.text("//*[@role='alert']")
    assert sender.client.post("/usul.md", data=sender.fields(None, {})).status_code == 200


def test_without_an_inbox_nothing_can_be_sent(visitor):
    visitor.open()
    page = visitor.send(values_of(draft_of_case("putik-sari")), ke=str(REVIEW))
    assert "Kirim kepada kurator" not in page.texts("//button")
    page = visitor.send(path="/usul/kirim")
    assert page.text("//h1") == "Usulan siap"
