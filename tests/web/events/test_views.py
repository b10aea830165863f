"""The event kit, as a facilitator meets it."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.documents.event.agenda import layout
from app.documents.event.model import Event
from app.web.events.form import AGENDA, DETAILS, parameters, read
from app.web.site import shortlist
from tests.web.conftest import take_apart, text_of

FIVE = ("putik-sari", "jarik-ma-siti", "besti-gorontalo", "bunga-desa", "kang-pisman")
S = "&".join(f"s={slug}" for slug in FIVE)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {
    "/acara.docx": WORD,
    "/acara/lembar.docx": WORD,
    "/acara/undangan.docx": WORD,
    "/acara.ics": "text/calendar",
    "/acara/narasumber.csv": "text/csv",
    "/acara/qr.svg": "image/svg+xml",
}


def form_of(page) -> list[tuple[str, str]]:
    """What a browser sends of the form of a kit if nothing is touched."""
    sent = []
    form = page.all("//main//form")[0]
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if (
            field.tag == "input"
            and name
            and (kind != "checkbox" or field.get("checked") is not None)
        ):
            sent.append((name, field.get("value", "")))
        elif field.tag == "select" and name:
            options = field.findall("option")
            [chosen] = [o for o in options if o.get("selected") is not None] or options[:1]
            sent.append((name, chosen.get("value") or text_of(chosen)))
    return sent


def follow(client, path, sent):
    """Send a form; the page it leads to, and its short address."""
    answer = client.get(f"{path}?{urlencode(sent)}")
    assert answer.status_code == 303, answer.text
    address = answer.headers["Location"]
    return take_apart(client, address.partition("#")[0]), address


def schedule(page) -> list[str]:
    """``09.15 Putik Sari`` for each slot of the form."""
    rows = page.all("//table[@class='stacked agenda']/tbody/tr")
    cells = [row.findall("td")[2] for row in rows]
    shown = [
        inner.get("value") if (inner := cell.find("input")) is not None else text_of(cell)
        for cell in cells
    ]
    return [f"{text_of(row[0])} {name}" for row, name in zip(rows, shown, strict=True)]


# --- from nothing ---------------------------------------------------------------------


def test_a_newcomer_is_led_to_a_theme_or_a_list(get):
    page = get("/acara")
    assert page.status == 200
    assert [form.get("action") for form in page.all("//main//form")] == [
        "/acara/usul",
        "/acara",
        "/acara",
    ]


def test_from_a_theme_to_a_kit_in_two_clicks(get):
    proposal = get("/acara/usul?q=stunting")
    use = next(link for link in proposal.links if link.startswith("/acara?s="))
    kit = get(use)
    assert kit.status == 200
    assert parse_qs(urlsplit(use).query)["tema"] == ["stunting"]
    assert len(schedule(kit)) > 10
    assert len(kit.all("//section[@aria-labelledby='panduan']//h3")) == 6


def test_a_pasted_list_is_understood(client, real_engine):
    typed = (
        "1. Putik Sari\n- jarik-ma-siti\n\nhttps://contoh.go.id/inovasi/bunga-desa?x=1\n"
        "https://contoh.go.id/pilihan?s=kang-pisman&s=putik-sari\nBelajar Menarik Bersama "
        "Siswa Istimewa\n"
    )
    _page, address = follow(client, "/acara", {"tempel": typed, "judul": "Acara"})
    query = parse_qs(urlsplit(address).query)
    assert query["s"] == ["putik-sari", "jarik-ma-siti", "bunga-desa", "kang-pisman"]
    assert query["judul"] == ["Acara"] and "tempel" not in query


def test_lines_that_name_nothing_are_said_and_kept(client):
    page = take_apart(client, "/acara?" + urlencode({"tempel": "Putik Sari\nSapi Terbang"}))
    assert page.status == 400
    assert "Tidak ditemukan: “Sapi Terbang”" in page.text("//*[@id='tempel-e']")
    assert page.one("//input[@id='tempel']").get("value") == "Sapi Terbang"
    assert page.one("//input[@name='s']").get("value") == "putik-sari"


def test_details_are_kept_while_there_is_no_case(client):
    page, _address = follow(
        client, "/acara", {"judul": "Temu", "tanggal": "2027-02-18", "aksi": ""}
    )
    assert page.one("//input[@id='judul']").get("value") == "Temu"
    hidden = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    assert hidden["judul"] == "Temu" and hidden["tanggal"] == "2027-02-18"


# --- the form -------------------------------------------------------------------------


def test_the_form_untouched_leads_back_to_the_same_short_address(client, get):
    address = f"/acara?{S}&judul=Temu&tanggal=2027-02-18&peserta=60"
    _page, found = follow(client, "/acara", form_of(get(address)))
    assert parse_qs(urlsplit(found).query) == parse_qs(urlsplit(address).query)


def test_a_changed_time_lays_an_untouched_agenda_out_anew(client, get):
    sent = [(n, "12:00" if n == "selesai" else v) for n, v in form_of(get(f"/acara?{S}"))]
    page, found = follow(client, "/acara", sent)
    assert AGENDA not in parse_qs(urlsplit(found).query)
    assert schedule(page)[-1].startswith("11.50 Penutupan")


def test_a_changed_slot_stays_changed(client, get):
    sent = [(n, "45" if n == "menit3" else v) for n, v in form_of(get(f"/acara?{S}"))]
    page, found = follow(client, "/acara", sent)
    assert "kasus-45-putik-sari" in parse_qs(urlsplit(found).query)[AGENDA]
    assert schedule(page)[3] == "10.00 Jarik Ma'Siti"
    notice = page.text("//div[@class='notice warn']")
    assert page.text("//*[@id='selesai-h']") == "Agenda baru berakhir pukul 16.15."
    assert "Agenda 7 jam 45 menit, waktu tersedia 7 jam 30 menit. Kurangi 15 menit" in notice
    [longer] = [link for link in page.links if "selesai=16%3A15" in link or "selesai=16:15" in link]
    assert "Kurangi" not in take_apart(client, longer.partition("#")[0]).text()
    again, back = follow(client, "/acara", [*form_of(page), ("aksi", "susun")])
    assert AGENDA not in parse_qs(urlsplit(back).query)
    assert schedule(again) == schedule(get(f"/acara?{S}"))


@pytest.mark.parametrize(
    ("action", "change"),
    [
        ("naik-4", lambda names: [*names[:2], names[3], names[2], *names[4:]]),
        ("turun-3", lambda names: [*names[:2], names[3], names[2], *names[4:]]),
        ("hapus-1", lambda names: names[1:]),
        ("tambah", lambda names: [*names[:-1], "Acara lain", names[-1]]),
    ],
)
def test_slots_are_moved_deleted_and_added(client, get, action, change):
    start = get(f"/acara?{S}")
    page, _address = follow(client, "/acara", [*form_of(start), ("aksi", action)])
    names = [line.split(" ", 1)[1] for line in schedule(start)]
    assert [line.split(" ", 1)[1] for line in schedule(page)] == change(names)


@pytest.mark.parametrize(
    ("action", "slugs"),
    [
        ("buang-putik-sari", FIVE[1:]),
        ("kemudiankan-putik-sari", (FIVE[1], FIVE[0], *FIVE[2:])),
        ("dahulukan-jarik-ma-siti", (FIVE[1], FIVE[0], *FIVE[2:])),
    ],
)
def test_cases_are_moved_and_removed_with_their_slots(client, get, action, slugs):
    page, address = follow(client, "/acara", [*form_of(get(f"/acara?{S}")), ("aksi", action)])
    assert tuple(parse_qs(urlsplit(address).query)["s"]) == slugs
    titles = page.texts("//section[@aria-labelledby='kasus']//ol//a")
    shown = [line.split(" ", 1)[1] for line in schedule(page)]
    assert [title for title in shown if title in titles] == titles


def test_a_deleted_case_slot_is_missed_and_can_come_back(client, get):
    start = get(f"/acara?{S}")
    page, _ = follow(client, "/acara", [*form_of(start), ("aksi", "hapus-3")])
    assert "Belum mendapat waktu: Putik Sari." in page.text()
    mended, _ = follow(client, "/acara", [*form_of(page), ("aksi", "lengkapi")])
    assert any("Putik Sari" in line for line in schedule(mended))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("tanggal", "31/02/2027", "tidak ada"),
        ("tanggal", "2027-02-31", "tidak ada"),
        ("mulai", "25:00", "bukan waktu"),
        ("selesai", "07.00", "tidak sesudah waktu mulai 08.30"),
        ("selesai", "08:30", "tidak sesudah waktu mulai 08.30"),
        ("peserta", "0", "dari 1 sampai 5000"),
        ("peserta", "banyak", "dari 1 sampai 5000"),
        ("zona", "GMT", "WIB, WITA, atau WIT"),
        ("judul", "x" * 151, "Paling banyak 150 huruf"),
        ("tempat", "<b>" * 100, "Paling banyak 200 huruf"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_what_was_typed_stays(client, field, typed, said):
    page = take_apart(client, f"/acara?{S}&{urlencode({field: typed})}")
    assert page.status == 400
    assert said in page.text(f"//*[@id='{field}-e']")
    box = page.one(f"//*[@id='{field}']")
    assert f"{field}-e" in box.get("aria-describedby", "")
    if field != "zona":  # a list offers only what there is
        assert box.get("value") == typed
    assert f"#{field}" in page.links


@pytest.mark.parametrize("minutes", ["abc", "", "0", "9999", "-5"])
def test_a_slot_that_is_no_time_is_said_beside_it(client, get, minutes):
    sent = [(n, minutes if n == "menit2" else v) for n, v in form_of(get(f"/acara?{S}"))]
    page = take_apart(client, f"/acara?{urlencode(sent)}")
    assert page.status == 400
    assert "Tulis 5 sampai 480 menit." in page.text("//*[@id='menit2-e']")
    assert page.one("//*[@id='menit2']").get("value", "") == minutes


def test_slots_longer_than_the_day_are_said(client, get):
    sent = [(n, "480" if n.startswith("menit") else v) for n, v in form_of(get(f"/acara?{S}"))]
    page, _ = follow(client, "/acara", sent)
    assert "Agenda ini melewati tengah malam." in page.text()


def test_fifty_cases_are_cut_to_a_table_full_and_said(client, real_cases):
    many = urlencode([("s", slug) for slug in list(real_cases)[:50]])
    page = take_apart(client, f"/acara?{many}")
    assert page.status == 400
    assert f"paling banyak {shortlist.MOST} kasus" in page.text()
    assert len(page.all("//main//input[@name='s']")) == shortlist.MOST


def test_html_in_every_field_is_text(client):
    evil = "<script>alert(1)</script>\x00\x1b"
    sent = [
        (name, evil) for name in (*DETAILS, "tempel", AGENDA, "jenis1", "menit1", "isi1", "aksi")
    ]
    for path in ("/acara", "/acara/usul", "/acara/cetak"):
        page = take_apart(client, f"{path}?{S}&{urlencode([*sent, ('q', evil)])}")
        assert page.status in {200, 303, 400}
        assert "<script>alert" not in page.html
    good = {"judul": evil, "tempat": evil, "penyelenggara": evil, "tema": evil}
    page = take_apart(client, f"/acara/cetak?{S}&{urlencode(good)}")
    assert page.status == 200
    assert "<script>alert" not in page.html


@given(
    st.dictionaries(
        st.sampled_from([*DETAILS, AGENDA, "s", "aksi", "tempel", "jenis1", "menit1", "isi1"]),
        st.text(max_size=60) | st.sampled_from([*FIVE, "naik-1", "kasus", "30", "lain-30-x"]),
        max_size=8,
    )
)
@settings(max_examples=40)
def test_any_address_can_be_read_and_written_again(app, real_engine, values):
    with app.test_request_context("/acara"):
        asked = read(MultiDict(values), real_engine)
        short = parameters(asked)
        if not asked.errors:
            again = read(MultiDict(short), real_engine)
            assert parameters(again) == short
            assert (again.event, again.slots, again.slugs) == (
                asked.event,
                asked.slots,
                asked.slugs,
            )


def test_an_untouched_agenda_is_the_laid_out_one(app, real_engine):
    with app.test_request_context("/acara"):
        asked = read(MultiDict([("s", slug) for slug in FIVE]), real_engine)
    assert asked.slots == layout(Event(), FIVE)


# --- proposal -------------------------------------------------------------------------


def test_a_proposal_is_balanced_explained_and_the_same_again(get, client):
    page = get("/acara/usul?q=stunting&n=6")
    assert len(page.slugs) == 6
    assert page.slugs == take_apart(client, "/acara/usul?q=stunting&n=6").slugs
    why = page.texts("//*[@class='match']")
    assert all(text.startswith("Mengapa dipilih: ") for text in why)
    assert any("menceritakan pembelajaran" in text or "berhenti" in text for text in why)
    places = page.texts("//li[@class='card']/div/p[1]")
    assert len({place.rsplit(", ", 1)[-1].split(" · ")[0] for place in places}) >= 4


def test_one_click_swaps_one_case_and_another_brings_it_back(get):
    page = get("/acara/usul?q=sampah")
    swap = [link for link in page.links if "tanpa=" in link][1]
    swapped = get(swap)
    assert page.slugs[1] not in swapped.slugs
    assert [s for k, s in enumerate(swapped.slugs) if k != 1] == [
        s for k, s in enumerate(page.slugs) if k != 1
    ]
    back = [
        link for link in swapped.links if link.startswith("/acara/usul") and "tanpa=" not in link
    ]
    assert any(get(link).slugs == page.slugs for link in back)


def test_filters_of_a_search_hold_and_details_are_carried(get):
    page = get("/acara/usul?category=kesehatan&province=Jawa+Timur&judul=Temu&n=3")
    assert len(page.slugs) == 3
    assert all("Kesehatan" in t and "Jawa Timur" in t for t in page.texts("//p[@class='where']"))
    use = next(link for link in page.links if link.startswith("/acara?s="))
    assert parse_qs(urlsplit(use).query)["judul"] == ["Temu"]


def test_a_search_leads_to_a_proposal_with_its_parameters(get):
    page = get("/cari?q=anak&category=pendidikan&sort=newest&page=2")
    [link] = [link for link in page.links if link.startswith("/acara/usul")]
    assert parse_qs(urlsplit(link).query) == {
        "q": ["anak"],
        "category": ["pendidikan"],
        "sort": ["newest"],
    }


@pytest.mark.parametrize("n", ["0", "50", "x", "-1"])
def test_a_size_that_is_none_is_said(get, n):
    page = get(f"/acara/usul?q=stunting&n={n}")
    assert page.status == 400
    assert "dari 1 sampai 12" in page.text("//*[@role='alert']")
    assert len(page.slugs) == 5


def test_nothing_found_is_said(get):
    assert "Tidak ada kasus yang cocok" in get('/acara/usul?q="sapi+terbang+malam"').text()


# --- paper and files ------------------------------------------------------------------


def test_the_print_run_has_everything_once_a_sheet_for_each_case(get):
    page = get(f"/acara/cetak?{S}&judul=Temu&peserta=7")
    ids = [sheet.get("id") for sheet in page.all("//section") if "sheet" in sheet.get("class", "")]
    assert ids == [
        *("sampul", "susunan", "narasumber"),
        *(f"lembar-{slug}" for slug in FIVE),
        *("panduan", "komitmen", "hadir", "poster"),
    ]
    assert len(page.all("//section[@id='hadir']//tbody/tr")) == 7
    images = [image.get("src") for image in page.all("//main//img")]
    assert images[:5] == [f"/inovasi/{slug}/qr.svg" for slug in FIVE]
    # On paper a case's address is the case's, without the list.
    assert (
        "http://localhost/inovasi/putik-sari "
        in page.text("//section[@id='lembar-putik-sari']") + " "
    )


def test_only_what_is_ticked_is_printed(get):
    page = get(f"/acara/cetak?{S}&bahan=kasus&bahan=poster&bahan=x")
    assert len([s for s in page.all("//section") if "sheet" in s.get("class", "")]) == 6


def test_buttons_of_the_form_bring_what_was_just_typed(client, get):
    sent = [(n, "Judul baru" if n == "judul" else v) for n, v in form_of(get(f"/acara?{S}"))]
    page, address = follow(client, "/acara/cetak", sent)
    assert page.text("//section[@id='sampul']/h2") == "Judul baru"
    assert "menit1" not in address
    answer = client.get(f"/acara.docx?{urlencode(sent)}", follow_redirects=True)
    assert answer.mimetype == WORD


@pytest.mark.parametrize(("path", "mimetype"), FILES.items())
def test_files_come_as_what_they_are(client, path, mimetype):
    answer = client.get(f"{path}?{S}&tanggal=2027-02-18")
    assert answer.status_code == 200
    assert answer.mimetype == mimetype
    if not path.endswith("svg"):
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("path", [*FILES, "/acara/cetak"])
def test_without_cases_or_with_a_mistake_there_is_no_file(client, path):
    page = take_apart(client, path)
    assert page.status == 400 and "Belum ada kasus" in page.text()
    answer = client.get(f"{path}?{S}&tanggal=31/02/2027")
    assert answer.status_code == 303
    assert "31" in parse_qs(urlsplit(answer.headers["Location"]).query)["tanggal"][0]


def test_a_calendar_needs_a_date(client):
    page = take_apart(client, f"/acara.ics?{S}")
    assert page.status == 400 and "Tanggal acara belum diisi" in page.text()


def test_a_letter_for_one_agency_and_none_for_a_stranger(client):
    assert client.get(f"/acara/undangan.docx?{S}&untuk=putik-sari").status_code == 200
    assert client.get(f"/acara/undangan.docx?{S}&untuk=jak-jek").status_code == 400


def test_speakers_are_agencies_and_one_place_is_open(client):
    answer = client.get(f"/acara/narasumber.csv?{S}&judul==cmd|x")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["Instansi", "Tempat", "Peran", "Kasus", "Alamat kasus", "Situs", "Pukul"]
    assert rows[1] == [
        *("Kecamatan Wonosari", "Kabupaten Malang, Jawa Timur", "Narasumber", "Putik Sari"),
        *("http://localhost/inovasi/putik-sari", "Belum ada data", "09.15–09.45"),
    ]
    assert rows[6][0] == "Akademisi atau JIPP (diisi penyelenggara)"
    assert ["Acara", "'=cmd|x"] in rows


def test_a_poster_of_a_very_long_address_names_the_cases_alone(get):
    long = urlencode({"judul": "x" * 150, "tempat": "y" * 200})
    page = get(f"/acara/cetak?{S}&{long}&bahan=poster")
    shown = page.text("//section[@id='poster']/p[@class='tiny']")
    assert shown == f"http://localhost/acara?{S}"
