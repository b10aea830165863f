"""CSV files in the separators and encodings that Excel writes give the same cases."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contribution.case_file import case_text, draft_of
from app.contribution.importing import read_file
from app.contribution.reading import RefusedError
from app.contribution.templates_sheet import csv_template
from tests.contribution.conftest import TODAY
from tests.contribution.senders import headings, texts_of


def read(data):
    return read_file("rekap.csv", data, TODAY)


def written(rows, separator=",", encoding="utf-8-sig"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def test_real_cases_come_back_from_a_csv_file_as_they_were(real_files):
    some = [draft_of(real_files[slug]) for slug in sorted(real_files)[::7]]
    imported = read(csv_template(some))
    assert len(imported.cases) == len(some) > 60
    for draft, case in zip(some, imported.cases, strict=True):
        assert case_text(case.read.draft, TODAY) == case_text(draft, TODAY)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings_are_found_out(separator, encoding, draft):
    rows = [headings(), ["Kafé “Kita”; dan, lain – lain", *texts_of(draft)[1:]]]
    imported = read(written(rows, separator, encoding))
    assert imported.cases[0].read.draft.texts["title"] == "Kafé “Kita”; dan, lain – lain"
    assert imported.cases[0].read.draft.sections == draft.sections


def test_the_line_that_names_the_separator_is_no_row(draft):
    data = b"sep=;\r\n" + written([headings(), texts_of(draft)], ";")
    assert read(data).cases[0].is_whole


def test_a_mistake_is_named_by_its_cell(draft):
    row = texts_of(draft)
    row[headings().index("Ringkasan")] = "Pendek."
    words = [f"{r.spot.text}: {r.message}" for r in read(written([headings(), row])).all_remarks()]
    assert "sel C2 (Ringkasan): terlalu sedikit: 7 huruf" in words


def test_a_row_with_more_cells_than_its_heading_is_told(draft):
    data = written([headings(), [*texts_of(draft), "terlebih"]])
    remarks = read(data).all_remarks()
    assert "lebih banyak sel daripada judulnya" in remarks[0].message


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_line(draft):
    data = written([headings(), texts_of(draft)]) + b'"Tanpa akhir'
    with pytest.raises(RefusedError, match=r"tanda kutip tidak ditutup.*baris ke-\d+"):
        read(data)


def test_a_very_long_cell_is_refused():
    with pytest.raises(RefusedError, match="terlalu panjang"):
        read(written([headings(), ["a" * 200_000]]))


@pytest.mark.parametrize("data", [b"a;b;c\r\n1;2;3", b"Nama inovasi", b"x\0y\0"])
def test_other_files_are_refused_with_a_way_out(data):
    with pytest.raises(RefusedError) as caught:
        read(data)
    assert caught.value.remedy


def test_signs_that_were_defused_against_formulas_come_back(draft):
    row = texts_of(draft)
    row[headings().index("Biaya")] = "'=dari APBD"
    row[headings().index("Masalah")] = "'- Jauh [1]\n− Mahal [1]"
    read_draft = read(written([headings(), row])).cases[0].read.draft
    assert read_draft.texts["cost"] == "=dari APBD"
    assert [p.text for p in read_draft.sections["Masalah"]] == ["Jauh", "Mahal"]


@given(st.lists(st.lists(st.text(max_size=10), max_size=5), max_size=5), st.sampled_from(",;\t"))
def test_no_cells_make_the_reader_fail(rows, separator):
    data = written([["Nama inovasi", "Ringkasan", "Bidang"], *rows], separator, "utf-16")
    try:
        imported = read(data)
    except RefusedError as exc:
        assert exc.remedy
    else:
        assert all(remark.remedy for remark in imported.all_remarks())
