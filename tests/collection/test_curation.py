"""The curators' lists: a list that can't be understood is reported and counts as empty."""

from __future__ import annotations

import os

import pytest

from app.collection import curation
from app.collection.curation import read_known_findings, read_withdrawn
from app.collection.links import LINKS, read_gone, read_links
from app.search.query import attribute_list, synonyms


@pytest.fixture
def write(tmp_path):
    def write(text, name="withdrawn.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_withdrawn_cases_have_a_reason_and_perhaps_a_replacement(write, tmp_path):
    path = write(
        "# alasan\nlama: {reason: ' Digabung. ', instead: baru}\nusang:\n  reason: Usang.\n"
    )
    withdrawn, findings = read_withdrawn(tmp_path)
    assert findings == []
    assert {slug: (case.reason, case.instead, case.line) for slug, case in withdrawn.items()} == {
        "lama": ("Digabung.", "baru", 2),
        "usang": ("Usang.", None, 3),
    }
    assert withdrawn["lama"].path == str(path)


@pytest.mark.parametrize(
    "entry",
    ["", "Digabung.", "{}", "{reason: ''}", "{reason: 5}", "{reason: x, instead: 5}", "[x]"],
)
def test_an_entry_without_a_reason_is_reported_and_the_others_count(write, tmp_path, entry):
    path = write(f"lama: {{reason: Digabung.}}\nsalah: {entry}\n")
    withdrawn, findings = read_withdrawn(tmp_path)
    assert list(withdrawn) == ["lama"]
    (finding,) = findings
    assert (finding.path, finding.line, finding.level) == (str(path), 2, "error")
    assert "“salah”" in finding.message
    assert "reason" in finding.remedy


@pytest.mark.parametrize("read", [read_withdrawn, read_known_findings])
@pytest.mark.parametrize("text", [None, "", "\n\n", "# hanya catatan\n\n  # lagi\n"])
def test_a_missing_or_empty_file_is_an_empty_list(write, tmp_path, read, text):
    if text is not None:
        write(text, "withdrawn.yaml")
        write(text, "known-problems.yaml")
    assert read(tmp_path) == ({}, [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- satu\n", 1),
        ("a: 1\n\tb: 2\n", 2),
        ("a: {reason: x}\na: {reason: y}\n", 2),
        ("a: {reason: x\n", 1),
        ("a: &a {reason: x}\nb: *a\n", 2),
        ("a: " + "[" * 90_000, 1),
        ("2020: {reason: x}\n", 1),
        (b"a: {reason: x}\nb: \xff\n", 2),
        (b"a: \x00\n", 1),
    ],
    ids=lambda value: repr(value)[:20],
)
@pytest.mark.parametrize("name", ["withdrawn.yaml", "known-problems.yaml"])
def test_a_file_that_is_no_list_counts_as_empty_and_is_reported(write, tmp_path, name, text, line):
    path = write(text, name)
    read = {"withdrawn.yaml": read_withdrawn, "known-problems.yaml": read_known_findings}[name]
    values, findings = read(tmp_path)
    assert values == {}
    (finding,) = findings
    assert (finding.path, finding.line, finding.level) == (str(path), line, "error")
    assert finding.message and finding.remedy


def test_a_folder_in_place_of_the_file_is_reported(tmp_path):
    (tmp_path / "withdrawn.yaml").mkdir()
    withdrawn, findings = read_withdrawn(tmp_path)
    assert withdrawn == {}
    assert "ini folder" in findings[0].message


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_the_editor_makes_no_difference(write, tmp_path, mark):
    write(mark + b"lama: {reason: x}\r\nusang: {reason: y}\r\n")
    withdrawn, findings = read_withdrawn(tmp_path)
    assert findings == []
    assert {slug: entry.line for slug, entry in withdrawn.items()} == {"lama": 1, "usang": 2}


def test_known_findings_are_found_by_case_and_message(write, tmp_path):
    path = write(
        '# diketahui\nkas-anak-kasir:\n  "sumber 5 tidak pernah dirujuk": menunggu\n'
        "  lain: juga\nsalah: bukan pasangan\nangka: {pesan: 5}\n",
        "known-problems.yaml",
    )
    known, findings = read_known_findings(tmp_path)
    assert {key: (entry.reason, entry.line) for key, entry in known.items()} == {
        ("kas-anak-kasir", "sumber 5 tidak pernah dirujuk"): ("menunggu", 3),
        ("kas-anak-kasir", "lain"): ("juga", 4),
    }
    assert [(finding.path, finding.line, finding.level) for finding in findings] == [
        (str(path), 5, "error"),
        (str(path), 6, "error"),
    ]


def test_the_real_files_are_understood(content):
    assert read_withdrawn(content)[1] == []
    known, findings = read_known_findings(content)
    assert findings == []
    assert len(known) >= 1


# --- files that are no plain files of the folder -----------------------------------------


def _outside(path):
    path.symlink_to("/etc/passwd")


def _endless(path):
    path.symlink_to("/dev/zero")


def _loop(path):
    path.symlink_to(path.name)


LISTS = {
    "withdrawn.yaml": lambda folder: read_withdrawn(folder)[1],
    "known-problems.yaml": lambda folder: read_known_findings(folder)[-1],
    synonyms.SYNONYMS: lambda folder: synonyms.load(folder)[1],
    attribute_list.ATTRIBUTES: lambda folder: attribute_list.load(folder)[1],
    LINKS: lambda folder: read_links(folder)[1],
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_outside, "tautan menunjuk ke luar folder"),
        (_endless, "tautan menunjuk ke luar folder"),
        (_loop, "tautan melingkar"),
        (os.mkfifo, "bukan berkas biasa"),
        (os.mkdir, "ini folder"),
    ],
)
def test_a_list_is_read_from_a_plain_file_of_the_folder_alone(tmp_path, name, make, message):
    make(tmp_path / name)
    [finding] = LISTS[name](tmp_path)
    assert message in finding.message
    assert finding.path.endswith(name)
    assert not read_gone(tmp_path).asked


@pytest.mark.parametrize("name", ["withdrawn.yaml", synonyms.SYNONYMS])
def test_a_list_that_is_far_too_large_is_not_read(write, tmp_path, name):
    write(b"a" * (curation.MAX_BYTES + 1), name)
    [finding] = LISTS[name](tmp_path)
    assert "terlalu besar" in finding.message
