"""Curators are told of a worsening that the results leave out, and of copies to be measured."""

from __future__ import annotations

import pytest

from app.collection.check import check_content
from app.collection.result_check import untold_worsenings

SECTION = "\n## Dampak\n\n{} [^1]\n"


@pytest.mark.parametrize(
    ("sentence", "untold"),
    [
        ("Kematian bayi justru naik dari 45 menjadi 48 kasus.", True),
        ("Kunjungan ibu hamil menurun dari 90 menjadi 70 persen.", True),
        ("Kematian bayi 69 kasus pada 2016 dan 73 pada 2017, jadi belum turun.", True),
        ("Kematian bayi turun dari 48 menjadi 45 kasus.", False),
        ("Kasus yang ditemukan naik menjadi 770 pada 2022.", False),  # found, not fallen ill
        ("Pendapatan warga naik dari 5 menjadi 9 juta.", False),
        ("Kunjungan lansia yang sakit turun 95 persen.", False),
    ],
)
def test_a_worsening_is_known_by_its_words(case_of, sentence, untold):
    assert bool(untold_worsenings(case_of(SECTION.format(sentence)))) == untold


def test_a_worsening_that_a_result_holds_is_told(case_of):
    more = SECTION.format("Kematian bayi justru naik dari 45 menjadi 48 kasus.")
    told = "[{measure: Kematian bayi, before: '45', after: '48', adverse: true}]"
    assert untold_worsenings(case_of(more, results=told)) == ()
    other = "[{measure: Kematian ibu, before: '14', after: '6'}]"
    assert untold_worsenings(case_of(more, results=other)) != ()


def test_the_collection_tells_its_worsenings(real_cases):
    untold = {slug for slug, parsed in real_cases.items() if untold_worsenings(parsed.case)}
    assert untold == {"gemar-bertasbih"}  # more cases found; accepted by the curators


def test_check_names_an_examination_without_a_sentence_and_a_copy_without_a_figure(
    content_folder, case_text
):
    content_folder.write(
        "asal",
        case_text(
            results="[{measure: Pasien, before: '4', after: '9', examined_by: 1}]",
            replicated_by="[{by: Kota Batu, case: peniru}]",
        ),
    )
    content_folder.write("peniru", case_text(title="Peniru", results="[{measure: A, after: '9'}]"))
    messages = " ".join(finding.message for finding in check_content(content_folder.path))
    assert "tidak ada kalimat tentang penelitian" in messages
    assert "kasus “peniru” punya hasil terukur" in messages
