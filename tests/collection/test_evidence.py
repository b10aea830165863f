"""Two people who read the same file reach the same step."""

from __future__ import annotations

import datetime as dt

import pytest

from app.collection import evidence, vocabulary


def result(after: str, before: str | None = None, more: str = "") -> str:
    before = f", before: '{before}'" if before else ""
    return f"[{{measure: Pasien, after: '{after}'{before}{more}}}]"


def award(name: str, rank: str = "Juara I") -> str:
    return f"[{{name: '{name}', rank: '{rank}', year: 2021}}]"


COPIES = "[{by: Kabupaten Malang, year: 2022}]"
MEASURED_COPIES = "[{by: Kabupaten Malang, year: 2022, result: '80 pasien (2023)'}]"
REPLICATION = "\n## Replikasi\n\nKabupaten Malang menirunya. [^1]\n"
EXAMINED = ", examined_by: 1"
STUDY = "\n## Dampak\n\nEvaluasi UGM mencatat kenaikan. [^1]\n"


@pytest.mark.parametrize(
    ("keys", "more", "step"),
    [
        ({}, "", 0),
        ({"results": result("120 (2021)")}, "", 1),
        ({"results": result("semua pasien")}, "", 0),  # no figure
        ({"results": result("120", "40", ", adverse: true")}, "", 0),  # a worsening
        ({"results": result("120 (2021)", "40 (2019)")}, "", 2),
        ({"results": result("120 (2021)", "belum ada")}, "", 1),  # no figure before
        ({"results": result("tidak ada", "40 (2019)")}, "", 0),  # no figure after
        ({"results": result("2 kali lebih cepat daripada sekolah pembanding")}, "", 2),
        ({"awards": award("UNPSA")}, STUDY, 0),  # neither jury nor study makes a figure
        ({"results": result("120"), "awards": award("UNPSA")}, "", 1),
        ({"results": result("120", "40", EXAMINED)}, STUDY, 3),
        ({"results": result("120", "40")}, STUDY, 2),  # the study is not about this result
        ({"results": result("120", "40", EXAMINED)}, "", 2),  # no sentence says so
        ({"results": result("120", None, EXAMINED)}, STUDY, 1),  # no figure before
        ({"results": result("120", "40"), "replicated_by": MEASURED_COPIES}, REPLICATION, 2),
        (
            {"results": result("120", "40", EXAMINED), "replicated_by": MEASURED_COPIES},
            STUDY + REPLICATION,
            4,
        ),
        (
            {"results": result("120", "40", EXAMINED), "replicated_by": MEASURED_COPIES},
            STUDY,
            3,
        ),  # no source cited for the copy
        (
            {"results": result("120", "40", EXAMINED), "replicated_by": COPIES},
            STUDY + REPLICATION,
            3,
        ),  # the copy measured nothing
    ],
)
def test_a_step_needs_all_those_below_it(case_of, keys, more, step):
    assessed = evidence.assess(case_of(more, **keys))
    assert assessed.step == step
    assert assessed.met == {n: n <= step for n in range(5)}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Penelitian 2020 menyimpulkan layanan efektif.", True),
        ("Kajian UGM menilai jangkauannya sempit.", True),  # criticism counts alike
        ("Evaluasi dinas menilai program berhasil.", False),  # by the agency itself
        ("Penelitian masih berlangsung.", False),  # no outcome yet
    ],
)
def test_a_study_is_a_sentence_with_its_outcome(case_of, sentence, found):
    case = case_of(f"\n## Dampak\n\n{sentence} Warga senang.[^1]\n")
    assert [study.sentence for study in evidence.studies(case)] == [sentence] * found


def test_a_study_is_quoted_up_to_a_colon(case_of):
    """Behind it stand details of the finding, or a list."""
    more = "\n## Dampak\n\nKajian UGM menemukan dua hal:\n\n- Biaya turun. [^1]\n"
    (study,) = evidence.studies(case_of(more))
    assert study.sentence == "Kajian UGM menemukan dua hal"


def test_a_worsening_stands_apart_from_the_results_that_count(real_cases):
    assessed = evidence.assess(real_cases["2h2-center"].case)
    assert assessed.step == 2
    assert [(result.before, result.after) for result in assessed.compared] == [("14", "6")]
    assert [(result.before, result.after) for result in assessed.adverse] == [("45", "48")]


def test_an_examined_result_comes_with_the_sentence_on_its_study(real_cases):
    (examined,) = evidence.assess(real_cases["kiat-guru"].case).examined
    assert examined.result.after.startswith("3,5 kali lebih cepat")
    assert examined.study.sentence.startswith("Menurut evaluasi Bank Dunia")
    assert examined.study.sources == (3,)
    assert evidence.assess(real_cases["kiat-guru"].case).best == examined.result


@pytest.mark.parametrize(
    ("slug", "step"),
    [
        ("jarik-ma-siti", 1),  # no figure from before; copies without figures
        ("putik-sari", 2),
        ("kiat-guru", 3),  # compared with other schools by the World Bank
        ("mahirah-muamalah", 2),  # nobody says who carried out the second survey
        ("gamak-lombok-barat", 2),  # the study is about another figure
        (
            "posyandu-prakonsepsi-banggai",
            0,
        ),  # a study of 316 women, but no result of the innovation
        ("rumah-terapi-ceria-adikku", 0),
    ],
)
def test_real_cases_stand_on_the_step_that_a_reader_would_give(real_cases, slug, step):
    assert evidence.assess(real_cases[slug].case).step == step


def test_no_case_without_a_measured_figure_stands_above_a_case_with_one(real_cases):
    for parsed in real_cases.values():
        assessed = evidence.assess(parsed.case)
        assert bool(assessed.step) == bool(assessed.measured)


@pytest.mark.parametrize(
    ("keys", "spread"),
    [
        ({}, "none"),
        ({"replicated_by": "[{by: 'Malang (komitmen)'}]"}, "promised"),
        ({"replicated_by": "[{by: 'Malang (komitmen)'}, {by: Kota Batu}]"}, "copied"),
    ],
)
def test_spread_tells_copies_from_promises(case_of, keys, spread):
    assert evidence.spread(case_of(**keys)) == spread


def test_completeness_says_which_facts_are_known(case_of):
    sparse = {fact.key: fact.known for fact in evidence.completeness(case_of())}
    assert sparse["problem"] and sparse["started"]
    assert not sparse["cost"] and not sparse["result"] and not sparse["status"]
    full = evidence.completeness(
        case_of(
            "\n## Tantangan\n\nKader kurang. [^1]\n\n## Pembelajaran\n\nLatih kader. [^1]\n",
            results=result("120"),
            cost="Rp1 juta",
            staff="2 kader",
            duration="1 bulan",
            legal_basis="[Perbup 1/2020]",
            status_checked="2024-05-06",
            replicated_by=COPIES,
            copy_terms="izin tertulis",
            website="https://contoh.go.id",
        )
    )
    assert [fact.key for fact in full if not fact.known] == []
    assert [fact.key for fact in full] == list(sparse)


def test_challenges_and_lessons_are_two_facts(real_cases):
    """A page never says that a case has “challenges or lessons” and lacks challenges."""
    known = {fact.key: fact.known for fact in evidence.completeness(real_cases["2h2-center"].case)}
    assert (known["challenges"], known["lessons"]) == (False, True)


def test_an_unknown_status_is_a_gap_even_if_it_was_checked(case_of):
    case = case_of(status="belum-diketahui", status_checked="2024-05-06")
    assert {fact.key: fact.known for fact in evidence.completeness(case)}["status"] is False


def test_a_status_grows_old():
    today = dt.date(2026, 11, 24)
    assert evidence.age_in_years("2023", today) == 3
    assert not evidence.is_old(2024, today)
    assert evidence.is_old(dt.date(2023, 12, 31), today)
    assert evidence.age_in_years(None, today) is None
    assert evidence.is_old(None, today)


def test_the_first_recent_year_follows_from_the_day():
    for year in (2026, 2027):
        today = dt.date(year, 1, 1)
        since = evidence.recent_since(today)
        assert since == year - evidence.OLD_AFTER_YEARS
        assert not evidence.is_old(since, today)
        assert evidence.is_old(since - 1, today)


def test_only_a_case_that_is_said_to_run_by_an_old_source_needs_a_check():
    today = dt.date(2026, 11, 24)
    for status in vocabulary.STATUSES:
        runs = status in {"berkembang", "berlanjut"}
        assert evidence.needs_check(status, 2023, today) is runs
        assert evidence.needs_check(status, None, today) is runs
        assert not evidence.needs_check(status, 2024, today)


def test_the_mark_stays_an_exception_among_the_real_cases(real_cases):
    cases = [parsed.case for parsed in real_cases.values() if parsed.case]
    day = max(case.updated for case in cases)
    marked = sum(evidence.needs_check(case.status, case.status_as_of, day) for case in cases)
    assert 0 < marked < len(cases) / 3


def test_running_cases_come_first_and_stopped_cases_last():
    order = sorted(vocabulary.STATUSES, key=evidence.life_order, reverse=True)
    assert set(order[:2]) == {"berkembang", "berlanjut"}
    assert order[2:] == ["belum-diketahui", "berhenti"]


def test_a_stopped_case_names_the_sections_that_tell_its_end(real_cases, case_of):
    assert evidence.sections_on_end(real_cases["anggur-merah"].case) == ("tantangan",)
    assert evidence.sections_on_end(real_cases["samisake-bengkulu"].case) == ()
    assert (
        evidence.sections_on_end(case_of("\n## Dampak\n\nSudah ditutup. [^1]\n")) == ()
    )  # still running
