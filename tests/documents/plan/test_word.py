"""The plan as a Word file holds every section, the typed texts, and blanks for the rest."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from app.documents.plan.form import PLAN_FIELDS, PLAN_SECTIONS, STAGES, PlanField, PlanTable
from app.documents.plan.plan import read_plan
from app.documents.plan.word import plan_to_word
from tests.documents.conftest import text_of

DAY = dt.date(2026, 11, 28)
ADDRESS = "https://contoh.go.id/inovasi/putik-sari"

FILLED = {
    "instansi": ["Dinas Pemberdayaan Masyarakat Kabupaten Contoh"],
    "masalah_kami": ["Desa belum punya produk unggulan.\nPemuda pergi."],
    "mulai1": ["2027-01-04"],
    "selesai1": ["2027-02-26"],
    "sepakat": ["mou"],
    "risiko1": ["<b>Anggaran</b> =cmd|' /C calc'!A0"],
    "pantau2": ["2027-06-30"],
    "pj": ["Kepala Bidang Usaha Ekonomi Desa"],
}


def test_the_file_holds_every_section_and_the_typed_texts(case):
    plan, _ = read_plan(case, FILLED)
    text = text_of(plan_to_word(plan, ADDRESS, DAY))
    for number, section in enumerate(PLAN_SECTIONS, 1):
        assert f"{number}. {section.title}" in text
        for item in section.items:
            fields = item.columns if isinstance(item, PlanTable) else (item,)
            for field in fields:
                assert field.label in text, field.label
    for typed in ("Desa belum punya produk unggulan.", "4 Januari 2027", "30 Juni 2027"):
        assert typed in text
    assert "<b>Anggaran</b> =cmd|' /C calc'!A0" in text
    assert "[x] Nota kesepahaman" in text
    assert "[  ] Izin tertulis" in text
    for stage in STAGES:
        assert stage in text
    for source in case.sources:
        assert source.title in text
    assert "Draf: bukan formulir resmi" in text


def test_gaps_and_blanks_are_marked(case):
    plan, _ = read_plan(case, {})
    text = text_of(plan_to_word(plan, ADDRESS, DAY))
    assert "tanyakan ke Kecamatan Wonosari" in text
    assert "[x]" not in text
    assert "[isi: instansi yang mereplikasi]" in text
    assert "(dari berkas kasus, bagian Solusi)" in text


def test_the_budget_is_a_table_with_sums_on_the_right_and_a_total(case):
    costs = {"uraian1": ["Pelatihan"], "volume1": ["2"], "satuan1": ["kali"], "harga1": ["500000"]}
    plan, _ = read_plan(case, costs)
    tables = docx.Document(io.BytesIO(plan_to_word(plan, ADDRESS, DAY))).tables
    (budget,) = (table for table in tables if "Jumlah (Rp)" in table.rows[0].cells[-1].text)
    rows = [[cell.text for cell in row.cells] for row in budget.rows]
    assert rows[1] == ["1", "Pelatihan", "", "2", "kali", "500.000", "1.000.000"]
    assert rows[-1][0] == "Jumlah seluruhnya" and rows[-1][-1] == "1.000.000"
    assert budget.rows[1].cells[-1].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_the_same_plan_is_the_same_file(case):
    plan, _ = read_plan(case, FILLED)
    assert plan_to_word(plan, ADDRESS, DAY) == plan_to_word(plan, ADDRESS, DAY)


def _brim(text: str, field: PlanField) -> str:
    """As many characters and lines of a text as a field takes."""
    lines = text[: field.max_length].split("\n")
    most = field.max_lines if field.kind == "text" else 1
    return " ".join(("\n".join(lines[:most]), *lines[most:]))


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_lays_out_plans(to_pdf, real_cases):
    """A plan with few facts, a plan with many, and a plan filled to the brim with nonsense."""
    sparse = real_cases["putik-sari"].case
    rich = real_cases["bumdes-tirta-mandiri-ponggok"].case
    nonsense = "<script>\u202e😀=cmd|' /C calc'!A0\x00\n" * 200
    brim = {
        key: [_brim(nonsense * 20, field)]
        for key, field in PLAN_FIELDS.items()
        if field.kind in {"line", "text"}
    }
    full, mistakes = read_plan(rich, brim)
    assert mistakes == ()
    plans = {
        "sparse.docx": read_plan(sparse, FILLED)[0],
        "rich.docx": read_plan(rich, {})[0],
        "full.docx": full,
    }
    pdfs = to_pdf({name: plan_to_word(plan, ADDRESS, DAY) for name, plan in plans.items()})
    for name, pdf in pdfs.items():
        assert "(A4)" in pdf.about["Page size"]
        total = len(pdf.pages)
        for number, page in enumerate(pdf.pages, 1):
            assert "Draf: bukan formulir resmi" in page, (name, number)
            assert f"Halaman {number} dari {total}" in page, (name, number)
        assert "RENCANA AKSI REPLIKASI" in pdf.text
        assert "Penanggung jawab," in pdf.pages[-1]
    assert 4 <= len(pdfs["sparse.docx"].pages) <= 6
    assert "Putik Sari di Dinas Pemberdayaan Masyarakat Kabupaten Contoh" in (
        pdfs["sparse.docx"].text
    )
    assert "modal awal BUMDes seratus juta rupiah" in pdfs["rich.docx"].text
