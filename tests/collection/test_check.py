"""What the check finds in cases that can be shown, and in the collection as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.collection.check import check_alone, check_content

SOURCES = [f"{{title: S{n}, url: 'https://contoh.go.id/{n}'}}" for n in range(9)]


@pytest.fixture
def findings_of(content_folder):
    """``findings_of()``: the findings of the folder as (slug, line, level, message, remedy)."""

    def findings_of(level=None, drafts=()):
        rows = []
        for finding in check_content(content_folder.path, drafts):
            name = finding.path.rsplit("/", 1)[1].removesuffix(".md")
            if level is None or finding.level == level:
                rows.append((name, finding.line, finding.level, finding.message, finding.remedy))
        return rows

    return findings_of


def sources(*numbers):
    return f"[{', '.join(SOURCES[n] for n in numbers)}]"


def body(cites):
    """A body that cites this many sources."""
    marks = "".join(f"[^{n}]" for n in range(1, cites + 1))
    return f"\n## Masalah\n\nTeks. {marks}\n\n## Solusi\n\nTeks. [^1]\n"


# --- the real collection --------------------------------------------------------------


def test_the_collection_has_no_error(content):
    findings = check_content(content)
    assert [str(finding) for finding in findings if finding.level == "error"] == []
    assert findings == sorted(findings)
    known = [finding for finding in findings if "(diketahui:" in finding.message]
    assert {finding.level for finding in known} == {"warning"}
    assert any("kampung-tematik-tangerang.md" in finding.path for finding in known)


def test_the_collection_names_no_person_and_one_accepted_number(content):
    told = {
        (finding.path.rsplit("/", 1)[1], finding.message)
        for finding in check_content(content)
        if finding.message.startswith("memuat ")
    }
    ((name, message),) = told
    assert name == "sapa-129.md"
    assert message.startswith("memuat nomor telepon “08111-129-129” (diketahui: nomor WhatsApp")


def test_a_good_case_has_no_finding(content_folder, findings_of):
    content_folder.write("baik")
    assert findings_of() == []


# --- one case -------------------------------------------------------------------------


def test_a_source_never_cited_is_an_error_on_its_line(
    content_folder, findings_of, case_text, line_of
):
    text = case_text(sources=f"\n  - {SOURCES[1]}\n  - {SOURCES[2]}")
    content_folder.write("a", text)
    ((slug, line, level, message, remedy),) = findings_of()
    assert (slug, line, level) == ("a", line_of(text, "  - {title: S2"), "error")
    assert message == "sumber 2 tidak pernah dirujuk"
    assert "[^2]" in remedy


@pytest.mark.parametrize(
    ("key", "value", "start"),
    [
        ("adapted_from", "tidak-ada", "adapted_from"),
        (
            "replicated_by",
            "\n  - {by: Dinas A}\n  - {by: Dinas B, case: tidak-ada}",
            "  - {by: Dinas B",
        ),
    ],
)
def test_a_link_to_no_case_is_an_error_on_its_line(
    content_folder, findings_of, case_text, line_of, key, value, start
):
    text = case_text(**{key: value})
    content_folder.write("a", text)
    ((slug, line, level, message, remedy),) = findings_of()
    assert (slug, line, level) == ("a", line_of(text, start), "error")
    assert message == "“tidak-ada” menunjuk kasus yang tidak ada"
    assert "slug" in remedy


@pytest.mark.parametrize("key", ["adapted_from", "replicated_by"])
def test_a_case_cannot_be_a_copy_of_itself(content_folder, findings_of, case_text, line_of, key):
    text = case_text(**{key: "a" if key == "adapted_from" else "[{by: Dinas A, case: a}]"})
    content_folder.write("a", text)
    ((_, line, level, message, _),) = findings_of()
    assert (line, level) == (line_of(text, key), "error")
    assert message == "“a” menunjuk kasus ini sendiri"


def test_a_link_to_a_case_with_errors_of_its_own_is_fine(content_folder, findings_of, case_text):
    content_folder.write("a", case_text(adapted_from="rusak"))
    content_folder.write("rusak", b"")
    assert [slug for slug, *_ in findings_of("error")] == ["rusak"]


@pytest.mark.parametrize(
    ("ending", "whole"),
    [
        (".", True),
        ("?", True),
        ('."', True),
        (".)", True),
        (".”", True),
        ("", False),
        (",", False),
        (" (", False),
    ],
)
def test_a_summary_ends_with_a_sentence(
    content_folder, findings_of, case_text, line_of, ending, whole
):
    summary = f"Puskesmas mengantar obat ke rumah pasien lanjut usia{ending}"
    text = case_text(summary=f"'{summary}'")
    content_folder.write("a", text)
    rows = [(line, level, message) for _, line, level, message, _ in findings_of()]
    expected = (line_of(text, "summary"), "warning", "summary berakhir di tengah kalimat")
    assert rows == ([] if whole else [expected])


def test_an_english_summary_ends_with_a_sentence(content_folder, findings_of, case_text, line_of):
    text = case_text(summary_en="Health centres bring medicine to the homes of elderly patients")
    content_folder.write("a", text)
    ((_, line, level, message, _),) = findings_of()
    assert (line, level) == (line_of(text, "summary_en"), "warning")
    assert message == "summary_en berakhir di tengah kalimat"


BAD = """\
---
title: Antre: Cepat
summary: Pendek
agency:
government: Pemkab Ngada
level: Kabupaten
province: NTT
category: Kesehatan
tags: a, b
status: aktif
results:
  - {measure: warga, after: 1.200}
  - {measure: warga: x, after: 1.200}
sources:
  - {title: x, url: "https://contoh.go.id/a"}
---

## Latar Belakang

Teks tanpa rujukan.

## Solusi

Teks [1].

## Hasil

Teks. [^1,2]
"""


def test_all_mistakes_of_a_file_are_told_at_once(content_folder, findings_of):
    content_folder.write("salah", BAD)
    expected = [
        (1, "“updated” tidak ada", "wajib"),
        (2, "YAML tidak terbaca (ada titik dua", "tanda kutip"),
        (3, "summary: terlalu sedikit", "40"),
        (4, "agency: kosong", "kunci ini wajib"),
        (5, "“Pemkab Ngada” tidak ada di daftar", "“Pemerintah Kabupaten Ngada”"),
        (6, "“Kabupaten” tidak dikenal", "maksudnya “kabupaten”?"),
        (7, "“NTT” tidak dikenal", "maksudnya “Nusa Tenggara Timur”?"),
        (8, "“Kesehatan” tidak dikenal", "maksudnya “kesehatan”?"),
        (9, "tags: harus berupa daftar", "[butir, butir]"),
        (10, "“aktif” tidak dikenal", "maksudnya “berlanjut”?"),
        (12, "results 1 after: harus berupa teks", 'tanda kutip: "1.200"'),
        (13, "YAML tidak terbaca (pasangan { … }", "koma"),
        (18, "judul “Latar Belakang” tidak dikenal", "maksudnya “## Masalah”?"),
        (20, "paragraf tanpa rujukan", "[^n]"),
        (24, "“[1]” bukan rujukan", "maksudnya [^1]?"),
        (26, "judul “Hasil” tidak dikenal", "maksudnya “## Dampak”?"),
        (28, "[^1,2] tidak menunjuk", "[^1][^2]"),
    ]
    told = [(line, message, remedy) for _, line, _, message, remedy in findings_of()]
    assert [line for line, *_ in told] == [line for line, *_ in expected]
    for (_, message, remedy), (_, message_part, remedy_part) in zip(told, expected, strict=True):
        assert message_part in message and remedy_part in remedy


@pytest.mark.parametrize("key", ["government", "level", "province"])
@pytest.mark.parametrize("value", ["[a]", "{a: b}", "12", "", "'x'"])
def test_any_value_of_a_place_can_be_checked(content_folder, findings_of, case_text, key, value):
    content_folder.write("salah", case_text(**{key: value}))
    assert findings_of()


def test_personal_data_are_told_with_their_line_also_in_a_broken_file(
    content_folder, findings_of, case_text, line_of
):
    text = case_text() + "\nTanya dr. Ratna, 0812-3456-7890. [^1]\n"
    content_folder.write("a", text)
    content_folder.write("rusak", text.replace("title:", "tittle"))
    line = line_of(text, "Tanya")
    for slug in ("a", "rusak"):
        rows = [row[1:4] for row in findings_of() if row[0] == slug and "memuat n" in row[3]]
        assert rows == [
            (line, "error", "memuat nomor telepon “0812-3456-7890”"),
            (line, "warning", "memuat nama orang “dr. Ratna”"),
        ]


def test_personal_data_in_a_theme_are_told(content_folder, findings_of, tmp_path):
    draft = tmp_path / "themes" / "obat.md"
    draft.parent.mkdir()
    draft.write_text("---\ntitle: x\n---\n\nsurel budi@gmail.com\n")
    rows = [row for row in findings_of("error", [draft]) if "surel" in row[3]]
    assert [(row[0], row[1]) for row in rows] == [("obat", 5)]


def test_a_person_that_a_case_is_named_after_is_none(content_folder, findings_of, case_text):
    content_folder.write("pak-dalman", case_text(title="Pak Dalman"))
    content_folder.write("lain", case_text() + "\nSeperti Pak Dalman. [^1]\n")
    assert findings_of() == []


def test_a_file_that_is_not_yet_in_the_collection_is_checked_alone(case_text):
    text = case_text(adapted_from="putik-sari", results=None) + "\nTanya Bu Ani. [^1]\n"
    told = {
        finding.message
        for finding in check_alone(Path("baru.md"), text.encode(), {"putik-sari"}, ["Antar Obat"])
    }
    assert told == {"belum ada results", "memuat nama orang “Bu Ani”"}


PROBLEMS = """
  - "obat pasien lansia menumpuk di apotek puskesmas"
  - "antre 3 jam hanya untuk mengambil obat bulanan"
  - "hanya dr. Ratna yang mau datang ke rumah pasien"
"""


def test_a_figure_and_a_name_in_a_problem_are_errors_on_their_lines(
    content_folder, findings_of, case_text, line_of
):
    text = case_text(problems=PROBLEMS.rstrip())
    content_folder.write("a", text)
    figure, name = findings_of()
    assert figure[:3] == ("a", line_of(text, '  - "antre 3 jam'), "error")
    assert figure[3] == "problems 2 memuat angka “3”"
    assert "tanpa angka" in figure[4]
    assert name[:3] == ("a", line_of(text, '  - "hanya dr. Ratna'), "error")
    assert name[3] == "problems 3 menyebut nama orang “dr. Ratna”"
    assert "perannya" in name[4]


def test_a_case_with_a_figure_in_a_problem_can_be_shown(content_folder, case_text):
    """The rule knows names by their looks only, so it must not take a case off the site."""
    content_folder.write("a", case_text(problems=PROBLEMS.rstrip()))
    cases, findings = content_folder.read()
    assert list(cases) == ["a"] and findings == []


def test_an_award_that_is_not_on_the_list_is_a_warning(
    content_folder, findings_of, case_text, line_of
):
    text = case_text(awards="[{name: Lomba Kebersihan, rank: Juara I, year: 2021}]")
    content_folder.write("antar-obat", text)
    ((_, line, level, message, remedy),) = findings_of()
    assert (level, line) == ("warning", line_of(text, "awards"))
    assert "Lomba Kebersihan" in message and "awards.csv" in remedy


def test_a_case_without_results_is_a_warning(content_folder, findings_of, case_text):
    content_folder.write("a", case_text(results=None))
    ((slug, _, level, message, remedy),) = findings_of()
    assert (slug, level, message) == ("a", "warning", "belum ada results")
    assert "sumber" in remedy


def test_a_paragraph_without_citation_is_a_warning_on_its_line(
    content_folder, findings_of, case_text, line_of
):
    text = case_text("\n## Masalah\n\nAda. [^1]\n\nTanpa.\n\n## Solusi\n\nAda. [^1]\n")
    content_folder.write("a", text)
    ((_, line, level, message, _),) = findings_of()
    assert (line, level) == (line_of(text, "Tanpa"), "warning")
    assert message == "paragraf tanpa rujukan: “Tanpa.”"


# --- places ---------------------------------------------------------------------------


def test_an_unknown_government_is_a_warning_that_names_the_nearest(
    content_folder, findings_of, case_text, line_of
):
    text = case_text(government="Pemerintah Kabupaten Malng", level="kabupaten")
    content_folder.write("a", text)
    ((_, line, level, message, remedy),) = findings_of()
    assert (line, level) == (line_of(text, "government"), "warning")
    assert message == "“Pemerintah Kabupaten Malng” tidak ada di daftar wilayah"
    assert remedy == "maksudnya “Pemerintah Kabupaten Malang”?"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [("province", "Bali", "Jawa Timur"), ("level", "kabupaten", "kota")],
)
def test_a_place_that_contradicts_the_government_is_a_warning(
    content_folder, findings_of, case_text, line_of, key, value, expected
):
    text = case_text(**{key: value})
    content_folder.write("a", text)
    ((_, line, level, message, remedy),) = findings_of()
    assert (line, level) == (line_of(text, key), "warning")
    assert message == f"{key} “{value}” tidak sesuai dengan Pemerintah Kota Malang"
    assert f"“{expected}”" in remedy


def test_a_ministry_needs_no_place_in_the_list(content_folder, findings_of, case_text):
    content_folder.write(
        "a",
        case_text(government="Kementerian Kesehatan", level="kementerian", province="Nasional"),
    )
    assert findings_of() == []


# --- twins ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"title": "Putik Sari"}, {"title": "PUTIK-SARI"}),
        ({"title": "Jarik Ma'Siti"}, {"title": "Jarik Ma’ Siti"}),
        ({"title": "A", "expansion": "Antar Obat"}, {"title": "B", "expansion": "antar obat"}),
        ({"title": "A", "expansion": "Antar Obat"}, {"title": "Antar Obat"}),
    ],
)
def test_cases_of_the_same_name_are_likely_twins(
    content_folder, findings_of, case_text, line_of, first, second
):
    first_text, second_text = (
        case_text(body(1), sources=sources(n), **{k: f'"{v}"' for k, v in keys.items()})
        for n, keys in enumerate((first, second))
    )
    content_folder.write("a", first_text)
    content_folder.write("b", second_text)
    ((slug, line, level, message, remedy),) = findings_of()
    assert (slug, line, level) == ("b", line_of(second_text, "title"), "warning")
    assert message == "mungkin sama dengan a.md: bernama sama"
    assert "gabungkan" in remedy


@pytest.mark.parametrize(
    ("first", "second", "twins"),
    [
        ([0, 1], [0, 1], True),
        ([0, 1], [1, 0, 2], True),
        ([0, 1, 2], [0, 1, 3], True),
        ([0, 1, 2, 3], [0, 1, 4, 5], False),
        ([0], [0], False),
        ([0, 1], [2, 3], False),
    ],
)
def test_cases_of_the_same_sources_are_likely_twins(
    content_folder, findings_of, case_text, line_of, first, second, twins
):
    """They share at least two sources, and half of the sources of both."""
    content_folder.write("a", case_text(body(len(first)), title="Satu", sources=sources(*first)))
    text = case_text(body(len(second)), title="Dua", sources=sources(*second))
    content_folder.write("b", text)
    rows = findings_of()
    assert len(rows) == twins
    if twins:
        ((slug, line, level, message, _),) = rows
        assert (slug, line, level) == ("b", line_of(text, "sources"), "warning")
        assert message == "mungkin sama dengan a.md: memakai 2 sumber yang sama"


def test_a_source_of_many_cases_makes_no_twins(content_folder, findings_of, case_text):
    """Every case of a book of innovations cites the book."""
    for n in range(4):
        content_folder.write(f"a{n}", case_text(body(2), title=f"Judul {n}", sources=sources(0, 1)))
    assert findings_of() == []


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ({"adapted_from": "b"}, {}, {}),
        ({}, {"replicated_by": "[{by: Dinas, case: a, result: '9'}]"}, {}),
        ({"adapted_from": "c"}, {"adapted_from": "c"}, {}),
        ({}, {}, {}),
    ],
    ids=["copy", "copied", "copies of a third", "not related"],
)
def test_related_cases_are_no_twins(content_folder, findings_of, case_text, first, second, third):
    content_folder.write("a", case_text(body(2), title="Sama", sources=sources(0, 1), **first))
    content_folder.write("b", case_text(body(2), title="Sama", sources=sources(0, 1), **second))
    content_folder.write("c", case_text(body(1), title="Lain", sources=sources(5), **third))
    messages = [message for *_, message, _ in findings_of()]
    related = bool(first or second)
    assert messages == (
        []
        if related
        else [
            "mungkin sama dengan a.md: bernama sama",
            "mungkin sama dengan a.md: memakai 2 sumber yang sama",
        ]
    )


def test_titles_of_signs_alone_are_not_the_same_name(content_folder, findings_of, case_text):
    content_folder.write("a", case_text(title='"★"', sources=sources(0)))
    content_folder.write("b", case_text(title='"→ !"', sources=sources(1)))
    assert findings_of() == []


# --- the collection -------------------------------------------------------------------


def test_a_withdrawn_case_may_not_have_a_file(content_folder, findings_of):
    content_folder.write("a")
    (content_folder.path / "withdrawn.yaml").write_text(
        "# ditarik\nlama: {reason: Digabung., instead: a}\na: {reason: Salah.}\n"
    )
    ((name, line, level, message, remedy),) = findings_of()
    assert (name, line, level) == ("withdrawn.yaml", 3, "error")
    assert message == "“a” ditarik, tetapi berkasnya masih ada"
    assert "hapus" in remedy


def test_the_replacement_of_a_withdrawn_case_must_exist(content_folder, findings_of):
    content_folder.write("a")
    (content_folder.path / "withdrawn.yaml").write_text(
        "lama: {reason: Digabung., instead: tidak-ada}\n"
    )
    ((name, line, level, message, _),) = findings_of()
    assert (name, line, level) == ("withdrawn.yaml", 1, "error")
    assert message == "pengganti “tidak-ada” tidak ada"


def test_a_known_finding_is_a_warning_with_the_reason(content_folder, findings_of, case_text):
    content_folder.write("a", case_text(sources=sources(0, 1)))
    content_folder.write("b", case_text(sources=sources(2, 3), title="Lain"))
    (content_folder.path / "known-problems.yaml").write_text(
        'a:\n  "sumber 2 tidak pernah dirujuk": menunggu kurator\n'
    )
    assert [(slug, level, message) for slug, _, level, message, _ in findings_of()] == [
        ("a", "warning", "sumber 2 tidak pernah dirujuk (diketahui: menunggu kurator)"),
        ("b", "error", "sumber 2 tidak pernah dirujuk"),
    ]


def test_a_known_finding_that_no_longer_occurs_is_a_warning(content_folder, findings_of):
    content_folder.write("a")
    (content_folder.path / "known-problems.yaml").write_text(
        '# diketahui\na:\n  "sumber 2 tidak pernah dirujuk": menunggu kurator\n'
    )
    ((name, line, level, message, remedy),) = findings_of()
    assert (name, line, level) == ("known-problems.yaml", 3, "warning")
    assert message == "“a: sumber 2 tidak pernah dirujuk” tidak terjadi lagi"
    assert "hapus" in remedy


def test_files_that_are_no_case_are_reported_with_the_others(content_folder, findings_of):
    content_folder.write("a", b"")
    content_folder.write("B")
    content_folder.write("baik")
    assert [(slug, level) for slug, _, level, *_ in findings_of()] == [
        ("B", "error"),
        ("a", "error"),
    ]


def test_a_draft_outside_is_checked_against_the_collection(
    content_folder, findings_of, case_text, tmp_path
):
    content_folder.write("a", case_text(title="Sama", sources=sources(0)))
    draft = tmp_path / "draf.md"
    draft.write_text(case_text(title="Sama", sources=sources(1), adapted_from="tidak-ada"))
    messages = [(slug, message) for slug, *_, message, _ in findings_of(drafts=[draft])]
    assert messages == [
        ("draf", "mungkin sama dengan a.md: bernama sama"),
        ("draf", "“tidak-ada” menunjuk kasus yang tidak ada"),
    ]


def test_a_file_given_twice_is_checked_once(content_folder, findings_of, case_text):
    path = content_folder.write("a", case_text(results=None))
    assert len(findings_of(drafts=[path, path.parent / ".." / "innovations" / "a.md"])) == 1


def test_progress_sees_every_file(content_folder):
    for slug in ("a", "b", "c"):
        content_folder.write(slug)
    seen = []

    def progress(paths):
        for path in paths:
            seen.append(path.name)
            yield path

    check_content(content_folder.path, progress=progress)
    assert seen == ["a.md", "b.md", "c.md"]


def test_a_folder_that_is_not_there_is_an_error_of_its_own(tmp_path):
    with pytest.raises(FileNotFoundError):
        check_content(tmp_path / "tidak-ada")
