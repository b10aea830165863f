"""The plan's form, its Word file and its page to print, by way of HTTP."""

from __future__ import annotations

import io
import re
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.plan.form import PLAN_FIELDS, PLAN_SECTIONS, PlanTable
from app.web.site.dates import SUFFIXES
from app.web.site.requests import REPLACEMENT
from app.web.site.security import MOST_BYTES
from tests.web.conftest import Page, take_apart

BUTTONS = {"s", "tautan", "tambah", "hitung"}
CASE = "putik-sari"
FORM = f"/rencana?s={CASE}"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sent(client, path, **values) -> Page:
    answer = client.post(path, data={"s": CASE, **values})
    return Page(answer.status_code, answer.text)


def value_of(page: Page, key: str) -> str:
    """The text in a field, without the line end with which a text area starts."""
    element = page.only(f"//*[@id='{key}']")
    if element.tag == "fieldset":  # a date
        return " ".join(box.get("value", "") for box in element.iter("input"))
    return (
        element.get("value", "")
        if element.tag == "input"
        else (element.text or "").removeprefix("\n")
    )


def words_in(answer) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == WORD
    body = docx.Document(io.BytesIO(answer.data)).element.body
    return "".join(piece.text or "" for piece in body.iter("{*}t"))


# --- the form -------------------------------------------------------------------------


def test_the_form_has_every_section_and_field(get):
    page = get(FORM)
    assert page.status == 200
    headings = page.texts("//main//section/h2")
    assert headings == [f"{n}. {section.title}" for n, section in enumerate(PLAN_SECTIONS, 1)]
    names = {element.get("name") for element in page.all("//form[@data-plan]//*[@name]")}
    assert names > BUTTONS
    suffixes = "|".join(SUFFIXES.values())
    keys = {re.sub(f"({suffixes})$", "", name) for name in names - BUTTONS}
    assert keys < PLAN_FIELDS.keys()
    # The rest are rows of tables that nobody uses yet.
    assert all(key[-1].isdigit() for key in PLAN_FIELDS.keys() - keys)


def test_every_field_has_a_name_to_be_read_out(get):
    every_row = "&".join(
        f"{item.columns[-1].key}{item.row_count}=1"
        for section in PLAN_SECTIONS
        for item in section.items
        if isinstance(item, PlanTable)
    )
    page = get(f"{FORM}&{every_row}")
    labels = {label.get("for") for label in page.all("//label[@for]")}
    for key, field in PLAN_FIELDS.items():
        if field.kind == "choices":
            continue
        if field.kind == "date":
            assert page.text(f"//fieldset[@id='{key}']/legend") == field.label
            assert {f"{key}{suffix}" for suffix in SUFFIXES.values()} <= labels
            continue
        element = page.only(f"//*[@id='{key}']")
        assert key in labels or element.get("aria-label"), key


def test_a_prefilled_field_says_where_its_text_is_from(get):
    page = get("/rencana?s=jarik-ma-siti")
    for key, origin in (
        ("diambil", "dari berkas kasus, bagian Solusi"),
        ("risiko1", "dari berkas kasus, bagian Tantangan"),
        ("kegiatan1", "dari panduan replikasi LAN 2017"),
    ):
        assert value_of(page, key)
        assert page.text(f"//*[@id='{key}-o']") == origin
        assert f"{key}-o" in page.only(f"//*[@id='{key}']").get("aria-describedby")


def test_gaps_are_marked_and_the_page_says_once_whom_to_ask(get):
    page = get(FORM)
    assert value_of(page, "risiko1") == ""
    assert page.text("//*[@id='risiko1-o']").startswith("Belum ada data di berkas kasus")
    facts = dict(zip(page.texts("//dl/div/dt"), page.texts("//dl/div/dd"), strict=True))
    assert facts["Biaya di tempat asal"] == "Belum ada data"
    assert page.text("//*[@id='tanya-o']").endswith("tanyakan ke Kecamatan Wonosari")
    assert page.text("//main").count("tanyakan ke Kecamatan Wonosari") == 1


def test_the_address_takes_precedence_over_the_case(get):
    page = get(f"{FORM}&celah=Dana+belum+ada&instansi=Kecamatan+Contoh")
    assert value_of(page, "celah").strip() == "Dana belum ada"
    assert value_of(page, "instansi") == "Kecamatan Contoh"
    assert value_of(page, "diambil").strip()


def test_a_mistake_stands_beside_its_field_and_what_was_typed_stays(client):
    page = sent(client, "/rencana.docx", mulai1="31/2/2027", masalah_kami="Jauh dari pasar")
    assert page.status == 400
    assert value_of(page, "mulai1") == "31 2 2027"
    assert value_of(page, "masalah_kami").strip() == "Jauh dari pasar"
    assert page.text("//*[@id='mulai1-e']") == "Februari 2027 hanya sampai tanggal 28."
    assert page.only("//*[@id='mulai1']").get("aria-describedby") == "mulai1-h mulai1-e"
    assert "Mulai, tahap Persiapan" in page.text("//*[@role='alert']")
    assert "#mulai1-tgl" in page.links


@pytest.mark.parametrize("path", ["/rencana", "/rencana.docx", "/rencana/cetak"])
def test_text_that_is_too_long_is_refused_kindly(client, path):
    page = sent(client, path, diubah="x" * 4001, selesai2="2027-01-01", mulai2="2027-02-01")
    assert page.status == 400
    assert "paling banyak 4000 huruf" in page.text("//*[@id='diubah-e']")
    assert "mendahului" in page.text("//*[@id='selesai2-e']")
    assert len(value_of(page, "diubah").strip()) == 4001


@pytest.mark.parametrize("path", ["/rencana", "/rencana.docx", "/rencana/cetak"])
def test_megabytes_are_refused_without_being_read(client, path):
    page = sent(client, path, diubah="x" * MOST_BYTES)
    assert page.status == 413
    assert page.text("//h1") == "Kiriman terlalu besar"


def test_megabytes_in_an_address_are_refused_kindly(client):
    answer = client.get("/rencana.docx", query_string={"s": CASE, "diubah": "x" * 1_500_000})
    assert answer.status_code == 400
    assert "paling banyak 4000 huruf" in answer.text


@pytest.mark.parametrize("path", ["/rencana", "/rencana.docx", "/rencana/cetak"])
def test_without_a_case_the_page_says_how_to_choose_a_case(client, path):
    for address in (path, f"{path}?s=", f"{path}?s=putik-sari&s=jarik-ma-siti"):
        page = take_apart(client, address)
        assert page.status == 200
        assert page.text("//h1") == "Pilih satu inovasi dulu"
        assert "/cari" in {urlsplit(link).path for link in page.links}
    assert page.texts("//main//ul/li/a") == ["Putik Sari", "Jarik Ma'Siti"]
    assert all(
        urlsplit(link.get("href", "")).path == "/rencana" for link in page.all("//main//ul/li/a")
    )


@pytest.mark.parametrize(
    "path", ["/rencana", "/rencana.docx", "/rencana/cetak", "/surat/izin.docx"]
)
@pytest.mark.parametrize("slug", ["tidak-ada", "<script>", "x" * 5000, "../../etc/passwd", "\x00"])
def test_an_unknown_case_is_not_found(client, path, slug):
    answer = client.get(path, query_string={"s": slug})
    assert answer.status_code == 404
    assert "<script>" not in answer.text.replace("<script src=", "")


def test_a_withdrawn_case_says_what_to_read_instead(site):
    client = site(
        {"baru": None}, withdrawn="lama: {reason: Digabung dengan yang baru, instead: baru}\n"
    )
    for path in ("/rencana", "/rencana.docx", "/rencana/cetak", "/surat/kunjungan.docx"):
        page = take_apart(client, f"{path}?s=lama")
        assert page.status == 410
        assert "Digabung dengan yang baru" in page.text("//main")
        assert "/inovasi/baru" in {urlsplit(link).path for link in page.links}


def test_an_upper_case_slug_is_read_kindly(client):
    assert client.get("/rencana?s=Putik-Sari").status_code == 200


# --- an address of the plan -----------------------------------------------------------


def test_a_link_carries_the_changed_fields_alone(client):
    first = take_apart(client, FORM)
    shown = {element.get("name", "") for element in first.all("//form[@data-plan]//*[@id][@name]")}
    values: dict[str, str | list[str]] = {
        key: value_of(first, key) for key in PLAN_FIELDS if key in shown
    }
    values |= dict.fromkeys((name for name in shown if name.endswith(tuple(SUFFIXES.values()))), "")
    values |= {"sepakat": ["", "izin", "mou"], "instansi": "Dinas & Contoh", "tautan": "1"}
    values |= {"uraian1": "Laptop", "volume1": "2", "harga1": "7.500.000", "pantau1-tgl": "31"}
    values |= {"pantau1-bln": "Des", "pantau1-thn": "2026"}
    page = sent(client, "/rencana?daftar=putik-sari&daftar=jarik-ma-siti", **values)
    assert page.status == 200
    address = page.only("//input[@id='tautan']").get("value", "")
    assert parse_qs(urlsplit(address).query) == {
        "s": [CASE],
        "instansi": ["Dinas & Contoh"],
        "sepakat": ["izin,mou"],
        "uraian1": ["Laptop"],
        "volume1": ["2"],
        "harga1": ["7.500.000"],
        "pantau1": ["2026-12-31"],
    }
    assert "siapa pun yang menerimanya" in page.text("//*[@id='tautan-h']")
    (button,) = page.all("//button[@name='tautan']")
    assert button.get("formaction", "").endswith("#tautan")
    assert any(link.startswith("https://wa.me/?text=") for link in page.links)
    page = take_apart(client, address)
    assert value_of(page, "instansi") == "Dinas & Contoh"
    assert value_of(page, "pantau1") == "31 12 2026"
    assert "15.000.000" in page.text("//*[@id='tabel-uraian']//tfoot")
    ticked = page.all("//input[@type='checkbox'][@checked]")
    assert [box.get("value") for box in ticked] == ["izin", "mou"]


def test_nothing_is_ticked_before_a_visitor_ticks_it(client):
    assert not take_apart(client, FORM).all("//input[@type='checkbox'][@checked]")
    assert "[x]" not in words_in(client.get(f"/rencana.docx?s={CASE}"))


def test_rows_are_added_and_sums_worked_out_without_script(client):
    page = sent(client, "/rencana", tambah="uraian", uraian1="Laptop", volume1="2", harga1="5,5")
    assert page.status == 200
    assert len(page.all("//*[@id='tabel-uraian']//tbody/tr")) == 5
    assert value_of(page, "uraian1").strip() == "Laptop"
    assert page.texts("//*[@id='tabel-uraian']//output") == ["11", *["–"] * 4, "11"]
    (again,) = page.all("//button[@name='hitung']")
    assert again.get("formaction", "").endswith("#tabel-uraian")


def test_an_empty_form_shows_ten_questions_and_folds_the_rest(get):
    page = get("/rencana?s=jarik-ma-siti")
    folded = {
        element for fold in page.all("//form[@data-plan]//details") for element in fold.iter()
    }
    shown = {element for element in page.all("//form[@data-plan]//*[@id]") if element not in folded}
    keys = {element.get("id") for element in shown} & PLAN_FIELDS.keys()
    fields = {"instansi", "lokasi", "masalah_kami", "angka_awal", "diubah", "pj"}
    budget = {"uraian1", "dana1", "volume1", "satuan1", "harga1"}
    schedule = {"kegiatan1", "mulai1", "selesai1", "pj_tahap1"}
    target = {"ukuran1", "hasil_asal1", "awal1", "target1"}
    assert keys == fields | budget | schedule | target | {"risiko1", "cegah1"}


def test_folded_fields_are_open_where_they_are_used(client):
    def opened(page: Page) -> list[str]:
        folds = page.all("//details[@class='more'][@open]")
        names = {element.get("name", "") for fold in folds for element in fold.iter()}
        return sorted(names & {"unit_asal", "evaluasi", "pj_tahap3", "risiko2", "periksa2"})

    assert opened(take_apart(client, FORM)) == []
    assert opened(take_apart(client, f"{FORM}&unit_asal=Bagian+Umum")) == ["unit_asal"]
    assert opened(sent(client, "/rencana", evaluasi="x" * 4001)) == ["evaluasi"]
    assert opened(take_apart(client, f"{FORM}&mulai4=31/2/2027")) == ["pj_tahap3"]
    assert opened(sent(client, "/rencana", tambah="risiko")) == ["risiko2"]
    assert opened(sent(client, "/rencana", tambah="pantau")) == ["evaluasi", "periksa2"]


def test_the_questions_of_a_plan_go_into_a_letter(client):
    values = {"s": CASE, "tanya": "Berapa biayanya?\r\n\r\nSiapa pelatihnya?"}
    text = words_in(client.post("/surat/kunjungan.docx", data=values))
    assert "Berapa biayanya" in text and "Siapa pelatihnya" in text


def test_a_result_that_got_worse_is_offered_as_a_risk(get):
    page = get("/rencana?s=2h2-center")
    risk = value_of(page, "risiko1")
    assert risk.startswith("Di tempat asal: Kematian bayi baru lahir")
    assert risk.endswith("45 → 48 (memburuk)")
    told = get("/cocok?s=2h2-center").text("//fieldset[@id='percaya1']")
    assert "45 → 48 (memburuk)" in told


def test_the_list_survives_a_mistake(client):
    page = sent(
        client, "/rencana.docx?s=putik-sari&daftar=putik-sari&daftar=alpukat-betawi", mulai1="x"
    )
    assert page.status == 400
    assert "daftar=alpukat-betawi" in page.only("//form[@data-plan]").get("action", "")


def test_dates_are_written_in_one_way_before_and_after_a_mistake(client):
    typed = {"mulai1-tgl": "27", "mulai1-bln": "Maret", "mulai1-thn": "2027"}
    typed |= {"selesai1-tgl": "31", "selesai1-bln": "2", "selesai1-thn": ""}
    page = sent(client, "/rencana", **typed)
    assert page.status == 400
    assert value_of(page, "mulai1") == "27 3 2027"
    assert value_of(page, "selesai1") == "31 2 "
    assert page.text("//*[@id='selesai1-e']") == "Tahun belum diisi."
    assert page.text("//*[@id='selesai1-h']") == "Contoh: 27 3 2027"
    assert [box.get("name") for box in page.all("//*[@id='selesai1']//*[@aria-invalid]")] == [
        "selesai1-thn"
    ]
    page = sent(client, "/rencana", **typed | {"selesai1-thn": "2027", "selesai1-bln": "5"})
    assert page.status == 200
    assert value_of(page, "selesai1") == "31 5 2027"


def test_a_last_day_before_the_first_is_wrong_as_a_whole(client):
    page = sent(client, "/rencana", mulai1="27 3 2027", selesai1="26 Maret 2027")
    assert "mendahului" in page.text("//*[@id='selesai1-e']")
    assert len(page.all("//*[@id='selesai1']//*[@aria-invalid]")) == 3
    assert not page.all("//*[@id='mulai1']//*[@aria-invalid]")


def test_a_plan_too_long_for_a_link_says_so_and_keeps_it(client):
    page = sent(client, "/rencana", tautan="1", diubah="kata " * 790, diambil="kata " * 790)
    assert page.status == 200
    assert "terlalu panjang untuk sebuah tautan" in page.text("//*[@id='tautan']")
    assert len(value_of(page, "diubah").strip()) > 3900


# --- files and print ------------------------------------------------------------------


def test_the_word_file_has_the_typed_texts_by_get_and_by_post(client):
    values = {"s": CASE, "instansi": "Kecamatan Contoh", "pantau1": "4/1/2027"}
    for answer in (
        client.get("/rencana.docx", query_string=values),
        client.post("/rencana.docx", data=values),
    ):
        text = words_in(answer)
        assert "Kecamatan Contoh" in text and "4 Januari 2027" in text
        disposition = answer.headers["Content-Disposition"]
        assert disposition == 'attachment; filename="rencana-replikasi-putik-sari.docx"'


def test_the_word_file_links_to_the_case_page_alone(client):
    answer = client.get(f"/rencana.docx?s={CASE}&daftar=jarik-ma-siti")
    part = docx.Document(io.BytesIO(answer.data)).part
    targets = [rel.target_ref for rel in part.rels.values() if rel.is_external]
    assert targets[0] == "http://localhost/inovasi/putik-sari"


def test_the_page_to_print_is_marked_a_draft_and_names_the_gaps(client):
    page = sent(client, "/rencana/cetak", instansi="Dinas Contoh", sepakat=["", "mou"])
    assert page.status == 200
    main = page.text("//main")
    assert "Draf: bukan formulir resmi" in main
    assert "Putik Sari di Dinas Contoh" in main
    assert "Belum diisi" in main
    assert main.count("tanyakan ke Kecamatan Wonosari") == 1
    assert "Nota kesepahaman" in main and "Perjanjian kerja sama" not in main
    for n, section in enumerate(PLAN_SECTIONS, 1):
        assert f"{n}. {section.title}" in main


def test_the_page_to_print_leads_back_to_the_form_as_it_was(client):
    values = {
        "instansi": "Dinas Contoh",
        "diambil": "",
        "mulai1": "1 3 2027",
        "sepakat": ["", "mou"],
    }
    page = sent(client, "/rencana/cetak", **values)
    hidden = {e.get("name", ""): e.get("value", "") for e in page.all("//main//input")}
    assert hidden == {"s": CASE, **values, "mulai1": "2027-03-01", "sepakat": "mou"}
    again = sent(client, "/rencana", **hidden)
    assert value_of(again, "instansi") == "Dinas Contoh"
    assert len(again.all("//*[@id='tabel-uraian']//tbody/tr")) == 1


def test_no_cookie_is_set_and_nothing_is_stored(client):
    answer = client.post("/rencana", data={"s": CASE, "instansi": "Dinas Contoh"})
    assert "Set-Cookie" not in answer.headers
    assert "Dinas Contoh" not in client.get(FORM).text


# --- nonsense -------------------------------------------------------------------------

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"
FORMULA = "😀=cmd|' /C calc'!A0"
HOSTILE = f"{MARKUP}\x00\x1b\u202e{FORMULA}"


def test_markup_in_every_field_stays_text(client):
    values = dict.fromkeys(PLAN_FIELDS, HOSTILE)
    for path in ("/rencana", "/rencana/cetak"):
        page = sent(client, path, **values)  # dates and ticks are mistakes: the form
        for element in page.root.iter():
            assert element.tag != "img"
            if element.tag == "script":
                assert element.get("src", "").startswith("/static/")
    texts = {key: HOSTILE for key, field in PLAN_FIELDS.items() if field.kind in {"line", "text"}}
    page = sent(client, "/rencana/cetak", **texts)
    assert page.status == 200
    assert not page.all("//img")
    # A character that HTML can't write shows that it was there; one that turns the text is dropped.
    shown = f"{MARKUP}{REPLACEMENT}{REPLACEMENT}{FORMULA}"
    assert shown in page.text("//main")
    text = words_in(client.post("/rencana.docx", data={"s": CASE, **texts}))
    assert text.count(shown) >= len(texts)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.dictionaries(st.sampled_from(sorted(PLAN_FIELDS)), st.text(max_size=60), max_size=12)
)
def test_any_text_gets_an_answer(client, values):
    for path in ("/rencana", "/rencana.docx", "/rencana/cetak"):
        # A browser can send only what can be encoded.
        sendable = {k: v.encode("utf-8", "ignore").decode() for k, v in values.items()}
        assert client.post(path, data={"s": CASE, **sendable}).status_code in {200, 400}


def test_a_plan_of_many_short_lines_is_refused_before_it_costs_anything(client):
    """44,000 lines took eight seconds of a processor."""
    many = {"s": "putik-sari", "celah": "a\n" * 1990, "kegiatan1": "a\n" * 399}
    for path in ("/rencana.docx", "/rencana"):
        answer = client.post(path, data=many)
        assert answer.status_code == 400
        assert "Terlalu banyak baris" in answer.text
        assert "a\na\na" in answer.text  # nothing that was typed is lost
