"""Findings: the many of one file are summed up, and none of another file is lost for it."""

from __future__ import annotations

from app.collection.check import check_content
from app.collection.finding import MOST_OF_A_FILE, Finding, summed_up


def finding(path, line, level="error"):
    return Finding(path, line, level, "salah", "betulkan")


def test_a_file_with_few_findings_keeps_them_all():
    findings = [finding("b.md", line) for line in range(MOST_OF_A_FILE, 0, -1)]
    assert list(summed_up(findings)) == sorted(findings)


def test_beyond_twenty_their_number_is_told_and_the_other_files_keep_theirs():
    many = [finding("a.md", line) for line in range(1, 1201 + MOST_OF_A_FILE)]
    told = list(summed_up([finding("b.md", 3), *many]))
    assert told[:MOST_OF_A_FILE] == many[:MOST_OF_A_FILE]
    assert told[MOST_OF_A_FILE].message == "dan 1.200 masalah lagi di berkas ini"
    assert told[-1] == finding("b.md", 3)


def test_errors_are_told_before_warnings():
    warnings = [finding("a.md", line, "warning") for line in range(1, 100)]
    told = list(summed_up([*warnings, finding("a.md", 200)]))
    assert [f.line for f in told if f.level == "error"] == [200]
    assert told[-1].level == "warning"


def test_one_file_of_the_allowed_size_cannot_flood_the_report(content_folder):
    content_folder.write("antar-obat")
    path = content_folder.innovations / "antar-obat.md"
    text = path.read_text().replace("title:", f"tags: [{'a,' * 20_000}a]\ntitle:", 1)
    path.write_text(text)
    findings = check_content(content_folder.path)
    of_the_file = [f for f in findings if f.path.endswith("antar-obat.md")]
    assert len(of_the_file) == MOST_OF_A_FILE + 1
    assert any("masalah lagi" in f.message for f in of_the_file)
