"""``import``: from files of others to case files."""

import datetime as dt
import io

import openpyxl
import pytest

from app.collection.files import parse
from app.contribution.case_file import draft_of
from app.contribution.templates_sheet import csv_template, excel_template
from app.contribution.templates_word import word_template


@pytest.fixture
def send(run, small_content, tmp_path):
    """Write files and import them into a folder; the result, and the folder."""

    def import_(**files):
        paths = []
        for name, data in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(data)
            paths.append(path)
        out = tmp_path / "usulan"
        result = run("import", "--out", out, "--content", small_content.path, *paths)
        return result, out

    return import_


@pytest.fixture
def draft(content):
    return draft_of((content / "innovations" / "putik-sari.md").read_bytes())


def named(draft, title, **texts):
    return type(draft)(
        {**draft.texts, "title": title, **texts}, draft.lists, draft.rows, draft.sections
    )


def files_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_word_file_a_workbook_and_a_csv_file_become_case_files(send, draft):
    result, out = send(
        satu__docx=word_template(dt.date(2026, 11, 29), named(draft, "Inovasi Satu")),
        dua__xlsx=excel_template([named(draft, "Inovasi Dua"), named(draft, "Inovasi Tiga")]),
        tiga__csv=csv_template([named(draft, "Inovasi Empat")]),
    )
    assert result.exit_code == 0
    assert files_in(out) == [
        "inovasi-dua.md", "inovasi-empat.md", "inovasi-satu.md", "inovasi-tiga.md"
    ]  # fmt: skip
    for path in out.iterdir():
        assert not [f for f in parse(path, path.read_bytes()).findings if f.level == "error"]
    assert "4 kasus terbaca, 4 ditulis ke" in result.stderr


def test_slugs_are_new_in_the_collection_among_the_withdrawn_and_in_the_folder(
    send, draft, small_content
):
    (small_content.path / "withdrawn.yaml").write_text('lama: {reason: "Digabung."}\n', "utf-8")
    titles = ("Putik Sari", "Lama", "Baru", "Baru")
    result, out = send(a__xlsx=excel_template([named(draft, title) for title in titles]))
    assert result.exit_code == 0
    names = files_in(out)
    assert len(names) == 4 and "baru.md" in names
    assert not {"putik-sari.md", "lama.md"} & set(names)
    again, _ = send(a__xlsx=excel_template([named(draft, "Baru")]))
    assert again.exit_code == 0
    assert len(files_in(out)) == 5


def test_cases_go_into_the_inbox_as_one_import_and_are_published_when_accepted(
    run, small_content, tmp_path, draft
):
    path, box = tmp_path / "rekap.xlsx", tmp_path / "kotak"
    drafts = [
        named(draft, "Lumbung Air Selorejo"),
        named(draft, "Kelas Malam Petani"),
        named(draft, "Antar Akta", summary="Pendek."),
    ]
    path.write_bytes(excel_template(drafts))
    folders = ["--content", small_content.path, "--inbox", box]
    result = run("import", *folders, path)
    assert result.exit_code == 1  # for the mistake of the third
    assert "Impor 1: 3 kasus masuk ke kotak usulan." in result.stdout
    assert "1 kasus masih salah." in result.stderr
    listed = run("inbox", *folders, "--import", 1).stdout
    assert "Lumbung Air Selorejo" in listed and "1 kesalahan" in listed
    run("inbox", *folders, "accept", "--import", 1)
    published = {path.stem for path in (small_content.path / "innovations").glob("*.md")}
    assert {"lumbung-air-selorejo", "kelas-malam-petani"} < published
    assert "antar-akta" not in published


def test_a_case_that_is_there_already_is_told(send, draft):
    result, _ = send(a__docx=word_template(dt.date(2026, 11, 29), draft))
    assert "mungkin sama dengan kasus “Putik Sari” (putik-sari): namanya sama" in result.stdout


def test_an_inbox_that_cannot_be_written_is_told(run, small_content, tmp_path, draft):
    (tmp_path / "a.docx").write_bytes(word_template(dt.date(2026, 11, 29), draft))
    (tmp_path / "berkas").write_text("bukan folder", "utf-8")
    folders = ["--content", small_content.path, "--inbox", tmp_path / "berkas" / "dalam"]
    result = run("import", *folders, tmp_path / "a.docx")
    assert result.exit_code == 1
    assert "Kotak usulan tidak bisa ditulis" in result.stderr


def test_a_hundred_rows_enter_the_inbox_together(run, small_content, tmp_path, draft):
    path = tmp_path / "rekap.xlsx"
    path.write_bytes(excel_template([named(draft, f"Inovasi {n}") for n in range(100)]))
    result = run("import", "--content", small_content.path, "--inbox", tmp_path / "kotak", path)
    assert "100 kasus masuk ke kotak usulan" in result.stdout


def test_mistakes_are_told_at_once_and_the_other_cases_are_written(send, draft, tmp_path):
    drafts = [named(draft, "Benar"), named(draft, "Salah", summary="Pendek.", level="Kab.")]
    result, out = send(rekap__xlsx=excel_template(drafts))
    assert result.exit_code == 1
    assert files_in(out) == ["benar.md"]
    lines = [line for line in result.stdout.splitlines() if "kesalahan" in line]
    assert len(lines) == 2
    assert "rekap.xlsx: lembar “Inovasi”, sel C3 (Ringkasan): kesalahan: terlalu" in lines[0]
    assert "2 kasus terbaca, 1 ditulis" in result.stderr
    copy = openpyxl.load_workbook(io.BytesIO((tmp_path / "rekap-perbaiki.xlsx").read_bytes()))
    cells = [str(cell.value) for cell in copy["Inovasi"][3]]
    assert "Perbaiki sel C3 (Ringkasan): terlalu sedikit: 7 huruf" in cells[-1]
    assert "“Kab.” tidak dikenal" in cells[-1]


def test_a_corrected_copy_keeps_its_name(send, draft, tmp_path):
    broken = excel_template([named(draft, "Salah", summary="Pendek.")])
    send(**{"rekap-perbaiki__xlsx": broken})
    assert not (tmp_path / "rekap-perbaiki-perbaiki.xlsx").exists()


def test_a_file_that_is_refused_does_not_stop_the_others(send, draft):
    result, out = send(kosong__docx=b"", isi__docx=word_template(dt.date(2026, 11, 29), draft))
    assert result.exit_code == 1
    assert (
        "kosong.docx: kesalahan: berkas kosong; minta pengirimnya mengirim ulang" in result.stdout
    )
    assert len(files_in(out)) == 1


def test_a_file_that_is_not_there_is_told(run, small_content, tmp_path):
    result = run(
        "import", "--out", tmp_path, "--content", small_content.path, tmp_path / "tidak.docx"
    )
    assert result.exit_code == 1
    assert "tidak bisa dibuka" in result.stdout


def test_a_folder_that_cannot_be_written_is_told(run, small_content, tmp_path, draft):
    (tmp_path / "a.docx").write_bytes(word_template(dt.date(2026, 11, 29), draft))
    (tmp_path / "berkas").write_text("bukan folder", "utf-8")
    result = run(
        "import", "--out", tmp_path / "berkas" / "dalam", "--content", small_content.path,
        tmp_path / "a.docx",
    )  # fmt: skip
    assert result.exit_code == 1
    assert "tidak bisa ditulis" in result.stderr
