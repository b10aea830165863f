"""The fields of a contributor are those of the case format, and each says what it wants."""

import pytest

from app.collection.case import Award, FrontMatter, Replication, Result, Source
from app.contribution import fields
from app.contribution.fields import FIELDS, SECTIONS

ALL = [*FIELDS, *SECTIONS, *(column for field in FIELDS for column in field.columns)]


def test_the_fields_are_the_keys_of_the_case_format_in_its_order():
    assert [field.key for field in FIELDS] == list(FrontMatter.model_fields)


def test_a_field_is_mandatory_where_the_format_asks_for_it():
    required = {key for key, field in FrontMatter.model_fields.items() if field.is_required()}
    # The day of the last change is filled in by the program.
    assert {field.key for field in FIELDS if field.mandatory} == required - {"updated"}


@pytest.mark.parametrize(
    ("key", "model"),
    [
        ("awards", Award),
        ("results", Result),
        ("replicated_by", Replication),
        ("sources", Source),
    ],
)
def test_columns_of_rows_are_the_keys_of_their_entries(key, model):
    columns = fields.by_key(key).columns
    # The copy of a page in an archive is looked up by curators when the page is gone.
    assert {column.key for column in columns} == set(model.model_fields) - {"archived"}
    for column in columns:
        assert column.mandatory == model.model_fields[column.key].is_required()


def test_sections_are_those_of_the_format():
    assert [section.key for section in SECTIONS] == [
        *("Masalah", "Solusi", "Pelaksanaan", "Sumber Daya", "Dampak", "Tantangan"),
        *("Pembelajaran", "Replikasi"),
    ]
    assert [section.key for section in SECTIONS if section.mandatory] == ["Masalah", "Solusi"]


def test_every_field_has_a_name_of_its_own_and_a_sentence_of_help():
    names = [field.label for field in (*FIELDS, *SECTIONS)]
    assert len(set(names)) == len(names)
    for field in ALL:
        assert field.label and field.help.endswith("."), field.key


def test_choices_stand_where_there_is_something_to_choose():
    for field in ALL:
        assert bool(field.choices) == (field.kind == "choice" or field.key == "sdgs"), field.key


def test_governments_are_written_as_in_a_case():
    assert len(fields.governments()) == 552
    assert "Pemerintah Kabupaten Malang" in fields.governments()
    assert "Pemerintah Provinsi Jawa Timur" in fields.governments()


def test_an_example_fits_into_a_cell():
    examples = [field.example for field in ALL if field.example]
    assert len(examples) > 20
    assert all(len(example) <= 80 and "\n" not in example for example in examples)
