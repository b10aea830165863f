"""The page of the form: it shows the query, what it finds and its mistakes, and leads to it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from tests.web.conftest import Page

FILLED = (
    "/cari/lanjut?ruas=ringkasan&cara=semua&isi=sampah&ruas=masalah&cara=tanpa&isi=nelayan"
    "&gabung=dan&dari=2015&category=lingkungan&s=putik-sari"
)


def selected(page: Page, name: str) -> list[str | None]:
    return [o.get("value") for o in page.all(f"//select[@name='{name}']/option[@selected]")]


def test_it_is_linked_from_results_and_from_no_results(get):
    assert "/cari/lanjut?isi=stunting&category=kesehatan" in (
        get("/cari?q=stunting&category=kesehatan").links
    )
    assert "/cari/lanjut?isi=zzqqxx" in get("/cari?q=zzqqxx").links
    assert "/cari/lanjut" in get("/cari").links


def test_what_is_filled_in_is_composed_counted_and_kept(get, real_engine):
    page = get(FILLED)
    assert page.status == 200
    text = "ringkasan:sampah DAN BUKAN masalah:nelayan DAN tahun:>=2015"
    assert page.text("//textarea") == text
    assert selected(page, "ruas") == ["ringkasan", "masalah"]
    assert selected(page, "cara") == ["semua", "tanpa", "semua"]
    assert [f.get("value") for f in page.all("//input[@name='isi']")] == ["sampah", "nelayan", ""]
    assert page.only("//input[@id='dari']").get("value") == "2015"
    form = page.only("//form[@role='search']")
    fields = {(f.get("name"), f.get("value")) for f in form.findall(".//input")}
    assert fields == {("mode", "lanjut"), ("category", "lingkungan"), ("s", "putik-sari")}
    assert form.get("action") == "/cari"
    found = get(
        f"/cari?mode=lanjut&q={text.replace(' ', '+').replace('>', '%3E')}&category=lingkungan"
    ).total
    assert found > 0
    assert f"Kueri ini menemukan {found} inovasi." in page.text("//main")


def test_an_advanced_query_is_shown_as_it_is(get):
    page = get("/cari/lanjut?q=judul:sampah")
    assert page.text("//textarea") == "judul:sampah"
    assert [f.get("value") for f in page.all("//input[@name='isi']")] == ["", "", ""]
    assert "/cari?q=sampah" in page.links


def test_a_mistake_is_shown_at_its_place_and_everything_kept(get):
    page = get("/cari/lanjut?ruas=provinsi&cara=frasa&isi=jawa+timr&category=kesehatan")
    assert page.status == 400
    assert page.text("//code[@class='query']/mark") == '"jawa timr"'
    assert page.only("//input[@id='isi-1']").get("value") == "jawa timr"
    meant = page.only("//*[@role='alert']//a").get("href")
    assert urlsplit(meant).path == "/cari/lanjut"
    assert parse_qsl(urlsplit(meant).query) == [
        ("q", 'provinsi:"Jawa Timur"'),
        ("category", "kesehatan"),
    ]
    assert get(meant).status == 200


def test_a_wrong_year_is_named_beside_its_field(get):
    page = get("/cari/lanjut?isi=desa&dari=20x")
    assert page.status == 400
    field = page.only("//input[@id='dari']")
    assert field.get("aria-invalid") == "true"
    assert page.text(f"//*[@id='{field.get('aria-describedby')}']") == (
        "Tulis tahun dengan empat angka, misalnya 2019."
    )
    assert page.text("//textarea") == "desa"


def test_nothing_found_is_no_mistake(get):
    page = get("/cari/lanjut?isi=zzqqxx")
    assert page.status == 200
    assert "Kueri ini belum menemukan apa pun." in page.text("//main")


def test_a_bad_parameter_is_named(get):
    page = get("/cari/lanjut?ruas=x&isi=desa&category=tidak-ada&s=tidak-ada")
    assert page.status == 400
    alerts = " ".join(page.texts("//*[@role='alert']"))
    assert "ruas: Pilihan “x” tidak dikenal." in alerts
    assert "category: Pilihan “tidak-ada” tidak dikenal." in alerts


def test_robots_leave_filled_in_forms_alone(client, get):
    assert "Disallow: /cari/lanjut?" in client.get("/robots.txt").text
    assert not get("/cari/lanjut").all("//meta[@name='robots']")
    assert get("/cari/lanjut?isi=desa").only("//meta[@name='robots']").get("content") == (
        "noindex, follow"
    )
