"""The catalogue is checked against the cases, the regions and the list of awards."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.collection.catalogue_check import central_bodies
from app.collection.check import check_content
from tests.conftest import catalogue_text


@pytest.fixture
def findings(content_folder):
    """``findings({column: value}, …)``: level and message of each finding about some rows."""
    for slug in ("antar-obat", "jemput-obat"):
        content_folder.write(slug)

    def check(*rows):
        path = content_folder.write_catalogue(*rows)
        return [
            (finding.line, finding.level, finding.message, finding.remedy)
            for finding in check_content(content_folder.path)
            if finding.path == str(path)
        ]

    return check


def test_a_good_row_has_no_finding(findings):
    assert findings({}, {"title": "Jemput", "case": "jemput-obat"}) == []


def test_the_real_catalogue_passes_the_check(content):
    findings = check_content(content)
    assert [finding for finding in findings if finding.path.endswith("catalogue.csv")] == []


def test_a_case_that_is_not_there(findings):
    ((line, level, message, _),) = findings({}, {"title": "Lain", "case": "tidak-ada"})
    assert (line, level, message) == (3, "error", "“tidak-ada” menunjuk kasus yang tidak ada")


def test_a_withdrawn_case_is_told_with_its_replacement(findings, content_folder):
    (content_folder.path / "withdrawn.yaml").write_text(
        'ojek-obat: {reason: "ganda", instead: antar-obat}', "utf-8"
    )
    ((_, level, message, remedy),) = findings({"case": "ojek-obat"})
    assert (level, message) == ("error", "“ojek-obat” sudah ditarik dari koleksi")
    assert remedy == "tulis penggantinya, “antar-obat”"


def test_a_row_whose_case_is_there_should_name_it(findings):
    ((line, level, message, remedy),) = findings({"title": "ANTAR-OBAT"})
    assert (line, level) == (2, "warning")
    assert "sudah ada kasusnya" in message
    assert "antar-obat" in remedy


def test_two_rows_that_name_the_same_case(findings):
    rows = [{"title": name, "case": "antar-obat"} for name in ("Antar Obat", "Antar Obat Kita")]
    ((line, level, message, _),) = findings(*rows)
    assert (line, level, message) == (
        *(3, "warning"),
        "kasus “antar-obat” sudah disebut di baris 2",
    )


@pytest.mark.parametrize(
    ("changes", "message", "remedy"),
    [
        (
            {"government": "Pemerintah Kota Mlang"},
            "“Pemerintah Kota Mlang” tidak ada di daftar wilayah dan instansi pusat",
            "maksudnya “Pemerintah Kota Malang”?",
        ),
        (
            {"government": "Kementerian Kesehatn", "level": "kementerian", "province": "Nasional"},
            "“Kementerian Kesehatn” tidak ada di daftar wilayah dan instansi pusat",
            "maksudnya “Kementerian Kesehatan”?",
        ),
        (
            {"province": "Bali"},
            "province “Bali” tidak sesuai dengan Pemerintah Kota Malang",
            "periksa; menurut daftar wilayah “Jawa Timur”",
        ),
        (
            {"level": "kabupaten"},
            "level “kabupaten” tidak sesuai dengan Pemerintah Kota Malang",
            "periksa; menurut daftar wilayah “kota”",
        ),
        (
            {"award": "Lomba Kampung"},
            "penghargaan “Lomba Kampung” tidak ada di daftar",
            "awali dengan namanya di daftar (KIPP Top 99), atau tambahkan ke "
            "app/collection/data/awards.csv",
        ),
    ],
)
def test_names_that_the_reference_lists_lack(findings, changes, message, remedy):
    assert findings(changes) == [(2, "warning", message, remedy)]


def test_personal_data_is_told_but_titles_may_name_persons(findings):
    rows = [
        {"source_title": "Pak Budi Santoso Raih KIPP"},
        {"title": "B", "agency": "0812-3456-7890"},
    ]
    ((line, _, message, _),) = findings(*rows)
    assert line == 3
    assert "nomor telepon" in message


def test_a_file_outside_the_content_folder_is_checked_against_its_cases(content_folder, tmp_path):
    content_folder.write("antar-obat")
    draft = tmp_path / "usulan.csv"
    draft.write_text(catalogue_text({"case": "tidak-ada"}, {"title": ""}), "utf-8")
    found = check_content(content_folder.path, [draft])
    messages = [finding.message for finding in found if finding.path == str(draft)]
    assert messages == ["“tidak-ada” menunjuk kasus yang tidak ada", "kolom “title” kosong"]


def test_the_list_of_central_bodies_has_each_name_once(real_cases):
    path = Path("app/collection/data/central-bodies.csv")
    names = [row["name"] for row in csv.DictReader(path.read_text("utf-8").splitlines())]
    assert sorted(set(names)) == names
    bodies = {
        parsed.case.government
        for parsed in real_cases.values()
        if parsed.case and parsed.case.region is None
    }
    assert bodies <= central_bodies()
