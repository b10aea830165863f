"""What is wrong with a draft is told at its place, and nothing else gets through."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection import curation, files, vocabulary
from app.collection.markup import CITATION
from app.contribution import plain_text
from app.contribution.case_file import HEADINGS, TEXTS, case_text, draft_of
from app.contribution.conversion import value_of
from app.contribution.draft import Draft, Paragraph
from app.contribution.mistakes import MANDATORY, MANDATORY_IN_ROW, mistakes
from tests.contribution.conftest import TODAY, drafts, texts


def errors(draft: Draft) -> dict[tuple[str | int, ...], str]:
    """Place → message of the errors."""
    return {
        mistake.place: mistake.message
        for mistake in mistakes(draft, TODAY)
        if mistake.level == "error"
    }


@given(drafts())
def test_a_draft_without_errors_can_be_published(draft):
    if not errors(draft):
        data = case_text(draft, TODAY).encode()
        assert files.parse(Path("usulan.md"), data, TODAY).case


@given(key=st.sampled_from(TEXTS), text=texts)
def test_a_text_under_a_key_arrives_or_is_named(valid, key, text):
    changed = dataclasses.replace(valid, texts={**valid.texts, key: text})
    wrong = errors(changed)
    if wrong:
        assert set(wrong) <= {(key,), ("awards",)}
        return
    case = files.parse(Path("usulan.md"), case_text(changed, TODAY).encode(), TODAY).case
    assert case
    expected = value_of(text, key) or (TODAY if key == "updated" else None)
    assert getattr(case, key) == expected


@given(heading=st.sampled_from(HEADINGS), text=texts, item=st.booleans())
def test_a_paragraph_arrives_or_is_named(valid, heading, text, item):
    paragraphs = (*valid.sections.get(heading, ()), Paragraph(text, (1,), item))
    changed = dataclasses.replace(valid, sections={**valid.sections, heading: paragraphs})
    wrong = errors(changed)
    if wrong:
        assert set(wrong) == {("sections", heading, len(paragraphs) - 1)}
        return
    case = files.parse(Path("usulan.md"), case_text(changed, TODAY).encode(), TODAY).case
    assert case
    key = next(key for key, label in vocabulary.SECTIONS.items() if label.id == heading)
    line = " ".join(plain_text.one_line(CITATION.sub("", text)).split())
    assert " ".join(case.sentences(key)).replace(" ", "").endswith(line.replace(" ", ""))


@pytest.fixture(scope="session")
def valid(case_text: Callable[..., str]) -> Draft:
    """A small case without errors, for tests that change one text of it many times."""
    return draft_of(case_text())


def test_real_cases_have_no_errors_but_those_that_curators_accept(content, real_drafts):
    accepted, _ = curation.read_known_findings(content)
    for slug, draft in real_drafts.items():
        if errors(draft):
            assert slug in {slug for slug, _ in accepted}


def test_an_empty_draft_lacks_all_that_is_mandatory():
    found = errors(Draft())
    assert found.keys() == {(key,) for key in MANDATORY} | {
        ("sections", "Masalah"),
        ("sections", "Solusi"),
    }
    assert set(found.values()) == {"belum diisi"}


def test_a_row_that_was_begun_lacks_its_mandatory_columns(draft):
    for key, names in MANDATORY_IN_ROW.items():
        row = {"url": " ", "case": "", names[0]: "x"}
        rows = {**draft.rows, key: ({}, row)}
        lacking = {name for _, n, name in
                   (place for place in errors(dataclasses.replace(draft, rows=rows))
                    if len(place) == 3 and place[0] == key) if n == 1}  # fmt: skip
        assert lacking >= set(names[1:])


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("title", "Antar\x07 Obat", "memuat karakter yang tidak bisa ditulis (U+0007)"),
        ("title", "Antar \ud800", "memuat karakter yang tidak bisa ditulis (U+D800)"),
        ("title", "Antar \ufffd", "memuat karakter yang tidak bisa ditulis (U+FFFD)"),
        ("summary", "ya", "terlalu sedikit: 2 huruf"),
        ("level", "Kab.", "“Kab.” tidak dikenal"),
        ("started", "1.200", "bukan tahun"),
        ("started", "2099", "tahun 2099 belum tiba"),
        ("updated", "besok", "bukan tanggal"),
        ("website", "contoh.go.id", "alamat bukan http atau https yang sah"),
        ("lain", "x", "“lain” tidak dikenal"),
    ],
)
def test_a_wrong_text_is_told_at_its_key(draft, key, text, message):
    changed = dataclasses.replace(draft, texts={**draft.texts, key: text})
    assert errors(changed) == {(key,): message}


def told(draft: Draft) -> dict[tuple[str | int, ...], tuple[str, str]]:
    """Place → message and remedy of every mistake."""
    return {m.place: (m.message, m.remedy) for m in mistakes(draft, TODAY, {})}


def test_mistakes_are_told_in_the_words_of_the_form(draft):
    changed = Draft(
        {
            **draft.texts,
            "summary": "Puskesmas mengantar obat ke rumah pasien lanjut usia yang sulit",
            "province": "Bali",
            "adapted_from": "tidak-ada",
        },
        {**draft.lists, "problems": ("obat 3 bulan habis di puskesmas",)},
        {
            **draft.rows,
            "awards": ({"name": "Lomba Desa", "rank": "Juara #1", "year": "2021"},),
            "results": ({"measure": "Pasien", "after": "120", "examined_by": "1"},),
        },
        {
            **draft.sections,
            "Dampak": (Paragraph("Kematian naik dari 3 menjadi 14.", (1,)),),
            "Tantangan": (Paragraph("Kurir [1, 2] sering pindah.", (1,)),),
        },
    )
    another_case = "tulis bagian alamat kasus itu sesudah /inovasi/, atau kosongkan"
    assert told(changed) == {
        ("summary",): (
            "berakhir di tengah kalimat",
            "selesaikan kalimatnya dan akhiri dengan titik",
        ),
        ("problems", 0): (
            "memuat angka “3”",
            "ceritakan tanpa angka; tulis angkanya di bagian isi",
        ),
        ("province",): (
            "“Bali” tidak sesuai dengan Pemerintah Kota Malang",
            "periksa; menurut daftar wilayah “Jawa Timur”",
        ),
        ("awards", 0, "name"): (
            "penghargaan “Lomba Desa” tidak ada di daftar",
            "periksa namanya; biarkan bila memang begitu",
        ),
        ("results",): (
            "tidak memuat angka yang memburuk: “Kematian naik dari 3 menjadi 14.”",
            "tambahkan hasil itu dan tandai “Memburuk”, atau biarkan bila memang tidak memburuk",
        ),
        ("results", 0, "examined_by"): (
            "tidak ada paragraf yang menceritakan pemeriksaan itu dengan sumbernya",
            "ceritakan dengan sumber itu, atau kosongkan",
        ),
        ("adapted_from",): ("“tidak-ada” menunjuk kasus yang tidak ada", another_case),
        ("sections", "Tantangan", 0): (
            "“[1, 2]” bukan rujukan",
            "pilih sumbernya pada paragraf ini, lalu hapus angka dalam kurung itu",
        ),
    }
    older = dataclasses.replace(draft, texts={**draft.texts, "started": "2022"})
    assert (
        told(older)[("awards",)][0] == "“Tahun mulai” (2022) sesudah tahun penghargaan KIPP (2021)"
    )


def test_a_draft_too_long_for_a_file_is_refused_without_reading_it(draft):
    paragraphs = tuple(Paragraph(f"{n} " + "panjang " * 400, (1,)) for n in range(40))
    changed = dataclasses.replace(draft, sections={**draft.sections, "Dampak": paragraphs})
    assert errors(changed) == {(): "terlalu panjang untuk satu kasus"}


def test_places_count_the_blank_rows_and_items_of_the_draft(draft):
    changed = dataclasses.replace(
        draft,
        lists={**draft.lists, "tags": ("", "obat", "x"), "sdgs": ("", "18")},
        rows={**draft.rows, "results": ({}, {"measure": "a", "after": "b", "adverse": "mungkin"})},
    )
    assert errors(changed).keys() == {("tags", 2), ("sdgs", 1), ("results", 1, "adverse")}


def test_citations_and_sources_that_miss_each_other(draft):
    source = draft.rows["sources"][0]
    changed = dataclasses.replace(
        draft,
        rows={**draft.rows, "sources": (source, {}, {**source, "url": "https://contoh.go.id/c"})},
        sections={**draft.sections, "Dampak": (Paragraph("Naik."), Paragraph("Turun [^2].", (7,)))},
    )
    found = [(mistake.place, mistake.message) for mistake in mistakes(changed, TODAY)]
    assert found == [
        (("sources", 2), "belum dirujuk oleh satu paragraf pun"),
        (("sections", "Dampak", 0), "belum ada sumbernya"),
        (("sections", "Dampak", 1), "merujuk sumber 2, yang belum diisi"),
        (("sections", "Dampak", 1), "merujuk sumber 7, yang belum diisi"),
    ]


def test_links_are_checked_against_the_cases_that_are_given(draft):
    changed = dataclasses.replace(draft, texts={**draft.texts, "adapted_from": "putik-sari"})
    assert not errors(changed)
    found = mistakes(changed, TODAY, {})
    assert [mistake.place for mistake in found if mistake.level == "error"] == [("adapted_from",)]
