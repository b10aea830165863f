"""A handout quotes the file, names its gaps, and fits on a sheet."""

from __future__ import annotations

from app.documents.event.handout import handout


def test_a_handout_has_gaps_and_figures_from_before(real_cases):
    sheet = handout(real_cases["putik-sari"].case)
    assert ("Biaya", None) in sheet.facts
    assert sheet.results[0][1:] == ("0 (7 Maju, 1 Berkembang; 2021)", "8 (2023)")
    assert dict(sheet.sections)["Tantangan"] == ""
    assert sheet.evidence == "Sebelum dan sesudah"
    assert len(sheet.sources) + sheet.more_sources == 9


def test_every_sentence_stands_in_the_file_or_is_cut(real_cases):
    for parsed in real_cases.values():
        file_text = " ".join(
            sentence for section in parsed.case.sections for sentence in section.sentences
        )
        for _heading, text in handout(parsed.case).sections:
            assert text.removesuffix("…") in file_text
