"""Files that Windows can't hold, and texts in another form, aren't passed over in silence."""

from __future__ import annotations

import pytest

from app.collection import files
from app.collection.check import check_content
from app.collection.file_names import RESERVED, other_files


@pytest.mark.parametrize("slug", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_a_name_that_windows_reserves_is_an_error(content_folder, slug):
    assert slug in RESERVED
    content_folder.write(slug)
    content_folder.write("konsultasi")
    paths, findings = files.find(content_folder.innovations)
    assert [path.name for path in paths] == ["konsultasi.md"]
    ((message, remedy),) = [(finding.message, finding.remedy) for finding in findings]
    assert message == f"Windows tidak bisa menyimpan berkas bernama {slug}"
    assert f"{slug}-inovasi.md" in remedy


@pytest.mark.parametrize("name", ["putik-sari.md.", "putik-sari.md ", "putik-sari.MD", "Putik.Md."])
def test_a_name_that_is_almost_one_of_a_case_is_an_error(content_folder, name):
    (content_folder.innovations / name).write_text("x")
    paths, findings = files.find(content_folder.innovations)
    assert paths == []
    assert [finding.message for finding in findings] == ["nama berkas bukan slug"]


@pytest.mark.parametrize(
    ("name", "what", "remedy"),
    [
        ("usulan.docx", "berkas Word", "./pustaka import"),
        ("usulan.XLSX", "berkas Excel", "./pustaka import"),
        ("usulan.doc", "berkas Word lama", ".docx"),
        ("usulan.pdf", "berkas PDF", "./pustaka new"),
        ("usulan.md.txt", "berkas .txt", ".md"),
    ],
)
def test_a_text_in_another_form_is_told_with_the_way(content_folder, name, what, remedy):
    path = content_folder.innovations / name
    path.write_text("x")
    ((finding),) = check_content(content_folder.path)
    assert (finding.path, finding.level) == (str(path), "warning")
    assert what in finding.message and remedy in finding.remedy


@pytest.mark.parametrize("name", ["~$usulan.docx", ".usulan.docx", "README", "gambar.png"])
def test_other_files_are_left_alone(content_folder, name):
    (content_folder.innovations / name).write_text("x")
    assert list(other_files(content_folder.innovations)) == []


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert list(other_files(tmp_path / "themes")) == []


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"PK\x03\x04", "ini berkas Word, bukan berkas kasus"),
        (b"\xd0\xcf\x11\xe0", "ini berkas Word lama, bukan berkas kasus"),
        (b"%PDF-1.7", "ini berkas PDF, bukan berkas kasus"),
        (b"{\\rtf1", "ini berkas RTF, bukan berkas kasus"),
    ],
)
@pytest.mark.parametrize("size", [100, files.MAX_BYTES + 1])
def test_an_office_file_under_the_name_of_a_case_is_recognised(content_folder, head, what, size):
    path = content_folder.write("usulan", head + bytes(size))
    (finding,) = files.read_case(path).findings
    assert finding.message == what
    assert "./pustaka" in finding.remedy
