"""The code of an event: short, checked, bounded, and readable for as long as paper lasts."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.event.agenda import KINDS, LONGEST_TITLE, Slot
from app.web.events import event_code
from app.web.events.event_code import FIELDS, CodedEvent, decode, encode, key_of

KEYS = tuple(map(key_of, ("putik-sari", "jarik-ma-siti", "kang-pisman")))

#: An event with an agenda that the host changed: cases swapped, one presented twice.
EVENT = CodedEvent(
    details={
        "judul": "Lokakarya Replikasi: “Ayo Tiru”",
        "tema": "stunting",
        "tanggal": "2027-02-19",
        "mulai": "09:00",
        "selesai": "16:30",
        "zona": "WITA",
        "tempat": "Aula Kantor Gubernur, lantai 3",
        "penyelenggara": "Biro Organisasi",
        "akademisi": "Dr. Siti Rahma",
        "instansi_akademisi": "Universitas Khairun",
        "moderator": "",
        "instansi_moderator": "",
    },
    cases=KEYS,
    slots=(
        Slot("registrasi", 30),
        Slot("lain", 10, "Sambutan Bupati 2.1"),
        Slot("kasus", 25, case=KEYS[1]),
        Slot("kasus", 25, case=KEYS[0]),
        Slot("kasus", 15, case=KEYS[1]),
        Slot("kasus", 20, case=KEYS[2]),
        Slot("kasus", 20),
        Slot("penutupan", 480),
    ),
)

#: The code of that event on a poster printed in November 2026.
PRINTED = (
    "3278870056440847528550924035146460670207724547011332796180248391376842757513195666526325"
    "1337730530323321120779956892525871125258925917773135875693254368637087323432021702077510"
    "1027405799994842198615642823737999817522529884275527461787677410136427094368686016733825"
    "6621526969440931500918407761529511917568"
)


def test_a_code_has_the_whole_event_with_its_cases_in_the_order_of_the_agenda():
    read = decode(encode(EVENT))
    assert read is not None
    assert (read.details, read.slots, read.left_out) == (EVENT.details, EVENT.slots, ())
    assert read.cases == (KEYS[1], KEYS[0], KEYS[2])


def test_a_code_that_was_printed_is_read_for_ever():
    assert decode(PRINTED) == decode(encode(EVENT))


def test_a_case_keeps_its_key_whatever_else_the_collection_has(real_cases):
    assert key_of("putik-sari") == "4b280df720"
    assert len({key_of(slug) for slug in real_cases}) == len(real_cases)


def test_a_code_says_what_it_leaves_out():
    read = decode(encode(CodedEvent({"judul": "Temu"}, KEYS, left_out=("tema", "tamu"))))
    assert read is not None
    assert read.left_out == ("tema", "tamu") and read.slots == ()
    assert read.details == {**dict.fromkeys(FIELDS, ""), "judul": "Temu"}


texts = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=LONGEST_TITLE)
slots = st.builds(
    Slot,
    st.sampled_from([kind for kind in KINDS if kind != "kasus"]),
    st.integers(5, 480),
    texts,
) | st.builds(
    lambda minutes, case: Slot("kasus", minutes, case=case),
    st.integers(5, 480),
    st.sampled_from(["", *KEYS]),
)


@given(st.lists(texts, max_size=len(FIELDS)), st.lists(slots, max_size=30))
def test_any_event_comes_back(details, agenda):
    event = CodedEvent(dict(zip(FIELDS, details, strict=False)), KEYS, tuple(agenda))
    code = encode(event)
    assert len(code) <= event_code.LONGEST
    if code:
        read = decode(code)
        assert read is not None
        assert read.slots == event.slots and set(read.cases) == set(KEYS)
        assert {name: text for name, text in read.details.items() if text} == {
            name: text for name, text in event.details.items() if text
        }


def test_an_event_that_is_too_long_has_no_code():
    titles = (hashlib.sha256(str(number).encode()).hexdigest() for number in range(30))
    slots = tuple(Slot("lain", 15, title) for title in titles)
    assert encode(CodedEvent({}, KEYS, slots)) == ""


# --- what is no code ------------------------------------------------------------------


@pytest.mark.parametrize("code", ["", "1", "-5", "٣٤", "1 2", "abc", "0" * 50, "9" * 2000])
def test_other_texts_are_no_code(code):
    assert decode(code) is None


def test_a_code_that_is_cut_or_has_a_wrong_digit_is_not_read():
    code = encode(EVENT)
    assert decode(code[:-1]) is None and decode(code[1:]) is None
    for place in range(0, len(code), 7):
        wrong = str((int(code[place]) + 1) % 10)
        assert decode(code[:place] + wrong + code[place + 1 :]) is None


def forged(text: bytes, keys: int = 0, version: int = 1) -> str:
    """A code with a right checksum that somebody made by hand."""
    body = bytes([keys]) + bytes(5 * keys) + text
    return str(int.from_bytes(bytes([version]) + zlib.crc32(body).to_bytes(4) + body))


def deflated(text: str) -> bytes:
    compress = zlib.compressobj(9, wbits=-15)
    return compress.compress(text.encode()) + compress.flush()


def test_a_bomb_is_not_unpacked():
    bomb = deflated("\n" + " " * 400_000)
    code = forged(bomb)
    assert len(code) <= event_code.LONGEST
    assert decode(code) is None


@pytest.mark.parametrize(
    "agenda",
    ["kasus25", "diskusi4", "diskusi481", "diskusi", "25", "diskusi25!", "kasus25.2", "x" * 99],
)
def test_an_agenda_that_cannot_be_is_not_read(agenda):
    assert decode(forged(deflated(f"\n{agenda}\nTemu"))) is None


def test_neither_another_version_nor_rubbish_is_read():
    text = deflated("\n\nTemu")
    assert decode(forged(text)) is not None
    assert decode(forged(text, version=2)) is None
    assert decode(forged(text[:-1])) is None
    assert decode(forged(b"\xff\xfe")) is None
    assert decode(forged(b"", keys=200)) is None
    assert decode(forged(deflated("\n" + "diskusi5" * 31))) is None


def test_a_kind_of_slot_that_is_given_up_stays_on_the_agenda():
    read = decode(forged(deflated("\nyel15diskusi30")))
    assert read is not None
    assert read.slots == (Slot("lain", 15, "yel"), Slot("diskusi", 30))
