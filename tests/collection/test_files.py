"""Good case files are read, and a bad file is explained, whatever else lies in the folder."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection import files

GOOD = "putik-sari"


@pytest.fixture
def folder(content_folder):
    """A content folder with a real case, which is good."""
    content_folder.copy(GOOD)
    return content_folder


@pytest.fixture
def refuse(folder):
    """Check that a bad file is left out with this finding, and the good case is still read."""

    def refuse(path, line, message, remedy=""):
        cases, findings = folder.read()
        assert list(cases) == [GOOD]
        errors = [finding for finding in findings if finding.level == "error"]
        assert {finding.path for finding in errors} == {str(path)}
        assert any(
            error.line == line and message in error.message and remedy in error.remedy
            for error in errors
        ), errors
        assert all(error.message and error.remedy for error in errors)
        assert str(errors[0]).startswith(f"{path}:{errors[0].line}: kesalahan: ")

    return refuse


# --- text that is no case file --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        (b"", 1, "berkas kosong", "hapus"),
        (b" \n\t\r\n", 1, "berkas kosong", "hapus"),
        (b"\xef\xbb\xbf", 1, "berkas kosong", "hapus"),
        ("## Masalah\n\nTeks.\n", 1, "tidak ada front matter", "---"),
        ("\n---\ntitle: x\n---\n", 1, "tidak ada front matter", "---"),
        ("---\ntitle: x\n\n## Masalah\n", 1, "tidak ditutup", "---"),
        ("---\n---\n## Masalah\n", 1, "tidak berisi apa-apa", "isi"),
        ("---\n- satu\n- dua\n---\n", 2, "bukan pasangan kunci dan nilai", "kunci: nilai"),
        ("---\nhanya teks\n---\n", 2, "bukan pasangan kunci dan nilai", "kunci: nilai"),
        ("---\ntitle: x\n\tagency: y\n---\n", 3, "tab", "spasi"),
        ("---\nawards:\n  \t- x\n---\n", 3, "tab", "spasi"),
        ("---\ntitle: x\nagency: y\ntitle: z\n---\n", 4, "“title” tertulis dua kali", "hapus"),
        ("---\na:\n  - {by: x,\n     by: y}\n---\n", 4, "“by” tertulis dua kali", "hapus"),
        ("---\ntitle: a: b\n---\n", 2, "YAML tidak terbaca", "titik dua"),
        ("---\ntitle: x\nagency: [y\nlevel: z\n---\n", 3, "YAML tidak terbaca", "tutup dengan ]"),
        ("---\ntitle: x\nagency: 'y\n---\n", 3, "YAML tidak terbaca", "kutip"),
        ("---\ntitle: x\nstarted: 2019\n[a]: b\n---\n", 4, "kunci", "kunci: nilai"),
        ("---\ntitle: x\n2019: y\n---\n", 3, "kunci", "kutip"),
        ("---\ntitle: x\nNo: y\n---\n", 3, "kunci", "kutip"),
        ('---\ntitle: x\n"\\e[2J": y\n---\n', 3, "kunci", "kunci: nilai"),
        (b"---\ntitle: \x00x\n---\n", 2, "U+0000", "hapus karakter itu"),
        ("---\ntitle: x\n---\n## Masalah\n\na\x1bb\n", 6, "U+001B", "hapus karakter itu"),
        ("---\ntitle: x\n---\n## Masalah\n\na\ue000b\n", 6, "U+E000", "hapus karakter itu"),
        (b"---\ntitle: x\nagency: \xffy\n---\n", 3, "bukan teks UTF-8", "UTF-8"),
        (b"\xef\xbb\xbf---\ntitle: x\n\xff\n---\n", 3, "bukan teks UTF-8", "UTF-8"),
        (b"---\r\ntitle: x\r\n\xff\r\n---\r\n", 3, "bukan teks UTF-8", "UTF-8"),
        (b"---\rtitle: x\r\xff\r---\r", 3, "bukan teks UTF-8", "UTF-8"),
        ("---\ntitle: x\n---\n".encode("utf-16"), 1, "bukan teks UTF-8", "UTF-8"),
    ],
)
def test_a_text_that_is_no_case_is_explained(folder, refuse, text, line, message, remedy):
    refuse(folder.write("salah", text), line, message, remedy)


@pytest.mark.parametrize(
    ("value", "message", "remedy"),
    [
        ("&a x\nprovince: *a", "alias", "tulis nilainya langsung"),
        ("[" * 95_000, "terlalu dalam", "README"),
        ("!!set {a, b}", "tag YAML", "tanpa tag"),
        ("2024-02-30", "tidak terbaca", "kutip"),
    ],
    ids=["alias", "depth", "tag", "date"],
)
def test_yaml_that_a_case_does_not_need_is_refused(
    folder, refuse, case_text, line_of, value, message, remedy
):
    text = case_text(agency=value, province=None)
    line = line_of(text, "province" if "province" in value else "agency")
    refuse(folder.write("salah", text), line, message, remedy)


# --- values ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "message", "remedy"),
    [
        ("title", "x" * 10_000, "title: terlalu banyak: 10000 huruf", "150"),
        ("title", "On", "title: harus berupa teks, tetapi terbaca sebagai ya/tidak", "kutip"),
        ("title", "110", "title: harus berupa teks, tetapi terbaca sebagai angka", '"110"'),
        ("title", "2024-01-01", "terbaca sebagai tanggal", "kutip"),
        ("title", "[a]", "berisi daftar", "satu teks"),
        ("title", "", "kosong", "kunci ini wajib"),
        ("title", '" "', "kosong", "isi"),
        ("title", '"a\\0b"', "U+0000", "hapus karakter itu"),
        ("summary", "Terlalu pendek.", "summary: terlalu sedikit: 15 huruf", "40"),
        ("level", "desa", "level: “desa” tidak dikenal", "kabupaten"),
        ("category", "Kesehatan", "“Kesehatan” tidak dikenal", "kesehatan"),
        ("province", "Jatim", "“Jatim” tidak dikenal", "Jawa Timur"),
        ("status", "aktif", "“aktif” tidak dikenal", "berlanjut"),
        ("tags", "obat", "tags: harus berupa daftar, tetapi berisi teks", "- "),
        ("tags", "[obat]", "tags: terlalu sedikit: 1 tag", "2"),
        ("tags", "[obat, Obat]", "“Obat” tertulis dua kali", "hapus"),
        ("started", "3019", "tahun 3019 belum tiba", "periksa"),
        ("started", "19", "tahun 19 terlalu lampau", "1945"),
        ("started", '"2019"', "harus berupa tahun, tetapi berisi teks", "empat angka"),
        ("updated", "3024-06-02", "updated: tahun 3024 belum tiba", "periksa"),
        ("updated", '"2024-05-06"', "harus berupa tanggal, tetapi berisi teks", "2024-08-01"),
        ("updated", "2024-05-06 10:00:00", "harus berupa tanggal", "2024-08-01"),
        ("website", "javascript:alert(1)", "website: alamat bukan http", "https://"),
        ("website", "//contoh.go.id", "alamat bukan http", "https://"),
        ("website", "https://", "alamat bukan http", "https://"),
        ("sources", "[]", "sources: terlalu sedikit: 0 sumber", "1"),
        ("sources", "[{title: x, url: 'data:text/html,x'}]", "sources 1 url: alamat bukan", "http"),
        ("sources", "[{title: x}]", "kunci “sources 1 url” tidak ada", "wajib"),
        ("sources", "[x]", "sources 1: harus berupa pasangan", "{kunci"),
        ("awards", "[{name: KIPP, rank: Top 99, yaer: 2021}]", "“awards 1 yaer” tidak", "“year”"),
        ("sdgs", "[3, 18]", "sdgs 2: “18” bukan nomor SDG", "17"),
        ("adapted_from", "Putik Sari", "adapted_from: “Putik Sari” bukan slug", "putik-sari"),
    ],
)
def test_a_value_that_breaks_the_format_is_explained_on_its_line(
    folder, refuse, case_text, line_of, key, value, message, remedy
):
    text = case_text(**{key: value})
    refuse(folder.write("salah", text), line_of(text, key), message, remedy)


def test_a_date_in_the_future_is_refused_until_the_day_comes(case_text, line_of):
    text = case_text(updated="2024-06-02")
    early = files.parse(Path("x.md"), text.encode(), today=dt.date(2024, 6, 1))
    (finding,) = early.findings
    assert (finding.line, finding.level) == (line_of(text, "updated"), "error")
    assert "updated: tanggal 2024-06-02 belum tiba" in finding.message
    assert files.parse(Path("x.md"), text.encode(), today=dt.date(2024, 6, 2)).case


def test_a_missing_key_is_named(folder, refuse, case_text):
    refuse(folder.write("salah", case_text(agency=None)), 2, "“agency” tidak ada", "wajib")


def test_started_after_an_award_is_refused(folder, refuse, case_text, line_of):
    text = case_text(started="2022")
    path = folder.write("salah", text)
    refuse(path, line_of(text, "awards"), "started (2022) sesudah tahun penghargaan KIPP (2021)")


def test_two_sources_of_one_address_are_refused(folder, refuse, case_text, line_of):
    entry = "{title: x, url: 'https://contoh.go.id/a'}"
    text = case_text(sources=f"[{entry}, {entry}]")
    path = folder.write("salah", text)
    refuse(path, line_of(text, "sources"), "alamat sumber 2 sama dengan sumber 1", "gabungkan")


@pytest.mark.parametrize(
    ("key", "hint"), [("tittle", "“title”"), ("judul", "title, expansion"), ("result", "“results”")]
)
def test_an_unknown_key_is_named_with_the_nearest_known_one(
    folder, refuse, case_text, line_of, key, hint
):
    text = case_text(**{key: "x"})
    path = folder.write("salah", text)
    refuse(path, line_of(text, f"{key}:"), f"kunci “{key}” tidak dikenal", hint)


@pytest.mark.parametrize("key", ["slug", "sections", "region"])
def test_a_file_cannot_set_attributes_that_are_worked_out(folder, refuse, case_text, line_of, key):
    text = case_text(**{key: "x"})
    refuse(folder.write("salah", text), line_of(text, key), f"kunci “{key}” tidak dikenal")


def test_lines_are_right_inside_lists_over_several_lines(folder, refuse, case_text, line_of):
    text = case_text(
        sources="\n  - title: Satu\n    url: 'https://contoh.go.id/1'\n"
        "  - title: Dua\n    url: ftp://contoh.go.id/2"
    )
    path = folder.write("salah", text)
    refuse(path, line_of(text, "    url: ftp"), "sources 2 url: alamat bukan http")


def test_all_errors_of_a_file_are_reported_at_once(folder, case_text):
    text = case_text("\n## Masalah\n\nX [^7]\n", title="On", level="desa")
    folder.write("salah", text)
    errors = [finding.message for finding in folder.read()[1] if finding.level == "error"]
    assert len(errors) == 4
    for fragment in ("title", "level", "[^7]", "“Solusi” tidak ada"):
        assert any(fragment in message for message in errors)


# --- files that are no plain file of the folder ---------------------------------------


def test_a_huge_file_is_refused_after_its_first_bytes(folder, refuse):
    """These tell whether it is a Word file; the rest isn't read into memory."""
    path = folder.innovations / "besar.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    try:
        refuse(path, 1, "terlalu besar: 50.000.000 byte", "100 kB")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_a_directory_named_like_a_case_is_refused(folder, refuse):
    path = folder.innovations / "x.md"
    path.mkdir()
    refuse(path, 1, "ini folder", "ubah namanya")


def test_a_broken_symlink_is_refused(folder, refuse):
    path = folder.innovations / "x.md"
    path.symlink_to("tidak-ada.md")
    refuse(path, 1, "tautan putus", "betulkan")


@pytest.mark.parametrize("relative", [True, False])
def test_a_symlink_out_of_the_folder_is_refused(folder, refuse, tmp_path, case_text, relative):
    """Else a case could publish any file of the machine."""
    secret = tmp_path / "x.md"
    secret.write_text(case_text())
    path = folder.innovations / "x.md"
    path.symlink_to("../../x.md" if relative else secret)
    refuse(path, 1, "ke luar folder", "berkas biasa")


def test_a_symlink_loop_is_refused(folder, refuse):
    path = folder.innovations / "x.md"
    path.symlink_to("x.md")
    refuse(path, 1, "tautan melingkar", "tautan")


def test_a_fifo_is_refused_and_does_not_hang(folder, refuse):
    path = folder.innovations / "x.md"
    os.mkfifo(path)
    refuse(path, 1, "bukan berkas biasa", "berkas teks")


def test_an_unreadable_file_is_refused(case_text):
    nobody = 65534
    folder = Path(tempfile.mkdtemp())  # unlike tmp_path, other users may enter it
    try:
        folder.chmod(0o755)
        path = folder / "x.md"
        path.write_text(case_text())
        path.chmod(0)
        # Root may read everything, so it becomes somebody else for a moment.
        as_root = os.geteuid() == 0
        if as_root:
            os.seteuid(nobody)
        try:
            parsed = files.read_case(path)
        finally:
            if as_root:
                os.seteuid(0)
    finally:
        shutil.rmtree(folder)
    (finding,) = parsed.findings
    assert parsed.case is None
    assert "tidak terbaca" in finding.message
    assert "izin" in finding.remedy


@pytest.mark.parametrize(
    "name",
    ["Putih.md", "putih sari.md", "putih_sari.md", "-putih.md", "x.MD", "é.md", "a" * 81 + ".md"],
)
def test_a_file_name_that_is_no_slug_is_refused(folder, refuse, case_text, name):
    path = folder.innovations / name
    path.write_text(case_text())
    refuse(path, 1, "bukan slug", "putik-sari.md")


def test_a_slug_in_another_letter_case_is_refused(folder, refuse, case_text):
    path = folder.innovations / "Putik-Sari.md"
    path.write_text(case_text())
    refuse(path, 1, "sama dengan putik-sari.md, beda huruf besar", "hapus salah satunya")


@pytest.mark.parametrize("name", [b"\xff.md", b"a\nb.md", b"\x1b[2J.md"])
def test_a_file_name_that_cannot_be_printed_is_refused_in_printable_words(folder, case_text, name):
    path = Path(os.fsdecode(os.fsencode(folder.innovations) + b"/" + name))
    path.write_text(case_text())
    cases, findings = folder.read()
    assert list(cases) == [GOOD]
    (finding,) = findings
    assert "bukan slug" in finding.message
    assert str(finding).encode().decode().isprintable()


def test_files_that_are_no_markdown_are_ignored(folder):
    for name in ("README", "putih.md.swp", ".putih.md.swp", ".md", "gambar.png"):
        (folder.innovations / name).write_text("x")
    cases, findings = folder.read()
    assert (list(cases), findings) == ([GOOD], [])


def test_a_symlink_within_the_folder_is_a_case(folder, case_text):
    folder.write("asli", case_text())
    (folder.innovations / "nama-lain.md").symlink_to("asli.md")
    assert list(folder.read()[0]) == ["asli", "nama-lain", GOOD]


def test_many_bad_files_at_once_leave_the_good_case(folder, case_text):
    for n, data in enumerate([b"", b"\xff", b"x", b"---\n- x\n---\n", b"---\n" + b"[" * 90_000]):
        folder.write(f"salah-{n}", data)
    (folder.innovations / "folder.md").mkdir()
    (folder.innovations / "putus.md").symlink_to("tidak-ada")
    os.mkfifo(folder.innovations / "pipa.md")
    cases, findings = folder.read()
    assert list(cases) == [GOOD]
    assert len({finding.path for finding in findings}) == 8


# --- files as they come from other editors --------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data.replace(b"---\n", b"--- \t\n", 1),
        lambda data: data.rstrip(b"\n"),
    ],
    ids=["BOM", "CRLF", "BOM and CRLF", "CR", "blanks after ---", "no newline at the end"],
)
def test_the_editor_makes_no_difference(content, change):
    path = content / "innovations" / "jarik-ma-siti.md"
    data = path.read_bytes()
    plain, changed = files.parse(path, data), files.parse(path, change(data))
    assert plain.case is not None
    assert changed.case == plain.case
    assert changed.findings == plain.findings


# --- the real collection, and anything else -------------------------------------------


def test_every_real_case_can_be_shown(content, real_cases):
    paths, findings = files.find(content / "innovations")
    assert findings == []
    assert len(paths) == len(real_cases) >= 490
    errors = [
        str(finding)
        for parsed in real_cases.values()
        for finding in parsed.findings
        if finding.level == "error"
    ]
    assert errors == []
    assert all(parsed.case is not None for parsed in real_cases.values())


def check_explained(parsed, text):
    """Either a case or the reason; every finding points into the file and can be printed."""
    errors = [finding for finding in parsed.findings if finding.level == "error"]
    assert (parsed.case is None) == bool(errors)
    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for finding in parsed.findings:
        assert 1 <= finding.line <= last
        assert finding.message and finding.remedy
        assert not re.search("[\x00-\x1f\x7f-\x9f]", str(finding))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_case_or_a_finding(data):
    check_explained(files.parse(Path("x.md"), data), data.decode(errors="replace"))


@given(st.text(alphabet="abc:-[]{}&*!|>'\"%@`#?,~<=0123456789 \n\\é", max_size=80))
def test_any_front_matter_is_a_case_or_a_finding(head):
    text = f"---\n{head}\n---\n## Masalah\n"
    check_explained(files.parse(Path("x.md"), text.encode()), text)
