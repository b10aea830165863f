"""A handout quotes the file, names its gaps, and fits on a sheet."""

from __future__ import annotations

from dataclasses import replace

from app.collection.vocabulary import SECTIONS
from app.documents.event.handout import IN_WORD, MORE, handout


def test_a_handout_has_the_steps_gaps_and_figures_from_before(real_cases):
    sheet = handout(real_cases["putik-sari"].case)
    assert "Biaya" in sheet.gaps and "Tantangan" in sheet.gaps
    assert sheet.results[0][1:] == ("0 (7 Maju, 1 Berkembang; 2021)", "8 (2023)")
    assert [heading for heading, _text in sheet.sections] == [
        *("Masalah", "Solusi", "Pelaksanaan", "Pembelajaran"),
    ]
    assert sheet.evidence == "Sebelum dan sesudah"
    assert len(sheet.sources) + sheet.more_sources == 9


def test_every_sentence_stands_in_the_file_and_what_is_cut_is_marked(real_cases):
    for parsed in real_cases.values():
        sections = parsed.case.sections
        texts = {SECTIONS[section.key].id: " ".join(section.sentences) for section in sections}
        for heading, text in handout(parsed.case, IN_WORD).sections:
            whole = texts[heading]
            assert text == whole or (text.endswith(MORE) and text.removesuffix(MORE) in whole)


def test_few_sheets_must_be_shortened_on_paper(real_cases):
    shortened = [slug for slug in real_cases if handout(real_cases[slug].case).shortened]
    assert 0 < len(shortened) <= len(real_cases) / 20


def test_a_sheet_is_shortened_by_whole_sentences_as_far_as_needed(real_cases):
    case = real_cases["jarik-ma-siti"].case
    printed, short = handout(case, 90), handout(case, 30)
    assert not printed.shortened and short.shortened
    assert len(short.sections) == len(printed.sections)
    for (_heading, whole), (_same, text) in zip(printed.sections, short.sections, strict=True):
        beginning = text.removesuffix(MORE)
        assert whole.startswith(beginning)
    assert replace(short, sections=()) == replace(printed, sections=())
