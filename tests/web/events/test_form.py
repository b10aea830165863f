"""The form of an event, as a facilitator meets it: its address, its agenda, its buttons."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.documents.event.layout import layout
from app.documents.event.model import Event
from app.web.events.details import DETAILS
from app.web.events.form import AGENDA, act, parameters, parse
from app.web.site import shortlist
from tests.web.conftest import take_apart
from tests.web.events.conftest import (
    CASES,
    FIVE,
    changed,
    follow,
    form_of,
    names_on,
    press,
    schedule,
)

# --- without cases --------------------------------------------------------------------


def test_a_newcomer_is_led_to_a_topic_or_a_list(get):
    page = get("/acara")
    assert page.status == 200
    buttons = {b.get("value"): b.get("formaction", "/acara") for b in page.all("//main//button")}
    assert buttons["usulkan"] == buttons["contoh-stunting"] == buttons["tema"] == "/acara/usul"
    assert buttons["tempel"] == "/acara"


def test_from_a_topic_to_a_kit_in_two_clicks(get):
    proposal = get("/acara/usul?q=stunting")
    use = next(link for link in proposal.links if link.startswith("/acara?s="))
    kit = get(use)
    assert kit.status == 200
    assert parse_qs(urlsplit(use).query)["tema"] == ["stunting"]
    assert len(schedule(kit)) > 10
    assert len(kit.all("//section[@aria-labelledby='panduan']//h3")) == 6


def test_details_stay_while_there_is_no_case(client):
    sent = [("judul", "Temu"), ("tanggal", "2027-02-18"), ("aksi", "")]
    page, _address = follow(client, "/acara", sent)
    assert page.only("//input[@id='judul']").get("value") == "Temu"
    assert [value for name, value in form_of(page) if "tanggal" in name] == ["18", "2", "2027"]


# --- the agenda -----------------------------------------------------------------------


def test_a_form_sent_as_it_is_leads_back_to_its_short_address(client, get):
    address = f"/acara?{CASES}&judul=Temu&tanggal=2027-02-18&peserta=60"
    _page, short = follow(client, "/acara", form_of(get(address)))
    assert parse_qs(urlsplit(short).query) == parse_qs(urlsplit(address).query)


def test_a_changed_time_lays_an_unchanged_agenda_out_anew(client, get):
    form = changed(form_of(get(f"/acara?{CASES}")), selesai="12:00")
    page, address = follow(client, "/acara", form)
    assert AGENDA not in parse_qs(urlsplit(address).query)
    assert schedule(page)[-1].startswith("11.50 Penutupan")


def test_a_changed_slot_stays_changed(client, get):
    page, address = follow(client, "/acara", changed(form_of(get(f"/acara?{CASES}")), menit3="45"))
    assert "kasus-45-putik-sari" in parse_qs(urlsplit(address).query)[AGENDA]
    assert schedule(page)[3] == "10.00 Jarik Ma'Siti"
    again, back = follow(client, "/acara", [*form_of(page), ("aksi", "susun")])
    assert AGENDA not in parse_qs(urlsplit(back).query)
    assert schedule(again) == schedule(get(f"/acara?{CASES}"))


def test_an_agenda_that_is_too_long_offers_a_later_end(client, get):
    page, _address = follow(client, "/acara", changed(form_of(get(f"/acara?{CASES}")), menit3="45"))
    notice = page.text("//div[@class='notice warn']")
    assert page.text("//*[@id='selesai-h']") == "Agenda baru berakhir pukul 16.15."
    assert "Agenda 7 jam 45 menit, waktu tersedia 7 jam 30 menit. Kurangi 15 menit" in notice
    longer = press(client, page, "sampai-16:15", judul="Judul baru")
    assert "Kurangi" not in longer.text() and ("judul", "Judul baru") in form_of(longer)


def test_slots_longer_than_the_day_are_reported(client, get):
    form = [(n, "480" if n.startswith("menit") else v) for n, v in form_of(get(f"/acara?{CASES}"))]
    page, _address = follow(client, "/acara", form)
    assert "Agenda ini melewati tengah malam." in page.text()


@pytest.mark.parametrize("minutes", ["abc", "", "0", "9999", "-5"])
def test_an_impossible_length_is_explained_beside_its_slot(client, get, minutes):
    form = changed(form_of(get(f"/acara?{CASES}")), menit2=minutes)
    page = take_apart(client, f"/acara?{urlencode(form)}")
    assert page.status == 400
    assert page.text("//*[@id='menit2-e']") == "Tulis 5 sampai 480 menit."
    assert page.only("//*[@id='menit2']").get("value", "") == minutes


def test_a_slot_with_a_mistake_keeps_its_text_when_it_is_moved(client, get):
    form = changed(form_of(get(f"/acara?{CASES}")), menit2="abc")
    page = take_apart(client, f"/acara?{urlencode([*form, ('aksi', 'turun-2')])}")
    assert page.status == 400
    assert page.text("//*[@id='menit3-e']") == "Tulis 5 sampai 480 menit."
    assert page.only("//*[@id='menit3']").get("value") == "abc"
    assert "#menit3" in page.links


def test_a_mistake_in_a_slot_of_a_removed_case_goes_with_it(client, get):
    form = changed(form_of(get(f"/acara?{CASES}")), menit3="abc")
    page, address = follow(client, "/acara", [*form, ("aksi", "buang-putik-sari")])
    assert parse_qs(urlsplit(address).query)["s"] == list(FIVE[1:])
    assert "Putik Sari" not in names_on(page)


@pytest.mark.parametrize("action", ["", "tambah", "buang-putik-sari"])
def test_a_slot_of_a_case_that_is_not_there_is_dropped_with_its_mistakes(client, get, action):
    form = changed(form_of(get(f"/acara?{CASES}")), isi3="x" * 100)
    page, _address = follow(client, "/acara", [*form, ("aksi", action)])
    minutes = page.all("//ol[@class='agenda']//input[@inputmode='numeric']")
    assert len(schedule(page)) == len(minutes)


# --- buttons --------------------------------------------------------------------------


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
    start = get(f"/acara?{CASES}")
    page, _address = follow(client, "/acara", [*form_of(start), ("aksi", action)])
    assert names_on(page) == change(names_on(start))


def test_a_button_means_the_agenda_that_was_shown_though_the_time_changed(client, get):
    start = get(f"/acara?{CASES}")
    form = changed(form_of(start), selesai="12:00")
    page, _address = follow(client, "/acara", [*form, ("aksi", "hapus-1")])
    assert names_on(page) == names_on(start)[1:]


@pytest.mark.parametrize(
    "action", ["naik-0", "naik-99", "hapus-x", "hapus-", "terbang-1", "buang-x"]
)
def test_an_unknown_button_changes_nothing(client, get, action):
    start = get(f"/acara?{CASES}")
    page, address = follow(client, "/acara", [*form_of(start), ("aksi", action)])
    assert AGENDA not in address and schedule(page) == schedule(start)


@pytest.mark.parametrize(
    ("action", "slugs"),
    [
        ("buang-putik-sari", FIVE[1:]),
        ("kemudiankan-putik-sari", (FIVE[1], FIVE[0], *FIVE[2:])),
        ("dahulukan-jarik-ma-siti", (FIVE[1], FIVE[0], *FIVE[2:])),
    ],
)
def test_cases_are_moved_and_removed_with_their_slots(client, get, action, slugs):
    page, address = follow(client, "/acara", [*form_of(get(f"/acara?{CASES}")), ("aksi", action)])
    assert tuple(parse_qs(urlsplit(address).query)["s"]) == slugs
    titles = page.texts("//section[@aria-labelledby='kasus']//ol//a/b")
    assert [name for name in names_on(page) if name in titles] == titles


def test_a_deleted_slot_of_a_case_is_missed_and_can_come_back(client, get):
    start = get(f"/acara?{CASES}")
    page, _address = follow(client, "/acara", [*form_of(start), ("aksi", "hapus-3")])
    assert "Belum mendapat waktu: Putik Sari." in page.text()
    mended, _address = follow(client, "/acara", [*form_of(page), ("aksi", "lengkapi")])
    assert "Putik Sari" in names_on(mended)


# --- any address ----------------------------------------------------------------------


def test_more_cases_than_an_event_can_hold_are_cut_and_reported(client, real_cases):
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
        page = take_apart(client, f"{path}?{CASES}&{urlencode([*sent, ('q', evil)])}")
        assert page.status in {200, 303, 400}
        assert "<script>alert" not in page.html
    good = {"judul": evil, "tempat": evil, "penyelenggara": evil, "tema": evil}
    page = take_apart(client, f"/acara/cetak?{CASES}&{urlencode(good)}")
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
        form = act(parse(MultiDict(values), real_engine), values.get("aksi", ""))
        short = parameters(form)
        if not form.errors:
            again = act(parse(MultiDict(short), real_engine), "")
            assert parameters(again) == short
            assert (again.event, again.slots, again.slugs) == (form.event, form.slots, form.slugs)


def test_an_agenda_that_nobody_changed_is_laid_out_for_its_cases(app, real_engine):
    with app.test_request_context("/acara"):
        form = act(parse(MultiDict([("s", slug) for slug in FIVE]), real_engine), "")
    assert form.slots == layout(Event(), FIVE)


@pytest.mark.parametrize(
    "name", ["endpoint", "_anchor", "_scheme", "_method", "_external", "values", "self"]
)
def test_names_of_parameters_that_mean_something_to_the_program_are_the_visitors(client, name):
    for kind in ("acara.docx", "acara.ics", "acara/cetak", "acara/narasumber.csv"):
        answer = client.get(f"/{kind}?s=putik-sari&peserta=x&{name}=a")
        assert answer.status_code == 303
        assert answer.location.startswith("/acara?")
        assert "peserta=x" in answer.location


def test_the_theme_of_an_event_survives_a_change_of_light_and_dark(client, get):
    page = get("/acara?s=putik-sari&tema=Stunting")
    (dark,) = [link for link in page.links if "warna=gelap" in link]
    assert "tema=Stunting" in dark
    kept = client.get(dark)
    assert kept.status_code == 303 and "tema=Stunting" in kept.location
    (field,) = get("/acara?s=putik-sari&judul=Rapat&tema=gelap").all("//input[@name='tema']")
    assert field.get("value") == "gelap"


def test_a_mistake_names_its_field_where_mistakes_are_listed(client):
    page = take_apart(client, "/acara?s=putik-sari&peserta=0&mulai=25.00")
    assert page.status == 400
    texts = page.texts("//*[@role='alert']//a")
    assert any(text.startswith("Jumlah peserta: ") for text in texts)
    assert any(text.startswith("Mulai: ") for text in texts)


def test_paper_that_ends_later_than_was_typed_says_so(get):
    long = get("/acara/cetak?s=putik-sari&s=jarik-ma-siti&mulai=08:30&selesai=09:30&bahan=agenda")
    assert "Yang tercetak berakhir pukul" in long.text("//main")
    assert "Yang tercetak" not in get("/acara/cetak?s=putik-sari&bahan=agenda").text("//main")
