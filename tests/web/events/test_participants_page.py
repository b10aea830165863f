"""What participants read after they scanned the poster."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from app.documents.event.agenda import Slot
from app.documents.event.model import Event
from app.documents.office.qr import fits_on_paper
from app.web.events import event_code
from app.web.events.event_code import CodedEvent
from app.web.events.participants_address import participants_address
from tests.web.conftest import Page, take_apart, text_of
from tests.web.events.conftest import CASES, FIVE, schedule

DETAILS = {
    "judul": "Lokakarya Replikasi Inovasi Penurunan Stunting dan Kematian Ibu di Kepulauan",
    "tema": "Percepatan penurunan stunting lewat posyandu, desa, dan perguruan tinggi",
    "tanggal": "2027-02-19",
    "mulai": "09:00",
    "selesai": "16:30",
    "zona": "WIT",
    "tempat": "Auditorium Graha Wicaksana lantai 3, Jalan Sultan Babullah Nomor 12, Ternate",
    "penyelenggara": "Biro Organisasi Sekretariat Daerah Provinsi Maluku Utara",
    "akademisi": "Prof. Dr. Husen Alting",
    "instansi_akademisi": "Universitas Khairun",
    "moderator": "Bappeda Provinsi Maluku Utara",
}

#: A host somewhat longer than most.
HOST = "https://pustaka-inovasi.malukuutaraprov.go.id"


def address_of(client: FlaskClient, kit: str) -> str:
    """The address of the participants' page, as the print run hands it on."""
    page = take_apart(client, f"/acara/cetak?{kit}&bahan=poster")
    return page.only("//a[@class='participants']").get("href") or ""


def opened(client: FlaskClient, kit: str) -> Page:
    """The participants' page of a kit."""
    return take_apart(client, address_of(client, kit))


def programme(page: Page) -> list[str]:
    """``09.15–09.45 Putik Sari`` for each row of the agenda."""
    rows = page.all("//section[@aria-labelledby='susunan']//tbody/tr")
    return [f"{text_of(row[0])} {(row[1].text or '').strip()}" for row in rows]


def test_it_has_this_event_with_its_cases_questions_and_feedback(client):
    page = opened(client, f"{CASES}&{urlencode(DETAILS)}")
    assert page.status == 200
    assert page.text("//h1") == DETAILS["judul"]
    facts = page.text("//main//dl[@class='kv']")
    for text in ("Jumat, 19 Februari 2027", "WIT", DETAILS["tempat"], DETAILS["penyelenggara"]):
        assert text in facts
    links = [link.get("href") for link in page.all("//section[@aria-labelledby='kasus']//h3/a")]
    assert links == [f"/inovasi/{slug}" for slug in FIVE]
    assert "0 → menjadi 8" in page.text("//section[@aria-labelledby='kasus']")
    questions = page.text("//section[@aria-labelledby='diskusi']")
    assert "Masalah apa di tempat kita" in questions and "Pembelajaran dari asalnya" in questions
    assert "Universitas Khairun" in page.text("//section[@aria-labelledby='susunan']")


def test_a_theme_that_the_host_did_not_name_is_left_out(client):
    facts = opened(client, f"{CASES}&judul=Temu").text("//main//dl[@class='kv']")
    assert "Tema" not in facts and "Tempat" in facts


def test_its_agenda_is_the_one_that_the_host_changed(client, get):
    agenda = ["lain-20-Sambutan", "kasus-35-jarik-ma-siti", "kasus-15-putik-sari", "diskusi-60"]
    kit = urlencode([("s", "putik-sari"), ("s", "jarik-ma-siti"), *(("agenda", a) for a in agenda)])
    page = opened(client, f"{kit}&zona=WITA&mulai=10:00")
    assert programme(page) == [
        *("10.00–10.20 Sambutan", "10.20–10.55 Jarik Ma'Siti", "10.55–11.10 Putik Sari"),
        "11.10–12.10 Diskusi kelompok",
    ]
    assert "10.00–12.10 WITA" in page.text("//main")
    assert [line[:5] for line in schedule(get(f"/acara?{kit}&mulai=10:00"))] == [
        line[:5] for line in programme(page)
    ]


def test_there_is_nothing_to_edit_and_robots_stay_away(client):
    page = opened(client, CASES)
    assert not page.all("//main//form") and not page.all("//main//input")
    assert page.only("//meta[@name='robots']").get("content") == "noindex, follow"


def test_answers_go_to_the_host_by_whatsapp_or_mail(client):
    page = opened(client, f"{CASES}&judul=Temu")
    links = [
        link.get("href") or "" for link in page.all("//section[@aria-labelledby='umpan-balik']//a")
    ]
    whatsapp, mail = map(urlsplit, links[:2])
    [text] = parse_qs(whatsapp.query)["text"]
    assert text.startswith("Umpan balik: Temu\n") and "Apa yang pertama akan ditiru?" in text
    assert mail.scheme == "mailto" and "masih perlu diketahui" in parse_qs(mail.query)["body"][0]


def test_labels_are_english_below_en(client):
    address = address_of(client, f"{CASES}&{urlencode(DETAILS)}")
    page = take_apart(client, address.replace("/acara/", "/en/acara/"))
    assert (
        "What do you still need to know?" in page.text("//main")
        and page.text("//h1") == DETAILS["judul"]
    )


@pytest.mark.parametrize("query", ["", "?k=", "?k=123", "?k=abc", "?k=1&k=2"])
def test_a_broken_code_says_what_to_do(get, query):
    page = get(f"/acara/peserta{query}")
    assert page.status == 400
    assert "Pindai lagi" in page.text("//main")


def test_a_code_with_details_that_cannot_be_is_broken_too(get):
    coded = CodedEvent({"tanggal": "2027-02-31", "zona": "WIB"}, ())
    assert get(f"/acara/peserta?k={event_code.encode(coded)}").status == 400


# --- cases that are no longer there ---------------------------------------------------


def test_a_case_that_is_gone_is_named_so_and_keeps_its_time(get):
    keys = (event_code.key_of("tidak-ada"), event_code.key_of("putik-sari"))
    slots = tuple(Slot("kasus", 30, case=key) for key in keys)
    coded = CodedEvent({"mulai": "08:00", "selesai": "12:00", "zona": "WIB"}, keys, slots)
    page = get(f"/acara/peserta?k={event_code.encode(coded)}")
    assert page.status == 200
    assert programme(page) == [
        *("08.00–08.30 Kasus yang tidak ada lagi di koleksi", "08.30–09.00 Putik Sari"),
    ]
    assert "1 kasus acara ini tidak ada lagi di koleksi" in page.text("//main")


def test_the_replacement_of_a_withdrawn_case_takes_its_time(site):
    withdrawn = "{lama: {reason: Digabung, instead: baru}, hilang: {reason: Ditutup}}"
    client = site({"baru": None}, withdrawn=withdrawn)
    keys = tuple(map(event_code.key_of, ("lama", "hilang")))
    slots = tuple(Slot("kasus", 30, case=key) for key in keys)
    coded = CodedEvent({"mulai": "08:00", "selesai": "12:00", "zona": "WIB"}, keys, slots)
    page = take_apart(client, f"/acara/peserta?k={event_code.encode(coded)}")
    text = page.text("//main")
    assert "“lama” sudah ditarik: Digabung" in text and "“hilang” sudah ditarik: Ditutup" in text
    assert "08.30–09.00 Kasus yang tidak ada lagi di koleksi" in programme(page)
    [link] = page.all("//section[@aria-labelledby='kasus']//h3/a")
    assert link.get("href") == "/inovasi/baru"


# --- short enough for a QR code -------------------------------------------------------


def test_a_whole_event_with_twelve_cases_fits(client, real_cases):
    """With long details, guests, and an agenda that the host changed in several places."""
    slugs = sorted(real_cases, key=len)[-12:]
    slots = ["registrasi-30", "lain-10-Menyanyikan Indonesia Raya dan doa", "lain-20-Sambutan"]
    slots += [f"kasus-{15 + 5 * (n % 2)}-{slug}" for n, slug in enumerate(reversed(slugs))]
    slots += [
        "tanggapan-20",
        "ishoma-60",
        "lain-45-Diskusi panel dengan Universitas Khairun",
        "penutupan-15",
    ]
    kit = [*(("s", slug) for slug in slugs), *DETAILS.items(), *(("agenda", s) for s in slots)]
    page = opened(client, urlencode(kit))
    assert len(programme(page)) == len(slots)
    text = page.text("//main")
    assert all(DETAILS[name] in text for name in ("tema", "tempat", "akademisi", "moderator"))
    assert "tidak memuat" not in text


def test_what_does_not_fit_is_named_on_both_pages_and_no_other_agenda_is_shown(client):
    slots = [("agenda", f"lain-15-{noise('az', 60, n)}") for n in range(20)]
    kit = f"{CASES}&{urlencode(slots)}&{urlencode(DETAILS)}"
    printed = take_apart(client, f"/acara/cetak?{kit}").text("//main")
    assert "halaman peserta tidak memuat tema, penyelenggara," in printed
    assert "susunan acara. Persingkat" in printed
    page = opened(client, kit)
    assert "Mintalah kepada panitia" in page.text("//section[@aria-labelledby='susunan']")
    assert not programme(page)
    assert page.text("//h1") == DETAILS["judul"]
    assert "09.00–16.30 WIT" in page.text("//main")


@pytest.mark.parametrize("letters", ["az", "\u1234\u2234"])
def test_the_longest_details_still_give_a_code_that_phones_read(app, letters):
    texts = {"theme": 150, "place": 200, "host": 150, "commentator": 150, "moderator": 150}
    longest: dict[str, Any] = {name: noise(letters, length) for name, length in texts.items()}
    event = Event(title=noise(letters, 150), **longest)
    with app.test_request_context(base_url=HOST):
        slots = tuple(Slot("lain", 15, noise(letters, 80, n)) for n in range(30))
        address = participants_address(event, [f"kasus-{n}" for n in range(12)], slots)
    assert fits_on_paper(address.url)
    assert "agenda" in address.left_out


def noise(letters: str, length: int, seed: int = 0) -> str:
    """A text of some length that can't be compressed well."""
    first, last = map(ord, letters)
    chance = Random(f"{length} {seed}")  # noqa: S311 - a test
    return "".join(chr(chance.randint(first, last)) for _ in range(length))


# --- the poster -----------------------------------------------------------------------


def test_the_poster_says_what_when_and_where(client):
    poster = take_apart(client, f"/acara/cetak?{CASES}&{urlencode(DETAILS)}&bahan=poster")
    text = poster.text("//section[@id='poster']")
    for part in (DETAILS["judul"], "Jumat, 19 Februari 2027", "WIT", DETAILS["tempat"]):
        assert part in text
    assert "Poster belum memuat" not in poster.text("//main")


def test_the_print_run_says_what_the_poster_lacks(client):
    page = take_apart(client, f"/acara/cetak?{CASES}&tempat=Aula&bahan=poster")
    assert "Poster belum memuat tanggal dan penyelenggara." in page.text("//main")
