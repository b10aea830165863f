"""A case in words, in both languages of the site."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import product

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from app.collection import wording
from app.collection.case import Award, Case, Replication, Result, Source
from app.collection.files import ParsedFile
from app.collection.vocabulary import Language
from app.search.index.entries import card_of

TODAY = dt.date(2026, 5, 1)


@dataclass(frozen=True)
class Facts:
    """The attributes of a case that its words are made of."""

    title: str = "Putik Sari"
    expansion: str | None = None
    agency: str = "Kecamatan Wonosari"
    government: str = "Pemerintah Kabupaten Malang"
    level: str = "kabupaten"
    province: str = "Jawa Timur"
    status: str = "berlanjut"
    status_as_of: dt.date | int | str | None = None
    status_checked: object = False


def source(date: dt.date | int | None, publisher: str | None = None) -> Source:
    return Source(title="Berita", url="https://contoh.go.id/a", publisher=publisher, date=date)


# --- places and owners ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "government", "province", "expected"),
    [
        ("kabupaten", "Pemerintah Kabupaten Malang", "Jawa Timur", "Kabupaten Malang, Jawa Timur"),
        ("provinsi", "Pemerintah Provinsi Aceh", "Aceh", "Provinsi Aceh"),
        ("kota", "Pemerintah Kota Jambi", "Jambi", "Kota Jambi"),  # the province is in the name
        ("kementerian", "Kementerian Agama", "Nasional", "Kementerian Agama"),
        ("bumn", "PT Pos Indonesia", "Jawa Barat", "PT Pos Indonesia, Jawa Barat"),
    ],
)
def test_a_place_names_its_province_once(
    level: str, government: str, province: str, expected: str
) -> None:
    case = Facts(level=level, government=government, province=province)
    assert wording.place(case) == expected


def test_a_province_is_named_in_the_language_of_the_reader() -> None:
    case = Facts(level="provinsi", government="Pemerintah Provinsi Aceh", province="Aceh")
    assert wording.place(case, "en") == "Aceh Province"


def test_an_agency_with_its_place_repeats_nothing() -> None:
    full = "Kecamatan Wonosari, Kabupaten Malang, Jawa Timur"
    assert wording.agency_and_place(Facts()) == full
    named_after_the_place = replace(Facts(), agency="Dinas Kesehatan Kabupaten Malang")
    expected = "Dinas Kesehatan Kabupaten Malang, Jawa Timur"
    assert wording.agency_and_place(named_after_the_place) == expected


def test_an_owner_is_agency_and_government_or_a_ministry_alone() -> None:
    assert wording.owner(Facts()) == "Kecamatan Wonosari, Pemerintah Kabupaten Malang"
    ministry = Facts(agency="Kementerian Agama", government="Kementerian Agama")
    assert wording.owner(ministry) == "Kementerian Agama"


def test_a_title_stands_before_its_expansion() -> None:
    case = Facts(expansion="Pusat Informasi")
    assert wording.title_and_expansion(case) == "Putik Sari (Pusat Informasi)"
    assert wording.title_and_expansion(case, quoted=True) == "“Putik Sari” (Pusat Informasi)"
    assert wording.title_and_expansion(Facts(), quoted=True) == "“Putik Sari”"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.malangkab.go.id/berita?id=1", "malangkab.go.id"),
        ("http://jipp.jatimprov.go.id:8080/", "jipp.jatimprov.go.id"),
        ("tanpa-skema", "tanpa-skema"),
    ],
)
def test_the_host_of_an_address_is_shown_without_www(url: str, host: str) -> None:
    assert wording.host(url) == host


# --- awards, results, copies ----------------------------------------------------------


def test_an_award_is_rank_name_and_year() -> None:
    assert wording.award(Award(name="KIPP", rank="Top 99", year=2021)) == "Top 99 KIPP 2021"


def test_a_result_says_the_figure_before_only_where_a_source_does() -> None:
    assert wording.result(Result(measure="Pasien", after="120", before="40")) == "Pasien: 40 → 120"
    assert wording.result(Result(measure="Pasien", after="120")) == "Pasien: 120"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0 (2021)", "8 (2023)", ("0", "8", "2021 → 2023")),
        ("0", "8 (2023)", ("0", "8", "2023")),
        ("0 (2021)", "8", ("0", "8", "2021")),
        (None, "8 (2023)", (None, "8", "2023")),
        (None, "(belum dihitung)", (None, "(belum dihitung)", None)),
        ("3 (a) orang", "8", ("3 (a) orang", "8", None)),
    ],
)
def test_figures_stand_apart_from_the_brackets_behind_them(
    before: str | None, after: str, expected: tuple[str | None, str, str | None]
) -> None:
    figures = wording.figures("Desa mandiri", before, after)
    assert (figures.before, figures.after, figures.period) == expected
    assert figures.length == len(expected[0] or "") + len(expected[1])


def test_a_copy_has_its_year_in_brackets_or_behind_a_comma() -> None:
    dated = Replication(by="Kabupaten Malang", year=2022)
    assert wording.copy(dated) == "Kabupaten Malang (2022)"
    assert wording.copy(dated, brackets=False) == "Kabupaten Malang, 2022"
    assert wording.copy(Replication(by="Kabupaten Malang")) == "Kabupaten Malang"


# --- dates and sources ----------------------------------------------------------------


@pytest.mark.parametrize(("language", "month"), [*product(("id", "en"), range(1, 13))])
def test_dates_read_like_those_of_babel(language: Language, month: int) -> None:
    date = dt.date(2024, month, 9)
    locale = "en_GB" if language == "en" else language
    assert wording.long_date(date, language) == format_date(date, "long", locale=locale)


def test_a_source_is_dated_as_precisely_as_it_is_known() -> None:
    assert wording.source_date(source(dt.date(2021, 3, 4))) == "4 Maret 2021"
    assert wording.source_date(source(2021)) == "2021"
    assert wording.source_date(source(None)) == "tanpa tanggal"
    assert wording.source_date(source(None), "en") == "undated"


def test_a_publication_names_the_publisher_if_it_is_known() -> None:
    assert wording.publication(source(2021, "Pemkab Malang")) == "Pemkab Malang, 2021"
    assert wording.publication(source(None)) == "tanpa tanggal"


# --- status ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "checked", "language", "expected", "to_check"),
    [
        ("2025-02-03", True, "id", "dicek 2025", False),
        (dt.date(2025, 2, 3), dt.date(2025, 2, 3), "id", "dicek 2025", False),
        (2025, False, "id", "menurut sumber 2025", False),
        (2019, False, "id", "menurut sumber 2019, perlu dicek", True),
        ("2019", False, "en", "according to a source of 2019, to be checked", True),
        (None, False, "id", "menurut sumber tak bertanggal, perlu dicek", True),
    ],
)
def test_the_age_of_a_status_says_who_knew_it_and_when(
    as_of: dt.date | int | str | None,
    checked: object,
    language: Language,
    expected: str,
    to_check: bool,
) -> None:
    case = Facts(status_as_of=as_of, status_checked=checked)
    age = wording.status_age(case, language, TODAY)
    assert (age.text, age.to_check) == (expected, to_check)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(status_as_of="2025-02-03", status_checked=True), "dicek 2025"),
        (Facts(status_as_of=2019), "sumber 2019, perlu dicek"),
        (Facts(), "sumber tak bertanggal, perlu dicek"),
        (Facts(status="belum-diketahui", status_as_of=2015), "sumber 2015"),
    ],
)
def test_a_list_shows_the_age_of_a_status_in_fewer_words(facts: Facts, expected: str) -> None:
    assert wording.status_age(facts, today=TODAY).short == expected


def test_only_a_case_that_is_said_to_run_is_to_be_checked() -> None:
    unknown = Facts(status="belum-diketahui", status_as_of=2015)
    assert wording.status_with_age(unknown, today=TODAY) == "Belum diketahui (sumber terbaru 2015)"
    undated = Facts(status="belum-diketahui")
    assert wording.status_with_date(undated) == "Belum diketahui, sumber tak bertanggal"
    stopped = Facts(status="berhenti", status_as_of=2015)
    assert wording.status_with_age(stopped, today=TODAY) == "Berhenti (menurut sumber 2015)"


def test_a_status_stands_with_its_age_or_with_its_date() -> None:
    checked = Facts(status_as_of="2025-02-03", status_checked=True)
    assert wording.status_with_age(checked, today=TODAY) == "Berlanjut (dicek 2025)"
    assert wording.status_with_date(checked) == "Berlanjut, dicek 3 Februari 2025"
    assert wording.status_with_date(checked, "en") == "Continuing, checked 3 February 2025"
    by_source = Facts(status_as_of=2019)
    assert wording.status_with_date(by_source) == "Berlanjut, menurut sumber 2019"
    assert wording.status_with_date(Facts()) == "Berlanjut, menurut sumber tak bertanggal"


def test_a_case_and_its_card_are_put_into_the_same_words(real_cases: dict[str, ParsedFile]) -> None:
    cases: list[Case] = [parsed.case for parsed in real_cases.values() if parsed.case]
    assert cases
    for case in cases:
        card = card_of(case)
        assert wording.place(case) == wording.place(card)
        assert wording.owner(case) == wording.owner(card)
        assert wording.status_age(case, today=TODAY) == wording.status_age(card, today=TODAY)
        assert wording.status_date(case) == wording.status_date(card)


# --- texts cut to a length ------------------------------------------------------------


def test_sentences_are_never_cut_in_the_middle() -> None:
    sentences = ("Satu dua.", "Tiga empat.", "Lima.")
    assert wording.whole_sentences(sentences, 21) == "Satu dua. Tiga empat."
    assert wording.whole_sentences(sentences, 20) == "Satu dua."
    assert wording.whole_sentences((), 20) == ""


def test_a_first_sentence_that_is_too_long_stays_or_is_shortened() -> None:
    sentences = ("Satu dua tiga.", "Empat.")
    assert wording.whole_sentences(sentences, 10) == "Satu dua tiga."
    assert wording.whole_sentences(sentences, 10, cut_first=True) == "Satu dua…"


words = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)
texts = st.lists(words, min_size=1, max_size=12).map(" ".join)


@given(st.lists(texts, max_size=8), st.integers(20, 80))
def test_sentences_cut_to_a_length_are_a_beginning(sentences: list[str], limit: int) -> None:
    text = wording.whole_sentences(sentences, limit)
    assert " ".join(sentences).startswith(text)
    assert len(text) <= max(limit, len(sentences[0]) if sentences else 0)
    assert len(wording.whole_sentences(sentences, limit, cut_first=True)) <= limit


@given(texts, st.integers(2, 60))
def test_a_shortened_text_fits_and_ends_at_a_word(text: str, limit: int) -> None:
    short = wording.shortened(text, limit)
    assert len(short) <= limit
    assert short == text or short.endswith("…")
    # Only a word that alone is too long is cut inside.
    assert short == text or " " not in short or short[:-1] in text.rsplit(" ", 1)[0]
    assert len(wording.shortened(text, limit, inside_words=True)) <= limit


def test_marks_before_a_cut_are_taken_off() -> None:
    assert wording.shortened("Kabupaten Malang, Jawa Timur", 22) == "Kabupaten Malang…"
