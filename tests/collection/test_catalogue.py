"""The catalogue is read row by row: a bad row is told with its line, and takes no other along."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection import catalogue
from tests.conftest import ENTRY, catalogue_text

PATH = Path("content/catalogue.csv")
TODAY = dt.date(2026, 11, 30)


def parse(text):
    data = text if isinstance(text, bytes) else text.encode()
    return catalogue.parse(PATH, data, TODAY)


def titles(parsed):
    return [entry.title for entry in parsed.entries]


def messages(parsed):
    return [(finding.line, finding.message) for finding in parsed.findings]


def test_the_real_catalogue_has_no_mistake(content):
    parsed = catalogue.read_catalogue(content / catalogue.FILE)
    assert parsed.findings == ()
    assert len(parsed.rows) == 234
    assert sum(entry.case is not None for entry in parsed.entries) == 74
    assert parsed.rows[2].line == 4
    assert parsed.rows[2].entry.case == "grms-surabaya"


def test_a_row_is_an_entry_with_empty_cells_as_none():
    parsed = parse(catalogue_text({"expansion": "", "agency": " ", "year": ""}))
    (entry,) = parsed.entries
    assert (entry.title, entry.expansion, entry.agency, entry.year) == (
        *("Ojek Obat", None, None, None),
    )
    assert entry.region is not None
    assert entry.region.code == "35.73"


def test_a_missing_file_is_an_empty_catalogue(tmp_path):
    assert catalogue.read_catalogue(tmp_path / catalogue.FILE) == catalogue.ParsedCatalogue()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = tmp_path / "rahasia.csv"
    secret.write_text(catalogue_text({}), "utf-8")
    content = tmp_path / "content"
    content.mkdir()
    (content / catalogue.FILE).symlink_to(secret)
    parsed = catalogue.read_catalogue(content / catalogue.FILE)
    assert parsed.rows == ()
    assert [finding.message for finding in parsed.findings] == ["tautan menunjuk ke luar folder"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "kolom “title” kosong"),
        ({"source_url": ""}, "kolom “source_url” kosong"),
        ({"province": "Jatim"}, "province: “Jatim” tidak dikenal"),
        ({"level": "kab"}, "level: “kab” tidak dikenal"),
        ({"year": "19"}, "year: harus berupa tahun, tetapi berisi teks"),
        ({"year": "2027"}, "year: tahun 2027 belum tiba"),
        (
            {"source_url": "contoh.go.id"},
            "source_url: alamat bukan http atau https yang sah",
        ),
        ({"source_url": "javascript:alert(1)"}, "source_url: alamat bukan http"),
        ({"case": "Ojek Obat"}, "case: “Ojek Obat” bukan slug"),
        ({"title": "x" * 151}, "title: terlalu banyak: 151 huruf"),
        ({"title": "Ojek\x07Obat"}, "ada karakter kendali"),
    ],
)
def test_a_bad_cell_keeps_out_its_own_row_alone(changes, message):
    parsed = parse(catalogue_text({"title": "Pertama"}, changes, {"title": "Ketiga"}))
    assert titles(parsed) == ["Pertama", "Ketiga"]
    ((line, text),) = messages(parsed)
    assert line == 3
    assert message in text or "kendali" in text
    assert all(finding.remedy for finding in parsed.findings)


def test_all_mistakes_of_a_row_are_told_at_once():
    parsed = parse(catalogue_text({"title": "", "level": "kab", "year": "x"}))
    assert len(parsed.findings) == 3


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_row_alone():
    lines = catalogue_text({"title": "Satu"}, {"title": "Dua"}, {"title": "Tiga"}).splitlines()
    lines[2] = '"' + lines[2]
    parsed = parse("\n".join(lines))
    assert titles(parsed) == ["Satu", "Tiga"]
    ((line, text),) = messages(parsed)
    assert (line, text.startswith("tanda kutip")) == (3, True)


def test_a_row_with_bytes_of_another_encoding_spoils_itself_alone():
    data = catalogue_text({"title": "Satu"}, {"title": "Kaf\u00e9"}).encode()
    parsed = parse(data.replace("\u00e9".encode(), b"\xe9"))
    assert titles(parsed) == ["Satu"]
    assert messages(parsed) == [(3, "bukan teks UTF-8")]


def test_a_comma_without_quotation_marks_is_told():
    text = catalogue_text({}).replace("Dinas Kesehatan", "Dinas Kesehatan, Kota Malang")
    assert messages(parse(text)) == [(2, "baris memuat 13 sel, padahal kolomnya 12")]


def test_a_table_as_excel_saves_it_is_read():
    rows = list(csv.reader(io.StringIO(catalogue_text({"agency": "Dinas A; Dinas B"}))))
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([*rows, [""] * 12])
    parsed = parse(b"\xef\xbb\xbf" + file.getvalue().encode())
    assert parsed.findings == ()
    assert parsed.entries[0].agency == "Dinas A; Dinas B"


def test_the_same_innovation_twice_is_told_with_the_first_line():
    again = {"title": "OJEK-OBAT", "year": 2021}
    parsed = parse(catalogue_text({}, {"title": "Lain"}, again))
    assert titles(parsed) == ["Ojek Obat", "Lain"]
    ((line, text),) = messages(parsed)
    assert line == 4
    assert "sudah ada di baris 2" in text


def test_the_same_name_of_another_government_is_another_innovation():
    other = {"government": "Pemerintah Kota Surabaya"}
    assert len(parse(catalogue_text({}, other)).rows) == 2


def test_unknown_columns_are_told_and_ignored():
    parsed = parse(catalogue_text({"instansi": "x", "tilte": "y"}))
    assert len(parsed.rows) == 1
    assert [finding.remedy for finding in parsed.findings][1] == "maksudnya “title”?"


def test_a_file_without_some_column_gives_no_row():
    text = catalogue_text({}).replace("publisher", "penerbit", 1)
    parsed = parse(text)
    assert parsed.rows == ()
    assert (1, "kolom tidak ada: publisher") in messages(parsed)


def test_size_and_rows_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "MAX_ROWS", 2)
    text = catalogue_text(*({"title": f"Nama {n}"} for n in range(4)))
    parsed = parse(text)
    assert titles(parsed) == ["Nama 0", "Nama 1"]
    ((line, _),) = messages(parsed)
    assert line == 4
    monkeypatch.setattr(catalogue, "MAX_BYTES", 100)
    path = tmp_path / catalogue.FILE
    path.write_text(text, "utf-8")
    (finding,) = catalogue.read_catalogue(path).findings
    assert "terlalu besar" in finding.message


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(ENTRY, CELLS)), max_size=5))
def test_whatever_the_cells_hold_good_rows_are_read(rows):
    """Rows of any text never stop the reader, nor hide the good ones before and behind them."""
    good = [{"title": "Pertama"}, {"title": "Terakhir"}]
    parsed = parse(catalogue_text(good[0], *rows, good[1]))
    assert {"Pertama", "Terakhir"} <= set(titles(parsed))
    assert all(finding.line >= 1 and finding.message for finding in parsed.findings)


@given(st.binary(max_size=400))
def test_no_bytes_are_too_much_for_the_reader(data):
    for text in (data, catalogue_text({}).encode() + data):
        parsed = parse(text)
        assert len(parsed.rows) + len({f.line for f in parsed.findings}) <= len(text.splitlines())


NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30)


@given(st.lists(NAMES, unique_by=catalogue.name_key, max_size=6))
def test_names_are_read_as_they_were_written(names):
    assert titles(parse(catalogue_text(*({"title": name} for name in names)))) == names
