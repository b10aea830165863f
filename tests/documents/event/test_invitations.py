"""Each speaker and each invited government gets a letter of its own, on a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.collection.regions import by_code
from app.documents.event import invitations
from app.documents.event.agenda import Slot
from app.documents.event.kit import MOST_INVITED, Participant
from app.documents.event.model import Event
from tests.documents.conftest import text_of
from tests.documents.event.conftest import SLUGS

DAY = dt.date(2026, 11, 28)

PONOROGO = Participant(by_code()["35.02"], has_case=False)
SERIBU = "Pemerintah Kabupaten Administrasi Kepulauan Seribu"
MALANG = Participant(by_code()["35.73"], has_case=True)


def test_invitations_go_to_each_agency_and_to_a_commentator(kit):
    text = text_of(invitations.to_speakers(kit, DAY))
    assert text.count("Yth.") == len(SLUGS) + 1
    assert "Yth. Pimpinan SMP Negeri 10 Kota Malang" in text
    assert "09.45–10.15 WIB, termasuk tanya jawab" in text
    assert "[isi: pimpinan perguruan tinggi atau JIPP provinsi]" in text
    letter = text_of(invitations.to_speakers(kit, DAY, "putik-sari"))
    assert letter.count("Yth.") == 1 and "Kecamatan Wonosari" in letter


def test_details_that_were_not_given_are_blanks(make_kit):
    text = text_of(invitations.to_speakers(make_kit(Event()), DAY))
    for name in ("NAMA INSTANSI PENYELENGGARA", "hari dan tanggal", "tempat acara"):
        assert f"[isi: {name}]" in text


@settings(max_examples=6)  # a fifth of a second each
@given(st.text(max_size=150), st.text(max_size=150))
def test_any_typed_text_makes_a_file_that_opens(make_kit, title, host):
    kit = make_kit(Event(title=title, host=host), ("putik-sari",))
    assert "Putik Sari" in text_of(invitations.to_speakers(kit, DAY))


# --- to participants ------------------------------------------------------------------


def test_each_government_gets_a_letter_to_its_head_with_the_cases_to_learn_from(make_kit):
    kit = make_kit(participants=(PONOROGO, MALANG))
    text = text_of(invitations.to_participants(kit, DAY))
    assert text.count("Yth.") == 2
    assert "Yth. Bupati Ponorogo" in text and "Yth. Wali Kota Malang" in text
    assert text.count("Putik Sari, Kecamatan Wonosari, Kabupaten Malang, Jawa Timur") == 2
    assert text.count("Kamis, 18 Februari 2027") == 2
    letter = text_of(invitations.to_participants(kit, DAY, "35.73"))
    assert letter.count("Yth.") == 1 and "Wali Kota Malang" in letter


def test_only_a_government_without_a_case_is_told_so_and_asked_for_what_it_has(make_kit):
    missing = "belum memuat inovasi dari Pemerintah Kabupaten Ponorogo. Itu tidak berarti"
    kit = make_kit(participants=(PONOROGO, MALANG))
    assert missing in text_of(invitations.to_participants(kit, DAY, "35.02"))
    assert "belum memuat" not in text_of(invitations.to_participants(kit, DAY, "35.73"))


@pytest.mark.parametrize(
    ("code", "head", "government"),
    [
        ("35.02", "Bupati Ponorogo", "Pemerintah Kabupaten Ponorogo"),
        ("35.73", "Wali Kota Malang", "Pemerintah Kota Malang"),
        ("35", "Gubernur Jawa Timur", "Pemerintah Provinsi Jawa Timur"),
        ("31.01", "Bupati Administrasi Kepulauan Seribu", SERIBU),
    ],
)
def test_a_letter_goes_to_the_office_of_the_head(code, head, government):
    invited = Participant(by_code()[code], has_case=False)
    assert (invited.head, invited.government) == (head, government)


# --- to anybody -----------------------------------------------------------------------


def test_the_general_letter_says_to_what_it_invites_and_leaves_the_addressee_blank(make_kit):
    text = text_of(invitations.to_anybody(make_kit(participants=(PONOROGO,)), DAY))
    assert "Yth. Bapak/Ibu [isi: nama atau jabatan" in text
    assert "Kamis, 18 Februari 2027" in text and "08.30–16.00 WIB" in text
    assert "Aula Kantor Camat Wonosari" in text
    assert "Putik Sari, Kecamatan Wonosari, Kabupaten Malang, Jawa Timur" in text
    assert "membawa satu masalah pelayanan" in text
    listed = text.partition("Lampiran: daftar undangan")[2]
    assert "\n1\nBupati Ponorogo\n" in listed and "\n13\n" in listed


def test_the_agenda_in_short_has_the_cases_as_one_part_and_no_breaks(kit):
    text = text_of(invitations.to_anybody(kit, DAY))
    assert "08.30 Registrasi; 08.50 Pembukaan; 09.15 Paparan 5 inovasi; " in text
    assert "Ishoma" not in text and "Rehat" not in text


def test_an_agenda_of_many_parts_is_cut(kit):
    slots = tuple(Slot("lain", 15, f"Acara {number}") for number in range(1, 21))
    text = text_of(invitations.to_anybody(replace(kit, slots=slots), DAY))
    assert "10.15 Acara 8; dan seterusnya" in text and "Acara 9" not in text


# --- on paper -------------------------------------------------------------------------


@pytest.mark.slow  # starts LibreOffice
def test_each_letter_has_a_page(make_kit, real_cases, to_pdf):
    longest = sorted(real_cases, key=lambda slug: -len(real_cases[slug].case.agency))[:12]
    most = [Participant(region, has_case=False) for region in by_code().values()][:MOST_INVITED]
    full = make_kit(slugs=tuple(longest), participants=tuple(most))
    pdfs = to_pdf(
        {
            "narasumber.docx": invitations.to_speakers(make_kit(), DAY),
            "peserta.docx": invitations.to_participants(full, DAY),
            "umum.docx": invitations.to_anybody(make_kit(slugs=tuple(longest)), DAY),
        }
    )
    letter, attached = pdfs["umum.docx"].pages
    assert "NIP" in letter and "Lampiran: daftar undangan" in attached
    letters = [pdfs[name].pages for name in ("narasumber.docx", "peserta.docx")]
    assert [len(pages) for pages in letters] == [len(SLUGS) + 1, MOST_INVITED]
    assert all("Yth." in page and "NIP" in page for pages in letters for page in pages)
    assert all("inovasi lain di susunan acara terlampir" in page for page in letters[1])
