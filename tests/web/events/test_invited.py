"""Regional governments are invited by code or by name, and each gets its letter."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.geography import neighbours, regions_in
from app.collection.regions import by_code
from app.documents.event.kit import MOST_INVITED
from app.web.events.invited import read_invited
from tests.web.conftest import take_apart, text_of
from tests.web.events.conftest import CASES, WORD, changed, follow, form_of

LETTERS = "/acara/undangan-peserta.docx"


def invited_on(page) -> list[str]:
    return [box.get("value") for box in page.all("//input[@type='checkbox'][@name='undang']")]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (["35.02"], ("35.02",)),
        (["Kabupaten Ponorogo, kota madiun"], ("35.02", "35.77")),
        (["ponorogo", "35.02", ""], ("35.02",)),
        (["Provinsi Bali", "53"], ("51", "53")),
    ],
)
def test_a_region_is_invited_by_its_code_or_its_name(app, values, codes):
    with app.test_request_context():
        found = read_invited(values)
    assert (found.codes, found.typed, found.mistake) == (codes, "", "")


def test_a_name_of_two_regions_and_a_slip_get_proposals_and_stay_in_the_box(get):
    page = get(f"/acara?{CASES}&undang=Malang, Ponorogoo, 35.21")
    assert page.status == 400
    message = page.text("//*[@id='undang-e']")
    assert "“Malang” bisa berarti Kabupaten Malang atau Kota Malang." in message
    assert "“Ponorogoo”. Mungkin maksud Anda Kabupaten Ponorogo" in message
    assert page.all("//input[@id='undang']")[0].get("value") == "Malang, Ponorogoo"
    assert invited_on(page) == ["35.21"]


def test_more_than_the_most_are_cut_with_a_message(get):
    codes = "&".join(f"undang={region.code}" for region in regions_in("35"))
    page = get(f"/acara?{CASES}&{codes}")
    assert page.status == 400 and "Paling banyak 30 daerah" in page.text()
    assert len(invited_on(page)) == MOST_INVITED


def test_the_form_adds_by_name_and_leaves_out_what_has_no_tick(client, get):
    page = get(f"/acara?{CASES}&undang=35.02&undang=35.21")
    typed = [
        ("undang", "Kota Madiun") if (name, value) == ("undang", "") else (name, value)
        for name, value in form_of(page)
        if (name, value) != ("undang", "35.21")
    ]
    page, address = follow(client, "/acara", typed)
    assert invited_on(page) == ["35.02", "35.77"]
    assert parse_qs(urlsplit(address).query)["undang"] == ["35.02", "35.77"]


def test_invited_regions_survive_other_buttons_and_the_choice_of_cases(client, get):
    page = get(f"/acara?{CASES}&undang=35.02")
    page, _address = follow(client, "/acara", [*changed(form_of(page)), ("aksi", "tambah")])
    assert invited_on(page) == ["35.02"]
    without_cases = get("/acara?undang=35.02")
    assert invited_on(without_cases) == ["35.02"]
    proposed = get("/acara/usul?q=stunting&undang=35.02")
    use = next(link for link in proposed.links if link.startswith("/acara?"))
    assert parse_qs(urlsplit(use).query)["undang"] == ["35.02"]


def test_each_letter_and_all_of_them_are_word_files(client):
    address = f"{LETTERS}?{CASES}&undang=35.02&undang=35.21"
    everybody, one = client.get(address), client.get(f"{address}&untuk=35.21")
    assert everybody.mimetype == one.mimetype == WORD
    assert len(one.data) < len(everybody.data)


@pytest.mark.parametrize("more", ["", "&undang=35.02&untuk=35.21", "&undang=35.02&untuk=<b>"])
def test_a_letter_to_nobody_is_refused_with_the_remedy(client, more):
    page = take_apart(client, f"{LETTERS}?{CASES}{more}")
    assert page.status == 400 and page.text("//h1")


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_text_is_a_region_or_stays_in_the_box(app, values):
    with app.test_request_context():
        found = read_invited(values)
    assert set(found.codes) <= by_code().keys()
    assert bool(found.mistake) == bool(found.typed)


# --- from a region --------------------------------------------------------------------


def has_case(engine, code: str, category: str) -> bool:
    cards = engine.cards_of(engine.regions.get(code, ())).values()
    return any(card.category == category for card in cards)


def test_a_region_invites_its_neighbours_without_a_case_in_a_field(get, real_engine):
    page = get("/acara/usul?near=35.21&undang_sekitar=35.21&category=lingkungan")
    lacking = [c for c in neighbours("35.21") if not has_case(real_engine, c, "lingkungan")]
    text = page.text("//section[@aria-labelledby='usulan']")
    assert page.texts("//h1") == ["Usulan kasus untuk acara"]
    assert lacking and all(by_code()[code].name in text for code in lacking)
    assert "Itu tidak berarti di sana belum ada inovasi" in text
    assert "Dipilih dari kasus yang terdekat dengan Kabupaten Ngawi." in text
    assert all("Lingkungan" in where for where in page.texts("//p[@class='where']"))
    use = next(link for link in page.links if link.startswith("/acara?s="))
    assert invited_on(get(use)) == lacking
    assert [value for name, value in form_of(page) if name == "undang"] == lacking


def test_a_province_invites_those_inside_it(get, real_engine):
    page = get("/acara/usul?near=51&undang_sekitar=51&category=penegakan-hukum")
    inside = [r.code for r in regions_in("51")]
    lacking = [c for c in inside if not has_case(real_engine, c, "penegakan-hukum")]
    use = next(link for link in page.links if link.startswith("/acara?s="))
    assert parse_qs(urlsplit(use).query)["undang"] == lacking


def test_a_code_of_no_region_is_reported(get):
    page = get("/acara/usul?q=stunting&undang_sekitar=99.99")
    assert page.status == 400 and "undang_sekitar" in text_of(page.all("//*[@role='alert']")[0])
