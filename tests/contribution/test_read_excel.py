"""A workbook gives the cases that were written into it, as the sender saw them."""

import datetime as dt
import io
import time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from app.contribution.case_file import case_text, draft_of
from app.contribution.importing import read_file
from app.contribution.reading import RefusedError
from app.contribution.templates_sheet import excel_template
from tests.contribution.conftest import TODAY, drafts
from tests.contribution.senders import (
    headings,
    rezipped,
    texts_of,
    workbook,
)


def read(data):
    return read_file("rekap.xlsx", data, TODAY)


def told(imported):
    return [f"{r.spot.text}: {r.level}: {r.message}; {r.remedy}" for r in imported.all_remarks()]


def row_with(draft, **cells):
    """The row of a draft with some cells changed, by the names of their columns."""
    row = dict(zip(headings(), texts_of(draft), strict=True))
    for name, value in cells.items():
        row[name.replace("__", ": ").replace("_", " ")] = value
    return list(row.values())


def test_real_cases_come_back_from_the_filled_template_as_they_were(real_files):
    some = [draft_of(real_files[slug]) for slug in sorted(real_files)[::7]]
    imported = read(excel_template(some))
    assert len(imported.cases) == len(some) > 60
    for draft, case in zip(some, imported.cases, strict=True):
        assert case_text(case.read.draft, TODAY) == case_text(draft, TODAY)


def test_the_empty_template_has_no_cases():
    with pytest.raises(RefusedError, match="tidak ada baris di bawah judul kolom"):
        read(excel_template())


def test_a_hundred_rows_are_a_hundred_cases(real_files):
    some = [draft_of(text) for text in list(real_files.values())[:100]]
    data = excel_template(some)
    assert len(read(data).cases) == 100


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1212, "#,##0", "1.212"),
        (1212, "General", "1212"),
        (0.254, "0.0%", "25,4%"),
        (1250000, '"Rp"#,##0', "Rp1.250.000"),
        (12.5, "0.0", "12,5"),
        (dt.datetime(2023, 8, 1), "d mmmm yyyy", "1 Agustus 2023"),
        (dt.datetime(2023, 8, 1), "mmm-yy", "Agustus 2023"),
        (dt.time(7, 30), "h:mm", "07.30"),
        (True, "General", "Ya"),
        ("1.212", "@", "1.212"),
        ("=SUM", "@", "=SUM"),
    ],
)
def test_a_cell_is_read_as_its_sender_saw_it(draft, value, number_format, text):
    def change(_, sheet):
        cell = sheet.cell(2, 1 + headings().index("Hasil 1: Sesudah"))
        cell.value, cell.number_format = value, number_format
        if isinstance(value, str):
            cell.data_type = "s"

    imported = read(workbook([headings(), texts_of(draft)], change))
    assert imported.cases[0].read.draft.rows["results"][0]["after"] == text


def test_a_date_in_a_field_for_dates_is_that_date_however_it_looks(draft):
    row = row_with(draft, Sumber_1__Tanggal=dt.date(2024, 8, 1))
    imported = read(workbook([headings(), row]))
    assert imported.cases[0].read.draft.rows["sources"][0]["date"] == "2024-08-01"


def test_a_year_typed_as_a_number_is_a_year(draft):
    imported = read(workbook([headings(), row_with(draft, Tahun_mulai=2019.0)]))
    assert imported.cases[0].read.draft.texts["started"] == "2019"
    assert imported.cases[0].is_whole


def test_choices_may_be_labels_or_values_in_any_letters(draft):
    row = row_with(draft, Bidang="KETAHANAN PANGAN", Tingkat_pemerintahan="kabupaten")
    assert read(workbook([headings(), row])).cases[0].is_whole


def test_columns_may_come_in_any_order_below_a_title_and_beside_others(draft):
    names, texts = headings()[::-1], texts_of(draft)[::-1]
    data = workbook(
        [
            ["REKAP INOVASI 2026"],
            [],
            ["No", *names, "Pengisi"],
            [1, *texts, "Bagian Organisasi"],
        ]
    )
    imported = read(data)
    assert imported.cases[0].is_whole
    assert [words for words in told(imported) if "kolom" in words] == [
        f"lembar “Inovasi”, sel {openpyxl.utils.get_column_letter(len(names) + 2)}3: warning: "
        "kolom “Pengisi” tidak dikenal, jadi isinya tidak dibaca; "
        "pindahkan isinya ke kolom dari templat, atau biarkan"
    ]


def test_every_sheet_with_the_headings_is_read(draft):
    def change(book, sheet):
        second = book.copy_worksheet(sheet)
        second.title = "Dinas Kesehatan"
        notes = book.create_sheet("Catatan")
        notes["A1"] = "Rapat 3 Maret"

    imported = read(workbook([headings(), texts_of(draft)], change))
    assert [case.read.spot.sheet for case in imported.cases] == ["Inovasi", "Dinas Kesehatan"]
    assert any("lembar “Catatan”: warning" in words for words in told(imported))


def test_more_results_than_the_template_has_are_read(draft):
    names = [*headings(), "Hasil 7: Ukuran", "HASIL 7 - SESUDAH"]
    row = [*texts_of(draft), "Desa mandiri", "8 (2023)"]
    draft = read(workbook([names, row])).cases[0].read.draft
    assert draft.rows["results"][6] == {"measure": "Desa mandiri", "after": "8 (2023)"}


def test_lines_of_a_cell_are_paragraphs_items_and_entries(draft):
    row = row_with(
        draft,
        Masalah="Jauh. [1]\n\n1. Satu [1]\n2) Dua [1]\n- Tiga [1]\n• Empat [1-2]",
        Kata_kunci="satu kata, dua kata",
        Dasar_hukum="- Perda 1/2020\n- Perbup 2/2021, jo. Perbup 3/2022",
        **{"Tujuan_pembangunan_berkelanjutan": "3; TPB 11 Kota"},
    )
    read_draft = read(workbook([headings(), row])).cases[0].read.draft
    assert [(p.text, p.item, p.numbered, p.sources) for p in read_draft.sections["Masalah"]] == [
        ("Jauh.", False, False, (1,)),
        ("Satu", True, True, (1,)),
        ("Dua", True, True, (1,)),
        ("Tiga", True, False, (1,)),
        ("Empat", True, False, (1, 2)),
    ]
    assert read_draft.lists["tags"] == ("satu kata", "dua kata")
    assert read_draft.lists["sdgs"] == ("3", "11")
    assert read_draft.lists["legal_basis"] == (
        "Perda 1/2020",
        "Perbup 2/2021, jo. Perbup 3/2022",
    )


def test_a_mistake_is_named_by_its_cell(draft):
    row = row_with(draft, Ringkasan="Pendek.")
    words = told(read(workbook([headings(), texts_of(draft), row])))
    assert words == [w for w in words if "sel" in w]
    column = openpyxl.utils.get_column_letter(1 + headings().index("Ringkasan"))
    assert (
        f"lembar “Inovasi”, sel {column}3 (Ringkasan): error: terlalu sedikit: 7 huruf"
        in "\n".join(words)
    )


def test_a_mistake_inside_a_cell_is_named_by_its_line(draft):
    row = row_with(
        draft,
        Masalah="Jauh. [1]\nMahal.",
        Masalah_menurut_yang_mengalaminya="desa kami jauh dari pasar\npendek",
        Tujuan_pembangunan_berkelanjutan="3\n99",
    )
    words = "\n".join(told(read(workbook([headings(), row]))))
    assert "(Masalah): warning: paragraf 2 (“Mahal.”): belum ada sumbernya" in words
    assert "butir 2 (“pendek”): terlalu sedikit: 6 huruf" in words
    assert "butir 2: “99” bukan nomor SDG" in words


def test_missing_columns_are_named_once_for_all_rows(draft):
    keep = [n for n, name in enumerate(headings()) if name not in {"Ringkasan", "Solusi"}]
    names = [headings()[n] for n in keep]
    row = [texts_of(draft)[n] for n in keep]
    imported = read(workbook([names, row, row]))
    words = told(imported)
    assert sum("Ringkasan" in one for one in words) == 1
    assert "kolom wajib tidak ada: “Ringkasan”, “Solusi”" in words[0]
    assert not any(case.is_whole for case in imported.cases)


def test_a_renamed_column_is_named_with_the_likely_one(draft):
    names = ["Ringkasan singkat" if name == "Ringkasan" else name for name in headings()]
    words = "\n".join(told(read(workbook([names, texts_of(draft)]))))
    assert "kolom “Ringkasan singkat” tidak dikenal, jadi isinya tidak dibaca" in words
    assert "bila maksudnya “Ringkasan”, ganti judulnya" in words


def test_a_column_that_stands_twice_is_told(draft):
    words = told(read(workbook([[*headings(), "Ringkasan *"], [*texts_of(draft), "Lain"]])))
    assert any("kolom “Ringkasan” ada dua; yang kedua tidak dibaca" in one for one in words)


def test_merged_cells_are_told(draft):
    def change(_, sheet):
        sheet.merge_cells("F2:F3")

    words = told(read(workbook([headings(), texts_of(draft), texts_of(draft)], change)))
    for row in (2, 3):
        assert any(
            f"sel F{row} (Unit pelaksana): error: sel F2:F3 digabung" in one for one in words
        )


@pytest.mark.parametrize("formula", ["=1+1", ArrayFormula("A2", "=1+1")], ids=["one", "array"])
def test_a_formula_that_was_never_worked_out_is_told(draft, formula):
    def change(_, sheet):
        sheet["A2"] = formula

    words = told(read(workbook([headings(), texts_of(draft)], change)))
    assert "lembar “Inovasi”, sel A2 (Nama inovasi): error: rumus tanpa nilai" in "\n".join(words)


def test_a_formula_gives_the_value_that_excel_worked_out(draft):
    def change(_, sheet):
        sheet["A2"] = "=1+1"

    data = workbook([headings(), texts_of(draft)], change)
    cached = rezipped(
        data,
        {
            "xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"<v/>", b"<v>2</v>", 1).replace(
                b"<v></v>", b"<v>2</v>", 1
            )
        },
    )
    imported = read(cached)
    assert imported.cases[0].read.draft.texts["title"] == "2"
    assert any("sel A2 (Nama inovasi): warning: isinya rumus" in one for one in told(imported))


def test_an_error_of_excel_is_told(draft):
    def change(_, sheet):
        sheet["A2"] = "#N/A"

    words = told(read(workbook([headings(), texts_of(draft)], change)))
    assert "sel A2 (Nama inovasi): error: ada kesalahan Excel (#N/A)" in "\n".join(words)


def test_a_hidden_sheet_is_told(draft):
    def change(book, sheet):
        hidden = book.copy_worksheet(sheet)
        hidden.title = "Arsip"
        hidden.sheet_state = "hidden"

    imported = read(workbook([headings(), texts_of(draft)], change))
    assert len(imported.cases) == 1
    assert any("lembar “Arsip”: error: lembar tersembunyi" in one for one in told(imported))


def test_a_workbook_with_hidden_cases_alone_is_refused_with_the_way_to_show_them(draft):
    def change(book, sheet):
        book.create_sheet("Kosong")
        sheet.sheet_state = "hidden"

    with pytest.raises(RefusedError, match=r"tersembunyi: “Inovasi”.*Unhide"):
        read(workbook([headings(), texts_of(draft)], change))


def test_a_second_table_on_a_sheet_is_told(draft):
    rows = [headings(), texts_of(draft), [], headings(), texts_of(draft)]
    imported = read(workbook(rows))
    assert len(imported.cases) == 2
    assert any("baris 4: warning: judul kolom tertulis lagi" in one for one in told(imported))
    other = [headings(), texts_of(draft), [], headings()[::-1], texts_of(draft)[::-1]]
    assert any("baris 4: error: ada tabel kedua" in one for one in told(read(workbook(other))))


def test_a_hidden_row_is_read_and_told(draft):
    def change(_, sheet):
        sheet.row_dimensions[3].hidden = True

    imported = read(workbook([headings(), texts_of(draft), texts_of(draft)], change))
    assert len(imported.cases) == 2
    words = [one for one in told(imported) if "tersembunyi" in one]
    assert len(words) == 1 and words[0].startswith("lembar “Inovasi”, baris 3: warning")


def test_a_comment_on_a_cell_is_told(draft):
    def change(_, sheet):
        sheet["C2"].comment = Comment("Sumbernya lisan", "a")

    words = told(read(workbook([headings(), texts_of(draft)], change)))
    assert any("sel C2 (Ringkasan): warning: ada komentar pada sel" in one for one in words)


def test_pictures_are_told(draft):
    data = rezipped(workbook([headings(), texts_of(draft)]), more={"xl/media/image1.png": b"x"})
    assert any("ada gambar atau grafik" in one for one in told(read(data)))


def test_a_coloured_cell_at_the_very_end_takes_no_time(draft):
    def change(_, sheet):
        sheet["XFD1048576"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")

    start = time.perf_counter()
    assert len(read(workbook([headings(), texts_of(draft)], change)).cases) == 1
    assert time.perf_counter() - start < 10


def test_texts_behind_the_last_column_that_is_read_are_told(draft):
    def change(_, sheet):
        sheet["XFD2"] = "jauh sekali"

    words = told(read(workbook([headings(), texts_of(draft)], change)))
    assert any("di belakang kolom ke-1000" in one for one in words)


def test_more_cases_than_a_file_may_have_are_refused(draft, monkeypatch):
    monkeypatch.setattr("app.contribution.read_sheet.MAX_CASES", 2)
    with pytest.raises(RefusedError, match="lebih dari 2 baris"):
        read(workbook([headings(), *[texts_of(draft)] * 3]))


def test_links_to_other_files_are_not_kept(draft):
    external = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    data = rezipped(
        workbook([headings(), texts_of(draft)]),
        more={"xl/externalLinks/externalLink1.xml": external},
    )
    assert len(read(data).cases) == 1


def test_what_openpyxl_cannot_read_is_refused_with_a_way_out(draft):
    data = rezipped(
        workbook([headings(), texts_of(draft)]),
        {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'r="A1"', b'r="??"')},
    )
    with pytest.raises(RefusedError, match="Simpan Sebagai"):
        read(data)


def test_characters_that_excel_writes_by_their_number_are_read(draft):
    row = row_with(draft, Biaya="Rp1_x000D_ miliar")
    assert read(workbook([headings(), row])).cases[0].read.draft.texts["cost"] == "Rp1 miliar"


def excel_can_hold(text):
    return openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(text) is None and text.isprintable()


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1901, 1, 1)),
    st.text(max_size=30).filter(excel_can_hold),
    st.sampled_from([*headings(), "Hasil 999: Ukuran", "Hasil 0: Ukuran", "Sumber 1: x", "Hasil"]),
)


@settings(max_examples=25)
@given(st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=6))
def test_no_cells_make_the_reader_fail(rows):
    try:
        imported = read(workbook([["Nama inovasi", "Ringkasan", "Bidang"], *rows]))
    except RefusedError as exc:
        assert exc.message and exc.remedy
    else:
        assert all(remark.message and remark.remedy for remark in imported.all_remarks())


@settings(max_examples=10)
@given(st.lists(drafts(), max_size=3))
def test_no_draft_makes_the_template_fail(some):
    try:
        read(excel_template(some))
    except RefusedError as exc:
        assert exc.remedy


def test_the_template_offers_lists_hints_and_texts():
    book = openpyxl.load_workbook(io.BytesIO(excel_template()))
    assert book.sheetnames == ["Petunjuk", "Inovasi", "Daftar"]
    assert book.active is book["Inovasi"]
    sheet = book["Inovasi"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    letter = openpyxl.utils.get_column_letter(1 + headings().index("Tingkat pemerintahan"))
    rule = rules[f"{letter}2:{letter}1001"]
    assert rule.type == "list" and rule.showErrorMessage
    cells = book["Daftar"][rule.formula1.partition("!")[2].replace("$", "")]
    assert [cell.value for (cell,) in cells][:4] == [
        "Kementerian",
        "Lembaga",
        "Provinsi",
        "Kabupaten",
    ]
    assert all(rule.prompt and len(rule.prompt) <= 255 for rule in rules.values())
    assert len(rules) == sheet.max_column
    assert all(dimension.number_format == "@" for dimension in sheet.column_dimensions.values())
