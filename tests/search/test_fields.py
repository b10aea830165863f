"""Everything a case says can be searched, with the weight of where it says it."""

from __future__ import annotations

import pytest

from app.collection import vocabulary
from app.search import language
from app.search.fields import FIELDS

BY_NAME = {field.name: field for field in FIELDS}


def test_fields_are_declared_once_and_weigh_something():
    assert len(BY_NAME) == len(FIELDS)
    assert all(field.weight > 0 for field in FIELDS)


def test_every_section_is_searched():
    assert set(vocabulary.SECTIONS) <= set(BY_NAME)


def test_the_name_counts_most_and_the_body_least():
    weights = {field.name: field.weight for field in FIELDS}
    body = {weights[key] for key in vocabulary.SECTIONS}
    assert weights["title"] == max(weights.values())
    assert weights["title"] > weights["expansion"] >= weights["tags"] > max(body)
    assert weights["summary"] > max(body)
    assert weights["replikasi"] == min(weights.values())


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", "Putik Sari"),
        ("expansion", "Kampung Tematik Wonosari Berseri"),
        ("tags", "produk unggulan desa"),
        ("summary", "Camat menjadi fasilitator"),
        ("agency", "Kecamatan Wonosari"),
        ("agency", "Pemerintah Kabupaten Malang"),
        ("place", "Jawa Timur"),
        ("place", "Kabupaten Malang"),
        ("category", "Pertumbuhan ekonomi"),
        ("result", "Desa berstatus Mandiri menurut Indeks Desa Membangun"),
        ("result", "0 (7 Maju, 1 Berkembang; 2021)"),
        ("result", "Rp1,2 miliar"),
        ("award", "Kovablik Jawa Timur Top 30 2022"),
        ("facts", "Kecamatan Ngrambe"),
        ("masalah", "kaki Gunung Kawi"),
        ("replikasi", "komitmen"),
    ],
)
def test_a_real_case_is_searched_by_its_texts(real_cases, field, text):
    assert text in BY_NAME[field].text_of(real_cases["putik-sari"].case)


def test_no_word_that_a_reader_sees_is_lost(real_cases):
    """All texts of a case but its sources are searched."""
    for parsed in real_cases.values():
        case = parsed.case
        seen = [case.title, case.expansion, case.summary, case.agency, case.government]
        seen += [case.province, case.cost, case.staff, case.duration, case.copy_terms]
        seen += [*case.tags, *case.legal_basis]
        seen += [text for r in case.results for text in (r.measure, r.before, r.after)]
        seen += [text for award in case.awards for text in (award.name, award.rank)]
        seen += [copy.by for copy in case.replicated_by]
        seen += [sentence for section in case.sections for sentence in section.sentences]
        searched = {word.text for field in FIELDS for word in language.words(field.text_of(case))}
        shown = {word.text for text in seen if text for word in language.words(text)}
        assert shown <= searched


def test_a_phrase_ends_with_its_entry(real_cases):
    """Entries of a list stand on lines of their own, so no phrase runs from one to the next."""
    case = real_cases["putik-sari"].case
    assert BY_NAME["tags"].text_of(case).split("\n") == list(case.tags)
    assert BY_NAME["masalah"].text_of(case).split("\n") == list(case.sections[0].sentences)


def test_fields_that_a_case_lacks_are_empty(content_folder, case_text):
    content_folder.write("a", case_text(results=None, awards=None))
    case = content_folder.read()[0]["a"].case
    for name in ("expansion", "facts", "result", "award", "dampak", "replikasi"):
        assert BY_NAME[name].text_of(case) == ""


def test_a_ministry_has_no_region_but_a_place(real_cases):
    case = next(p.case for p in real_cases.values() if p.case.province == "Nasional")
    assert "Nasional" in BY_NAME["place"].text_of(case)
