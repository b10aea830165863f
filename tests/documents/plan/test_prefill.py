"""The texts that a case file puts into a plan are those of the file; its gaps are named."""

from __future__ import annotations

from app.collection.evidence import assess
from app.documents.plan.form import PLAN_FIELDS, PLAN_SECTIONS
from app.documents.plan.prefill import case_facts, open_questions, prefill


def test_texts_are_those_of_the_file(case):
    fields = prefill(case)
    assert fields["diambil"].text == "\n".join(case.sentences("solusi"))
    assert fields["diambil"].origin == "dari berkas kasus, bagian Solusi"
    assert fields["unit_asal"].text == case.agency
    assert case.title in fields["pengakuan"].text


def test_only_fields_of_the_form_are_filled_in(all_cases):
    for case in all_cases:
        assert prefill(case).keys() <= PLAN_FIELDS.keys(), case.slug


def test_results_with_a_figure_from_before_come_first(case):
    fields = prefill(case)
    with_before = [result for result in case.results if result.before]
    assert with_before
    for row, result in enumerate(with_before, 1):
        assert fields[f"ukuran{row}"].text == result.measure
        expected = f"Sebelum: {result.before}\nSesudah: {result.after}"
        assert fields[f"hasil_asal{row}"].text == expected


def test_risks_come_from_the_challenges(real_cases):
    case = real_cases["jarik-ma-siti"].case
    fields = prefill(case)
    assert case.sentences("tantangan")
    for row, sentence in enumerate(case.sentences("tantangan"), 1):
        assert fields[f"risiko{row}"].text == sentence
        assert fields[f"risiko{row}"].origin == "dari berkas kasus, bagian Tantangan"


def test_gaps_are_questions_that_say_once_whom_to_ask(case):
    assert not case.sentences("tantangan")
    fields = prefill(case)
    assert fields["risiko1"].text == ""
    assert fields["risiko1"].origin == "Belum ada data di berkas kasus (bagian Tantangan)."
    assert "Apa hambatannya, dan bagaimana diatasi?" in fields["tanya"].text.split("\n")
    assert "celah" not in fields
    assert case_facts(case)["biaya"].text is None
    origins = {field.origin for field in fields.values()}
    assert [origin for origin in origins if "tanyakan ke Kecamatan Wonosari" in origin] == [
        fields["tanya"].origin
    ]


def test_nothing_is_promised_that_nobody_ticked(all_cases):
    for case in all_cases:
        assert not {"sepakat", "harga1", "uraian1"} & prefill(case).keys(), case.slug


def test_questions_and_facts_agree_in_every_case(all_cases):
    beginnings = {"Berapa biaya": "biaya", "Berapa orang": "tenaga", "Peraturan": "dasar-hukum"}
    for case in all_cases:
        asked = open_questions(case)
        facts = case_facts(case)
        for beginning, key in beginnings.items():
            is_asked = any(question.startswith(beginning) for question in asked)
            assert is_asked == (facts[key].text is None), (case.slug, key)


def test_a_status_by_an_old_source_is_to_be_checked_and_asked_for(real_cases):
    case = real_cases["2h2-center"].case
    status = case_facts(case)["status"].text
    assert status == "Berkembang, menurut sumber 24 Juli 2018, perlu dicek"
    assert "Apakah inovasi ini masih berjalan?" in open_questions(case)


def test_figures_are_asked_for_by_the_rule_of_the_evidence(all_cases):
    for case in all_cases:
        asked, step = open_questions(case), assess(case).step
        assert ("Apa hasil yang terukur, dari data mana?" in asked) == (step == 0), case.slug
        assert ("Berapa angkanya sebelum ada inovasi?" in asked) == (step == 1), case.slug


def test_the_sections_show_every_fact_once(case):
    shown = [key for section in PLAN_SECTIONS for key in section.case_facts]
    assert sorted(shown) == sorted(case_facts(case))


def test_a_fact_names_its_sources(case):
    section = case.section("masalah")
    text = case_facts(case)["masalah"].text
    assert text == f"{' '.join(section.sentences)} " + "".join(
        f"[{number}]" for number in sorted(set(section.cites))
    )
