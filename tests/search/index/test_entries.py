"""What the index stores of a case."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from app.collection.case import Case
from app.search import language
from app.search.fields import FIELDS, Field, mask
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


def words_of(field: Field, case: Case) -> list[str]:
    """The words of a field, analysed again; those of the English one are marked."""
    words = language.folded(field.text_of(case))
    return [f"en_{word}" for word in words] if field.name == "summary_en" else words


def stems_of(field: Field, case: Case) -> list[str]:
    return language.stems_of(words_of(field, case))


def test_occurrences_count_the_weight_of_their_field(real_cases):
    """Counted again, the plain way, for every real case."""
    for parsed in real_cases.values():
        weights: dict[str, float] = defaultdict(float)
        for field in FIELDS:
            for stem in stems_of(field, parsed.case):
                weights[stem] += field.weight
        stems = entries.analyse(parsed.case).stems
        assert {stem: counts.weight for stem, counts in stems.items()} == pytest.approx(weights)


def test_each_field_holds_its_own_words(real_cases):
    for parsed in list(real_cases.values())[:50]:
        entry = entries.analyse(parsed.case)
        ends = [*entry.field_at[1:], 100_000]
        for field, first, end in zip(FIELDS, entry.field_at, ends, strict=True):
            held = Counter(
                {
                    word: sum(first <= position < end for position in positions)
                    for word, positions in entry.words.items()
                }
            )
            assert +held == Counter(words_of(field, parsed.case))
            for stem in stems_of(field, parsed.case):
                assert entry.stems[stem].fields & mask([field.name])


def test_every_word_has_its_positions_and_phrases_do_not_cross_lines(case_text, content_folder):
    content_folder.write("a", case_text(title="Antar Obat", expansion="Dari Rumah"))
    entry = entries.analyse(content_folder.read()[0]["a"].case)
    words = entry.words
    assert words["antar"][0] + 1 == words["obat"][0]
    assert words["dari"][0] > words["obat"][0] + entries.LINE_GAP
    positions = sorted(position for some in words.values() for position in some)
    assert len(positions) == len(set(positions))
    expansion, tags = entry.field_at[1:3]
    assert expansion == words["dari"][0] == words["rumah"][0] - 1
    assert words["rumah"][0] < tags


def test_sentences_know_their_stems(real_cases):
    entry = entries.analyse(real_cases["putik-sari"].case)
    first = entry.sentences[0]
    assert first.section == "masalah"
    assert set(first.stems) == set(language.stems_of(language.folded(first.text)))
