"""No button loses what was typed, whatever the order in which the form is filled."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Page
from tests.web.events.conftest import CASES, FIVE, form_of, press

GOOD = {
    "judul": "Belajar bersama",
    "tema": "Anak sehat",
    "tanggal-tgl": "18",
    "tanggal-bln": "2",
    "tanggal-thn": "2027",
    "mulai": "09:00",
    "selesai": "15:00",
    "zona": "WITA",
    "tempat": "Aula",
    "penyelenggara": "Biro Organisasi",
    "peserta": "60",
    "akademisi": "Dr. Sari, M.Si.",
    "instansi_akademisi": "Universitas Contoh",
    "moderator": "Budi",
    "instansi_moderator": "Bappeda",
}

MISTAKEN = {
    **GOOD,
    "judul": "x" * 200,
    "tanggal-tgl": "31",
    "mulai": "25:00",
    "peserta": "banyak sekali",
    "undang": "Malang",
    "tempel": "Sapi Terbang Malam",
}


def lost(page: Page, typed: dict[str, str]) -> dict[str, str]:
    """What was typed and is in no field of a page."""
    sent = form_of(page)
    carried = [text for name, text in sent if name == "tanggal"]
    for date in carried:  # a proposal brings the date along in one field
        parts = re.findall(r"\d+", date)
        day, month, year = parts if len(parts[-1]) == 4 else reversed(parts)
        sent += [("tanggal-tgl", day), ("tanggal-bln", month.lstrip("0")), ("tanggal-thn", year)]
    return {name: text for name, text in typed.items() if (name, text) not in sent}


def buttons(page: Page) -> list[str]:
    """The buttons of a page that lead to pages; of those of slots, only those of the third."""
    found = [b.get("value", "") for b in page.all("//main//button") if b.get("name") == "aksi"]
    return [b for b in found if not b[-1].isdigit() or b.endswith("-3")]


def back(client: FlaskClient, page: Page) -> Page:
    """The form again, by the link above a proposal."""
    links = [link.get("href", "") for link in page.all("//nav[@class='wrap crumb']//a")]
    answer = client.get(links[-1])
    return Page(answer.status_code, answer.text)


@pytest.mark.parametrize("typed", [GOOD, MISTAKEN], ids=["good", "mistaken"])
def test_no_button_of_a_form_without_cases_loses_a_text(client, get, typed):
    start = get("/acara")
    for button in buttons(start):
        search = {} if button.startswith("contoh-") else {"q": "stunting"}
        page = press(client, start, button, dari_tema="mengelola-sampah", **typed, **search)
        assert not lost(page, typed | search), button
        if page.all("//nav[@class='wrap crumb']"):
            assert not lost(back(client, page), typed | search), button


@pytest.mark.parametrize("typed", [GOOD, MISTAKEN], ids=["good", "mistaken"])
def test_no_button_of_a_kit_loses_a_text(client, get, typed):
    start = get(f"/acara?{CASES}&agenda=lain-30-Tari&agenda=kasus-25-putik-sari&agenda=rehat-20")
    typed = {**typed, "isi1": "Tari Saman"}
    agenda_buttons = {"susun", "naik-3", "turun-3", "hapus-3", "tambah", "lengkapi"}
    assert agenda_buttons < {*buttons(start)}
    for button in buttons(start):
        page = press(client, start, button, **typed)
        expected = typed
        if button == "susun":
            expected = {name: text for name, text in typed.items() if name != "isi1"}
        if page.all("//nav[@class='wrap crumb']"):
            page = back(client, page)
        assert not lost(page, expected), button


def test_a_mistake_in_a_slot_brings_back_the_form_with_everything(client, get):
    start = get(f"/acara?{CASES}&agenda=lain-30-Tari&agenda=kasus-25-putik-sari")
    page = press(client, start, "usulkan", menit1="abc", judul="Temu")
    assert page.status == 400 and not lost(page, {"menit1": "abc", "judul": "Temu"})
    assert page.all("//ol[@class='agenda']//details")[0].get("open") is not None


@pytest.mark.parametrize("typed", [GOOD, MISTAKEN], ids=["good", "mistaken"])
def test_from_a_proposal_to_the_kit_everything_comes_along(client, get, typed):
    page = press(client, get("/acara"), "usulkan", q="stunting", **typed)
    page = press(client, page, f"ganti-{page.slugs[0]}")
    (use, _again) = [link for link in page.links if link.startswith("/acara?s=")]
    answer = client.get(use, follow_redirects=True)
    kit = Page(answer.status_code, answer.text)
    assert not lost(kit, typed)
    assert [value for name, value in form_of(kit) if name == "s"] == page.slugs


def test_pasted_cases_are_part_of_the_event_when_more_are_proposed(client, get):
    page = press(client, get("/acara"), "usulkan", q="stunting", tempel="Putik Sari")
    assert "putik-sari" not in page.slugs
    kit = get(page.all("//main//a[@class='btn']")[0].get("href", ""))
    assert [value for name, value in form_of(kit) if name == "s"] == ["putik-sari", *page.slugs]


def test_the_agenda_of_a_kit_stays_when_cases_are_added_or_replaced(client, get):
    agenda = "agenda=lain-30-Tari&agenda=kasus-25-putik-sari&agenda=rehat-20"
    page = press(client, get(f"/acara?s={FIVE[0]}&{agenda}"), "usulkan", tema="stunting")
    for link in page.all("//p[@class='row']/a"):
        answer = client.get(link.get("href", ""), follow_redirects=True)
        texts = Page(answer.status_code, answer.text).texts("//ol[@class='agenda']//summary/span/b")
        assert texts[0] == "Tari" and texts[-1] == "Rehat"
        assert len(texts) >= 2 + len(page.slugs)


def test_without_a_text_the_theme_of_the_event_is_proposed_for(client, get):
    page = press(client, get("/acara"), "usulkan", tema="stunting")
    assert page.slugs and page.only("//input[@id='q']").get("value") == "stunting"
    nothing = press(client, get("/acara"), "usulkan", judul="Temu")
    assert "Belum punya tema?" in nothing.text() and not lost(nothing, {"judul": "Temu"})


def test_the_papers_that_were_ticked_stay_ticked(client, get):
    start = get(f"/acara?{CASES}")
    ticks = ["agenda", "poster"]
    sent = [(n, v) for n, v in form_of(start) if n != "bahan"] + [("bahan", t) for t in ticks]
    for button in ("hitung", "naik-3", "usulkan"):
        path = "/acara/usul" if button == "usulkan" else "/acara"
        query = urlencode([*sent, ("tema", "stunting"), ("aksi", button)])
        answer = client.get(f"{path}?{query}", follow_redirects=True)
        page = Page(answer.status_code, answer.text)
        assert [value for name, value in form_of(page) if name == "bahan"] == ticks


# --- the place is kept ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ("perbarui", "dasar"),
        ("hitung", "agenda"),
        ("terapkan-4", "acara-4"),
        ("naik-4", "naik-3"),
        ("naik-2", "acara-1"),
        ("turun-4", "turun-5"),
        ("hapus-4", "acara-4"),
        ("dahulukan-bunga-desa", "dahulukan-bunga-desa"),
        ("buang-bunga-desa", "kasus"),
        ("undang", "diundang"),
    ],
)
def test_a_button_leads_back_to_where_it_was_pressed(client, get, button, place):
    page = get(f"/acara?{CASES}")
    sent = [*form_of(page), ("aksi", button)]
    address = client.get("/acara", query_string=sent).headers["Location"]
    where, _hash, fragment = address.partition("#")
    assert fragment == place
    assert get(where).all(f"//*[@id='{place}']")


def test_a_moved_slot_stays_open_so_that_it_can_be_moved_on(client, get):
    page = press(client, get(f"/acara?{CASES}"), "naik-4")
    rows = page.all("//ol[@class='agenda']/li/details")
    assert [n for n, row in enumerate(rows, 1) if row.get("open") is not None] == [3]


def test_swapping_a_case_leads_to_the_case_that_took_its_place(get):
    page = get("/acara/usul?q=stunting")
    swap = next(b for b in page.all("//button") if b.get("value") == f"ganti-{page.slugs[2]}")
    place = swap.get("formaction", "").partition("#")[2]
    assert [card.get("id") for card in page.all("//*[@class='cards']/li")][2] == place
