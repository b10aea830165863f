"""The form of the replication plan: declared once, with keys that addresses can carry."""

from __future__ import annotations

from app.documents.plan.form import (
    FIELD_NAMES,
    LAST_DAYS,
    PLAN_FIELDS,
    PLAN_SECTIONS,
    ROW_COUNTS,
)


def test_each_field_has_its_own_parameter():
    keys = [field.key for section in PLAN_SECTIONS for field in section.fields()]
    assert len(keys) == len(set(keys)) == len(PLAN_FIELDS)
    # Parameters with another meaning on the same pages.
    assert not {"s", "daftar", "tautan", "tema"} & set(keys)


def test_each_field_has_its_own_name_where_its_place_cannot_be_seen():
    assert FIELD_NAMES.keys() == PLAN_FIELDS.keys()
    assert len(set(FIELD_NAMES.values())) == len(PLAN_FIELDS)
    assert FIELD_NAMES["instansi"] == "Instansi yang mereplikasi"
    assert FIELD_NAMES["kegiatan2"] == "Kegiatan, tahap Perencanaan"
    assert FIELD_NAMES["risiko3"] == "Risiko, risiko 3"


def test_a_table_has_a_field_for_each_column_and_row():
    assert ROW_COUNTS["ukuran"] == ROW_COUNTS["hasil_asal"]
    for column, count in ROW_COUNTS.items():
        assert f"{column}{count}" in PLAN_FIELDS
        assert f"{column}{count + 1}" not in PLAN_FIELDS


def test_first_and_last_days_are_dates():
    assert all(PLAN_FIELDS[key].kind == "date" for days in LAST_DAYS.items() for key in days)
