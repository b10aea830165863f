"""What the index keeps of a case."""

from __future__ import annotations

from collections import defaultdict

from app.search import language
from app.search.fields import FIELDS
from app.search.index import entries


def test_a_case_is_called_by_title_expansion_and_the_parts_of_either(case_text, content_folder):
    content_folder.write(
        "pasti", case_text(title='"PASTI (Pelayanan Cepat)"', expansion='"Jarik Ma’Siti"')
    )
    case = content_folder.read()[0]["pasti"].case
    assert entries.names_of(case) == [
        "jarikmasiti",
        "pasti",
        "pastipelayanancepat",
        "pelayanancepat",
    ]


def test_a_card_shows_the_result_that_can_be_compared(real_cases):
    card = entries.card_of(real_cases["putik-sari"].case)
    assert card.result == (
        "Desa berstatus Mandiri menurut Indeks Desa Membangun (dari 8 desa)",
        "0 (7 Maju, 1 Berkembang; 2021)",
        "8 (2023)",
    )
    assert (card.status_as_of, card.replications, card.started) == ("2024-08-01", 2, 2019)


def test_occurrences_weigh_what_their_parts_do(real_cases):
    """Counted again, the plain way, for every real case."""
    for parsed in real_cases.values():
        weights: dict[str, float] = defaultdict(float)
        for field in FIELDS:
            for stem in language.stems(field.text_of(parsed.case)):
                weights[stem] += field.weight
        found = entries.analyse(parsed.case).stems
        assert {stem: weight for stem, (_, weight) in found.items()} == weights


def test_every_word_has_its_places_and_phrases_do_not_cross_lines(case_text, content_folder):
    content_folder.write("a", case_text(title="Antar Obat", expansion="Dari Rumah"))
    words = entries.analyse(content_folder.read()[0]["a"].case).words
    assert words["antar"][0] + 1 == words["obat"][0]
    assert words["dari"][0] > words["obat"][0] + 1
    places = sorted(place for some in words.values() for place in some)
    assert len(places) == len(set(places))


def test_sentences_know_their_stems(real_cases):
    entry = entries.analyse(real_cases["putik-sari"].case)
    first = entry.sentences[0]
    assert first.section == "masalah"
    assert set(first.stems) == set(language.stems(first.text))
