"""The details of an event: what is accepted, and what is said about a mistake."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.documents.event.model import Event, minutes_of
from app.web.events.details import DETAILS, TypedDetails, read_details
from tests.web.conftest import take_apart
from tests.web.events.conftest import CASES


@pytest.fixture
def details(app):
    """``details(tanggal="18/2/2027")``: the details in these parameters."""

    def read(**texts: str) -> TypedDetails:
        with app.test_request_context():
            return read_details(MultiDict(texts))

    return read


@pytest.mark.parametrize(
    ("typed", "read"), [("60 orang", 60), ("60", 60), ("1.000", 1000), ("100 Peserta", 100)]
)
def test_participants_are_counted_as_people_write_them(details, typed, read):
    found = details(peserta=typed)
    assert (found.event.participants, found.errors) == (read, {})


@pytest.mark.parametrize("typed", ["60,5", "1.0", "1.0000", "60 meja", "-60", "1.001"])
def test_other_numbers_of_participants_are_mistakes(details, typed):
    found = details(peserta=typed)
    assert found.event.participants is None and "peserta" in found.errors
    assert found.texts["peserta"] == typed


def test_an_hour_alone_is_a_time(details):
    found = details(mulai="8", selesai="15")
    assert (found.event.start, found.event.end, found.errors) == (dt.time(8), dt.time(15), {})


def test_an_event_without_details_is_the_usual_one(details):
    empty = details()
    assert empty.event == Event()
    assert empty.errors == {}
    assert set(empty.texts.values()) == {""}


def test_dates_and_times_are_read_as_people_write_them(details):
    typed = details(tanggal="18/2/2027", mulai="8.15", selesai="14:30", zona="WITA", peserta="60")
    assert typed.event == Event(
        date=dt.date(2027, 2, 18),
        start=dt.time(8, 15),
        end=dt.time(14, 30),
        zone="WITA",
        participants=60,
    )
    assert (typed.texts["tanggal"], typed.texts["mulai"]) == ("2027-02-18", "08:15")


def test_the_usual_end_must_be_later_than_a_start_that_was_typed(details):
    late = details(mulai="20.15")
    assert late.errors.keys() == {"selesai"}
    assert (late.event.start, late.event.end) == (Event.start, Event.end)


def test_a_mistake_leaves_the_other_details_usable(details):
    typed = details(judul="x" * 151, tanggal="31/02/2027", tempat="Aula", peserta="12")
    assert list(typed.errors) == ["judul", "tanggal"]
    assert typed.event == Event(title="x" * 150, place="Aula", participants=12)
    assert typed.texts["tanggal"] == "31/02/2027"


@given(st.dictionaries(st.sampled_from(list(DETAILS)), st.text(max_size=300)))
def test_any_text_makes_an_event_or_an_error_beside_its_field(app, texts):
    with app.test_request_context():
        typed = read_details(MultiDict(texts))
    assert typed.errors.keys() <= DETAILS.keys()
    assert minutes_of(typed.event.end) > minutes_of(typed.event.start)
    for text, most in ((typed.event.title, 150), (typed.event.place, 200)):
        assert len(text) <= most


@pytest.mark.parametrize(
    "date", ["tanggal=31/02/2027", "tanggal-tgl=31&tanggal-bln=Februari&tanggal-thn=2027"]
)
def test_a_mistake_in_a_date_names_its_part(client, date):
    page = take_apart(client, f"/acara?{CASES}&{date}")
    assert page.status == 400
    assert page.text("//*[@id='tanggal-e']") == "Februari 2027 hanya sampai tanggal 28."
    assert "tanggal-e" in page.only("//*[@id='tanggal']").get("aria-describedby", "")
    (wrong,) = page.all("//*[@id='tanggal']//input[@aria-invalid]")
    assert (wrong.get("name"), wrong.get("value")) == ("tanggal-tgl", "31")
    assert "#tanggal-tgl" in page.links


def test_a_date_in_three_fields_becomes_one_parameter(client):
    for cases in ("", CASES):
        address = f"/acara?{cases}&tanggal-tgl=18&tanggal-bln=2&tanggal-thn=2027"
        answer = client.get(address)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/acara?{cases}&tanggal=2027-02-18".replace("?&", "?")
        boxes = take_apart(client, answer.headers["Location"]).all("//*[@id='tanggal']//input")
        assert [box.get("value") for box in boxes] == ["18", "2", "2027"]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("mulai", "25:00", "“25:00” bukan waktu. Tulis seperti 08.30."),
        ("mulai", "{message}", "“{message}” bukan waktu. Tulis seperti 08.30."),
        ("selesai", "07.00", "Waktu selesai 07.00 tidak sesudah waktu mulai 08.30."),
        ("selesai", "08:30", "Waktu selesai 08.30 tidak sesudah waktu mulai 08.30."),
        ("peserta", "0", "Tulis jumlah dari 1 sampai 1000."),
        ("peserta", "banyak", "Tulis jumlah dari 1 sampai 1000."),
        ("zona", "GMT", "Pilih WIB, WITA, atau WIT."),
        ("judul", "x" * 151, "Paling banyak 150 huruf."),
        ("tempat", "<b>" * 100, "Paling banyak 200 huruf."),
    ],
)
def test_a_mistake_is_explained_beside_its_field_and_the_text_stays(client, field, typed, message):
    page = take_apart(client, f"/acara?{CASES}&{urlencode({field: typed})}")
    assert page.status == 400
    assert page.text(f"//*[@id='{field}-e']") == message
    box = page.only(f"//*[@id='{field}']")
    assert f"{field}-e" in box.get("aria-describedby", "")
    if field != "zona":  # a list offers only the zones that there are
        assert box.get("value") == typed
    assert f"#{field}" in page.links
