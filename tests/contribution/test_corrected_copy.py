"""The sender's workbook comes back with what is wrong beside each row, and otherwise as it was."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from app.contribution.importing import corrected_workbook, read_file
from app.contribution.templates_sheet import excel_template
from tests.contribution.conftest import TODAY
from tests.contribution.senders import headings, rezipped, texts_of, to_bytes, workbook


def corrected(data):
    return corrected_workbook(data, read_file("rekap.xlsx", data, TODAY))


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def broken(draft):
    """A workbook whose second case lacks its summary."""
    row = texts_of(draft)
    row[headings().index("Ringkasan")] = "Pendek."
    return workbook([headings(), texts_of(draft), row, texts_of(draft)])


def column_of(sheet, name="Perbaiki"):
    names = [cell.value for cell in sheet[1]]
    return 1 + names.index(name)


def test_each_row_says_what_is_wrong_in_it(broken):
    sheet = opened(corrected(broken))["Inovasi"]
    column = column_of(sheet)
    assert column == sheet.max_column == len(headings()) + 1
    assert sheet.cell(3, column).value == (
        "Perbaiki sel C3 (Ringkasan): terlalu sedikit: 7 huruf; tulis 40 sampai 300 huruf."
    )
    assert sheet.cell(3, column).alignment.wrap_text
    assert sheet.cell(2, column).value is None
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width == 60


def test_what_the_sender_wrote_is_still_there(broken):
    before, after = opened(broken)["Inovasi"], opened(corrected(broken))["Inovasi"]
    for row in before.iter_rows():
        for cell in row:
            assert after[cell.coordinate].value == cell.value
            assert after[cell.coordinate].number_format == cell.number_format


def test_every_other_part_is_the_sender_s_own(broken):
    data = rezipped(broken, more={"xl/media/image1.png": b"\x89PNG", "custom/a.xml": b"<a/>"})
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(io.BytesIO(corrected(data))) as new,
    ):
        assert new.namelist() == old.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}


def test_a_corrected_copy_that_comes_back_is_corrected_again(broken, draft):
    sent = opened(corrected(broken))
    sheet = sent["Inovasi"]
    sheet["C3"] = sheet["C2"].value
    sheet["A4"] = None
    data = to_bytes(sent)  # as Excel saves it: the texts of cells stand in a list of their own
    imported = read_file("rekap-perbaiki.xlsx", data, TODAY)
    assert [case.is_whole for case in imported.cases] == [True, True, False]
    again = opened(corrected(data))["Inovasi"]
    assert column_of(again) == again.max_column == len(headings()) + 1
    assert again.cell(3, column_of(again)).value is None
    assert "sel A4 (Nama inovasi): belum diisi" in again.cell(4, column_of(again)).value


def test_what_concerns_the_sheet_stands_beside_its_first_case(draft):
    names = ["Ringkasan singkat" if name == "Ringkasan" else name for name in headings()]
    sheet = opened(corrected(workbook([["Rekap"], names, texts_of(draft)])))["Inovasi"]
    column = [cell.value for cell in sheet[2]].index("Perbaiki") + 1
    assert "Perbaiki baris 2: kolom wajib tidak ada: “Ringkasan”" in sheet.cell(3, column).value


def test_the_filled_template_can_be_corrected(draft):
    data = excel_template([draft, type(draft)(texts={"title": "Tanpa isi"})])
    book = opened(corrected(data))
    sheet = book["Inovasi"]
    assert "belum diisi" in sheet.cell(3, column_of(sheet)).value
    assert len(sheet.data_validations.dataValidation) == len(
        opened(data)["Inovasi"].data_validations.dataValidation
    )
    assert book.sheetnames == ["Petunjuk", "Inovasi", "Daftar"]


def test_rows_and_cells_without_places_are_counted(draft):
    data = workbook([headings(), ["Tanpa isi"]])

    def without_places(xml):
        root = openpyxl.xml.functions.fromstring(xml)
        for element in root.iter():
            if element.tag.endswith(("}row", "}c")):
                element.attrib.pop("r", None)
                element.attrib.pop("spans", None)
        return openpyxl.xml.functions.tostring(root)

    data = rezipped(data, {"xl/worksheets/sheet1.xml": without_places})
    sheet = opened(corrected(data))["Inovasi"]
    assert sheet.cell(2, 1).value == "Tanpa isi"
    assert "belum diisi" in sheet.cell(2, column_of(sheet)).value


def test_no_remark_becomes_a_formula_or_is_cut_in_the_middle_of_a_file(draft):
    row = texts_of(draft)
    row[headings().index("Tahun mulai")] = '=HYPERLINK("https://jahat.example")'

    def as_text(_, sheet):
        for cell in sheet[2]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type

    sheet = opened(corrected(workbook([headings(), row], as_text)))["Inovasi"]
    cell = sheet.cell(2, column_of(sheet))
    assert cell.data_type == "s" and "bukan tahun" in cell.value


def test_a_date_typed_as_a_date_stays_one(draft):
    row = texts_of(draft)
    row[headings().index("Ringkasan")] = "Pendek."
    row[headings().index("Sumber 1: Tanggal")] = dt.date(2024, 8, 1)
    data = workbook([headings(), row])
    cell = opened(corrected(data))["Inovasi"].cell(2, 1 + headings().index("Sumber 1: Tanggal"))
    assert cell.value == dt.datetime(2024, 8, 1)
