"""Two people who read the same file reach the same step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from app.collection import evidence, files, vocabulary
from app.collection.case import Case

BODY = """
## Masalah

Pasien sulit datang. [^1]

## Solusi

Kader mengantar obat. [^1]
"""


@pytest.fixture(scope="session")
def case_of(case_text: Callable[..., str]) -> Callable[..., Case]:
    """``case_of(more_body, key=…)``: a made-up case, by default without any evidence."""

    def case_of(more: str = "", **keys: str | None) -> Case:
        keys = {"awards": None, "results": None, **keys}
        parsed = files.parse(Path("antar-obat.md"), case_text(BODY + more, **keys).encode())
        assert parsed.case, parsed.findings
        return parsed.case

    return case_of


def result(after: str, before: str | None = None) -> str:
    more = f", before: '{before}'" if before else ""
    return f"[{{measure: Pasien, after: '{after}'{more}}}]"


def award(name: str, rank: str = "Juara I") -> str:
    return f"[{{name: '{name}', rank: '{rank}', year: 2021}}]"


COPIES = "[{by: Kabupaten Malang, year: 2022}]"
REPLICATION = "\n## Replikasi\n\nKabupaten Malang menirunya. [^1]\n"


@pytest.mark.parametrize(
    ("keys", "more", "step"),
    [
        ({}, "", 0),
        ({"results": result("120 (2021)")}, "", 1),
        ({"results": result("semua pasien")}, "", 0),  # no figure
        ({"results": result("120 (2021)", "40 (2019)")}, "", 2),
        ({"results": result("120 (2021)", "belum ada")}, "", 1),  # no figure before
        ({"results": result("tidak ada", "40 (2019)")}, "", 0),  # no figure after
        ({"awards": award("KIPP", "Top 99")}, "", 3),
        ({"awards": award("UNPSA")}, "", 3),
        ({"awards": award("UNPSA", "Peserta")}, "", 0),  # took part
        ({"awards": award("Kovablik Jawa Timur")}, "", 0),  # given by its own province
        ({"awards": award("IGA")}, "", 0),  # awarded to governments
        ({"awards": award("Lomba Kebersihan RT 5")}, "", 0),  # not on the list
        ({}, "\n## Dampak\n\nPenelitian 2020 menyimpulkan layanan efektif. [^1]\n", 3),
        ({}, "\n## Tantangan\n\nKajian UGM menilai jangkauannya sempit. [^1]\n", 3),
        ({}, "\n## Dampak\n\nEvaluasi dinas menilai program berhasil. [^1]\n", 0),
        ({}, "\n## Dampak\n\nPenelitian masih berlangsung. [^1]\n", 0),  # no outcome yet
        ({}, "\n## Pelaksanaan\n\nKajian awal menemukan 40 pasien. [^1]\n", 0),
        ({"results": result("120"), "replicated_by": COPIES}, REPLICATION, 4),
        ({"replicated_by": COPIES}, REPLICATION, 0),  # no measured result at home
        ({"results": result("120"), "replicated_by": COPIES}, "", 1),  # without a citation
        ({"results": result("120"), "replicated_by": "[{by: Malang, case: x-y}]"}, "", 4),
        (
            {"results": result("120"), "replicated_by": "[{by: 'Malang (komitmen)'}]"},
            REPLICATION,
            1,
        ),
    ],
)
def test_a_case_stands_on_the_highest_step_it_meets(case_of, keys, more, step):
    assessed = evidence.assess(case_of(more, **keys))
    assert assessed.step == step
    assert assessed.met[step] and step not in assessed.missing


def test_a_study_is_quoted_up_to_a_colon(case_of):
    """Behind it stand details of the finding, or a list."""
    more = "\n## Dampak\n\nKajian UGM menemukan dua hal:\n\n- Biaya turun. [^1]\n"
    (study,) = evidence.assess(case_of(more)).studies
    assert study.sentence == "Kajian UGM menemukan dua hal"


def test_a_gap_below_the_highest_step_is_listed_as_missing(case_of):
    assessed = evidence.assess(case_of(results=result("120"), awards=award("KIPP")))
    assert assessed.step == 3
    assert assessed.missing == (2, 4)


def test_the_facts_that_count_are_listed_with_their_sources(case_of):
    more = "\n## Dampak\n\nPenelitian 2020 menilai baik. Warga senang.[^1]\n" + REPLICATION
    assessed = evidence.assess(
        case_of(more, results=result("120", "40"), replicated_by=COPIES, awards=award("KIPP"))
    )
    assert [result.after for result in assessed.compared] == ["120"]
    assert [award.name for award in assessed.awards] == ["KIPP"]
    (study,) = assessed.studies
    assert (study.section, study.sentence) == ("dampak", "Penelitian 2020 menilai baik.")
    assert study.sources == assessed.copy_sources == (1,)
    assert [copy.by for copy in assessed.copies] == ["Kabupaten Malang"]


@pytest.mark.parametrize(
    ("slug", "step"),
    [
        ("jarik-ma-siti", 4),  # measured, and copied by two schools
        ("putik-sari", 2),  # awards of its province; districts only promised to copy
        ("posyandu-prakonsepsi-banggai", 3),  # a study of 316 women
        ("demi-sepeda-bagus", 3),
        ("rumah-terapi-ceria-adikku", 0),
    ],
)
def test_real_cases_stand_on_the_step_that_a_reader_would_give(real_cases, slug, step):
    assert evidence.assess(real_cases[slug].case).step == step


def test_every_step_has_some_cases_of_the_collection_and_none_has_most(real_cases):
    cases = [parsed.case for parsed in real_cases.values() if parsed.case]
    steps = [evidence.assess(case).step for case in cases]
    for step in map(int, vocabulary.EVIDENCE):
        assert 0.02 < steps.count(step) / len(steps) < 0.5


def test_completeness_says_which_facts_are_known(case_of):
    sparse = {fact.key: fact.known for fact in evidence.completeness(case_of())}
    assert sparse["problem"] and sparse["started"]
    assert not sparse["cost"] and not sparse["result"] and not sparse["status"]
    full = evidence.completeness(
        case_of(
            "\n## Tantangan\n\nKader kurang. [^1]\n",
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


def test_an_unknown_status_is_a_gap_even_if_it_was_checked(case_of):
    case = case_of(status="belum-diketahui", status_checked="2024-05-06")
    assert {fact.key: fact.known for fact in evidence.completeness(case)}["status"] is False


def test_a_status_grows_old():
    today = dt.date(2026, 11, 24)
    assert evidence.age_in_years("2023", today) == 3
    assert not evidence.is_old(2023, today)
    assert evidence.is_old(dt.date(2022, 12, 31), today)
    assert evidence.age_in_years(None, today) is None
    assert evidence.is_old(None, today)


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
