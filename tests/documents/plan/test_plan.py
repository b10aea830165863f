"""A plan read from the values of a form: what was typed wins, and mistakes are reported."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.plan.budget import budget_notes
from app.documents.plan.form import PLAN_FIELDS, PLAN_SECTIONS, STAGES, PlanTable
from app.documents.plan.plan import read_plan


def test_an_empty_form_is_filled_in_from_the_case(case):
    plan, mistakes = read_plan(case, {})
    assert not mistakes
    assert plan.values["unit_asal"] == case.agency
    assert plan.origin(PLAN_FIELDS["unit_asal"]) == "dari berkas kasus"
    assert plan.is_gap(PLAN_FIELDS["risiko1"])
    assert not plan.is_gap(PLAN_FIELDS["unit_asal"])


def test_a_form_sent_as_it_was_shown_changes_nothing_in_every_case(all_cases):
    for case in all_cases:
        plan, _ = read_plan(case, {})
        sent = {key: [value.replace("\n", "\r\n")] for key, value in plan.values.items()}
        again, mistakes = read_plan(case, sent)
        assert mistakes == (), case.slug
        assert again.changes() == {}, case.slug


def test_typed_text_wins_over_the_case_even_if_empty(case):
    plan, _ = read_plan(case, {"diambil": [""], "celah": ["Dana belum ada"]})
    assert plan.values["diambil"] == ""
    assert plan.values["celah"] == "Dana belum ada"
    assert plan.origin(PLAN_FIELDS["celah"]) == ""
    assert plan.changes() == {"diambil": "", "celah": "Dana belum ada"}


@pytest.mark.parametrize(
    "typed", ["2027-03-01", "1/3/2027", "01-03-2027", "1.3.2027", " 1/3/2027 "]
)
def test_dates_may_be_written_as_offices_do(case, typed):
    plan, mistakes = read_plan(case, {"pantau1": [typed]})
    assert not mistakes
    assert plan.values["pantau1"] == "2027-03-01"
    assert plan.text(PLAN_FIELDS["pantau1"]) == "1 Maret 2027"


@pytest.mark.parametrize(
    "typed", ["31/2/2027", "2027-13-01", "besok", "1/3/1027", "٠١/٠٣/٢٠٢٧", "2027-03-01T00:00"]
)
def test_dates_that_do_not_exist_are_refused_and_stay_as_typed(case, typed):
    plan, (mistake,) = read_plan(case, {"pantau1": [typed]})
    assert (mistake.key, mistake.kind) == ("pantau1", "date")
    assert plan.values["pantau1"] == typed


def test_a_stage_cannot_end_before_it_starts(case):
    _, (mistake,) = read_plan(case, {"mulai2": ["2027-05-01"], "selesai2": ["2027-04-30"]})
    assert (mistake.key, mistake.kind) == ("selesai2", "order")
    assert read_plan(case, {"mulai2": ["2027-05-01"], "selesai2": ["2027-05-01"]})[1] == ()


def test_texts_over_the_limit_are_refused_and_stay_whole(case):
    plan, mistakes = read_plan(case, {"instansi": ["x" * 301], "diubah": ["y" * 4001]})
    assert [(mistake.key, mistake.kind) for mistake in mistakes] == [
        ("instansi", "long"),
        ("diubah", "long"),
    ]
    assert len(plan.values["diubah"]) == 4001


def test_only_boxes_of_the_form_can_be_ticked(case):
    plan, (mistake,) = read_plan(case, {"sepakat": ["", "mou", "izin", "<script>"]})
    assert plan.chosen(PLAN_FIELDS["sepakat"]) == ("izin", "mou")
    assert mistake.kind == "choice"
    assert read_plan(case, {"sepakat": [""]})[0].chosen(PLAN_FIELDS["sepakat"]) == ()


def test_a_printed_table_has_the_filled_rows_and_room_to_write(case):
    (table,) = (
        item
        for section in PLAN_SECTIONS
        for item in section.items
        if isinstance(item, PlanTable) and item.row_name == "pemantauan"
    )

    def printed(sent: dict[str, list[str]]) -> list[str]:
        plan, _ = read_plan(case, sent)
        return [row[0].key for _number, row in plan.rows(table)]

    assert printed({}) == ["pantau1", "pantau2", "pantau3"]
    assert printed({"periksa4": ["Angka"]}) == ["pantau4", "pantau1", "pantau2"]
    full = {f"periksa{row}": ["Angka"] for row in range(1, 5)}
    assert printed(full) == ["pantau1", "pantau2", "pantau3", "pantau4"]


def shown(case, sent: dict[str, list[str]], longer: str = "") -> dict[str, int]:
    plan, _ = read_plan(case, sent, longer)
    return dict(plan.shown_rows)


def test_the_form_shows_the_rows_in_use_and_more_on_demand(case):
    assert shown(case, {})["uraian"] == 1
    assert shown(case, {"uraian3": ["Laptop"]})["uraian"] == 4
    assert shown(case, {"dana6": [""]})["uraian"] == 6
    assert shown(case, {"dana6": [""]}, "uraian")["uraian"] == 9
    assert shown(case, {"harga15": ["1"]}, "uraian")["uraian"] == 15
    assert shown(case, {}, "tidak-ada") == shown(case, {})
    assert shown(case, {})["kegiatan"] == len(STAGES)


def test_costs_are_volume_times_price_and_are_summed(case):
    plan, mistakes = read_plan(
        case,
        {
            "uraian1": ["Pelatihan kader"],
            "volume1": ["2,5"],
            "harga1": ["1.250.000,50"],
            "dana1": ["APBD"],
            "uraian2": ["Cetak formulir"],
            "volume2": ["1000"],
            "harga2": ["Rp 500,-"],
            "dana2": ["BLUD"],
            "uraian3": ["Laptop"],
        },
    )
    assert not mistakes
    assert plan.cost(1) == "3.125.001,25" and plan.cost(2) == "500.000" and plan.cost(3) == ""
    assert plan.total == "3.625.001,25"
    assert plan.values["harga2"] == "Rp 500,-"
    assert plan.text(PLAN_FIELDS["harga2"]) == "500"
    assert budget_notes(plan.budget) == (
        "Menurut sumber dana (Rp): APBD 3.125.001,25; BLUD 500.000.",
        "1 baris belum ikut dijumlahkan, karena volume atau harga satuannya belum diisi.",
    )


@pytest.mark.parametrize("typed", ["1.5", "1,250,000", "-5", "sekitar 5", "1e5", "٥", "9" * 13])
def test_a_number_that_cannot_be_read_stays_as_typed(case, typed):
    plan, (mistake,) = read_plan(case, {"harga2": [typed], "volume2": ["1"]})
    assert (mistake.key, mistake.kind) == ("harga2", "number")
    assert plan.values["harga2"] == typed
    assert plan.cost(2) == ""


def test_the_largest_budget_is_summed_exactly(case):
    largest = "999.999.999.999,99"
    row = {f"{column}{n}": [largest] for n in range(1, 16) for column in ("volume", "harga")}
    plan, mistakes = read_plan(case, row)
    assert not mistakes
    assert plan.budget.total == 15 * (Decimal(10**14 - 1) ** 2 / 10**4).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


@given(st.dictionaries(st.sampled_from(sorted(PLAN_FIELDS)), st.lists(st.text(), min_size=1)))
def test_any_form_gives_a_plan_and_mistakes_in_known_fields(real_cases, sent):
    plan, mistakes = read_plan(real_cases["putik-sari"].case, sent)
    assert plan.values.keys() == PLAN_FIELDS.keys()
    assert {mistake.key for mistake in mistakes} <= PLAN_FIELDS.keys()
    for key, value in plan.values.items():
        assert "\r" not in value and "\x00" not in value, key
