"""The closed vocabularies are those of the format, complete, and can't be changed."""

from __future__ import annotations

import pytest

from app.collection import vocabulary
from app.collection.case import SLUG
from app.collection.regions import regions
from app.collection.vocabulary import Vocabulary

ALL = {name: value for name, value in vars(vocabulary).items() if isinstance(value, Vocabulary)}


def test_provinces_are_those_of_the_list_of_regions_and_the_nation():
    listed = {region.name for region in regions().values() if region.level == "provinsi"}
    assert set(vocabulary.PROVINCES) == listed | {"Nasional"}
    assert len(listed) == 38


def test_every_province_lies_on_one_island_group():
    on_islands = [name for island in vocabulary.ISLANDS.values() for name in island]
    assert sorted(on_islands) == sorted(set(vocabulary.PROVINCES) - {vocabulary.NATIONAL})


def test_values_are_those_of_the_format():
    assert set(vocabulary.CATEGORIES) == {
        *("kemiskinan", "pendidikan", "kesehatan", "ketahanan-pangan", "ekonomi"),
        *("pemberdayaan", "gender", "lingkungan", "tata-kelola", "penegakan-hukum"),
    }
    assert set(vocabulary.LEVELS) == {
        *("kementerian", "lembaga", "provinsi", "kabupaten", "kota", "bumn", "bumd")
    }
    assert set(vocabulary.STATUSES) == {"berlanjut", "berkembang", "berhenti", "belum-diketahui"}
    assert list(vocabulary.SDGS) == [str(n) for n in range(1, 18)]


def test_sections_stand_in_the_order_of_the_format():
    assert [label.id for label in vocabulary.SECTIONS.values()] == [
        *("Masalah", "Solusi", "Pelaksanaan", "Sumber Daya"),
        *("Dampak", "Tantangan", "Pembelajaran", "Replikasi"),
    ]
    assert tuple(vocabulary.SECTIONS)[:2] == vocabulary.REQUIRED_SECTIONS


@pytest.mark.parametrize("name", ALL)
def test_every_value_has_a_label_of_its_own_in_both_languages(name):
    labels = list(ALL[name].values())
    for language in ("id", "en"):
        texts = [label.text(language) for label in labels]
        assert all(text.strip() == text != "" for text in texts)
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", sorted(ALL.keys() - {"PROVINCES"}))
def test_values_can_stand_in_an_address_unescaped(name):
    assert all(SLUG.fullmatch(value) for value in ALL[name])


def test_a_vocabulary_is_closed():
    with pytest.raises(TypeError):
        vocabulary.CATEGORIES["lain"] = vocabulary.Label("Lain", "Other")  # type: ignore[index]
    assert "lain" not in vocabulary.CATEGORIES
    with pytest.raises(KeyError):
        vocabulary.CATEGORIES["lain"]
