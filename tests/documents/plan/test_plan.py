"""The replication plan: what is put in, what is read, what comes out as a Word file."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.dates import long_date, read_date
from app.documents.plan.plan import FIELDS, PARTS, STAGES, Grid, facts, gaps, prefill, read
from app.documents.plan.word import plan_to_word

DAY = dt.date(2026, 11, 28)
ADDRESS = "https://contoh.go.id/inovasi/putik-sari"


@pytest.fixture(scope="module")
def case(real_cases):
    return real_cases["putik-sari"].case


@pytest.fixture(scope="module")
def all_cases(real_cases):
    return [parsed.case for parsed in real_cases.values() if parsed.case]


def text_of(data: bytes) -> str:
    """The text of the body, in order, tables cell by cell."""
    body = docx.Document(io.BytesIO(data)).element.body
    lines = (
        "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
        for paragraph in body.iter("{*}p")
    )
    return "\n".join(lines)


# --- declared once --------------------------------------------------------------------


def test_keys_are_parameters_of_their_own():
    keys = [field.key for part in PARTS for field in part.fields()]
    assert len(keys) == len(set(keys)) == len(FIELDS)
    assert not {"s", "daftar", "tautan", "tema"} & set(keys)


def test_every_fact_named_by_a_part_is_known(case):
    named = [key for part in PARTS for key in part.facts]
    assert sorted(named) == sorted(facts(case))


# --- what the case knows --------------------------------------------------------------


def test_what_is_put_in_stands_in_the_file(case):
    known = prefill(case)
    (solution,) = [section for section in case.sections if section.key == "solusi"]
    assert known["diambil"].text == "\n".join(solution.sentences)
    assert known["diambil"].origin == "dari berkas kasus, bagian Solusi"
    assert known["unit_asal"].text == case.agency
    assert case.title in known["pengakuan"].text


def test_results_with_a_before_come_first(case):
    known = prefill(case)
    with_before = [result for result in case.results if result.before]
    assert with_before
    for n, result in enumerate(with_before, 1):
        assert known[f"ukuran{n}"].text == result.measure
        expected = f"Sebelum: {result.before}\nSesudah: {result.after}"
        assert known[f"hasil_asal{n}"].text == expected


def test_risks_come_from_the_challenges(real_cases):
    case = real_cases["jarik-ma-siti"].case
    (part,) = [section for section in case.sections if section.key == "tantangan"]
    known = prefill(case)
    for n, sentence in enumerate(part.sentences, 1):
        assert known[f"risiko{n}"].text == sentence
        assert known[f"risiko{n}"].origin == "dari berkas kasus, bagian Tantangan"


def test_a_gap_says_whom_to_ask(case):
    assert not [section for section in case.sections if section.key == "tantangan"]
    plan, mistakes = read(case, {})
    assert not mistakes
    field = FIELDS["risiko1"]
    assert plan.is_gap(field)
    assert plan.origin(field) == (
        "Belum ada data di berkas kasus (bagian Tantangan): tanyakan ke Kecamatan Wonosari."
    )
    assert f"Biaya: belum ada data, tanyakan ke {case.agency}." in gaps(case)
    assert facts(case)["biaya"].text is None


def test_gaps_and_facts_agree_in_every_case(all_cases):
    names = {"Biaya": "biaya", "Tenaga": "tenaga", "Dasar hukum": "dasar-hukum"}
    for case in all_cases:
        missing = {gap.partition(":")[0] for gap in gaps(case)}
        told = facts(case)
        for name, key in names.items():
            assert (name in missing) == (told[key].text is None), (case.slug, name)


def test_what_is_put_in_is_taken_back_unchanged_in_every_case(all_cases):
    """A form sent as it was shown has no mistakes, and nothing to carry in an address."""
    for case in all_cases:
        plan, _ = read(case, {})
        sent = {key: [value.replace("\n", "\r\n")] for key, value in plan.values.items()}
        again, mistakes = read(case, sent)
        assert mistakes == (), case.slug
        assert again.changes() == {}, case.slug


# --- what people send -----------------------------------------------------------------


def test_what_was_typed_wins_over_the_case_even_if_empty(case):
    plan, _ = read(case, {"diambil": [""], "celah": ["Dana belum ada"]})
    assert plan.values["diambil"] == ""
    assert plan.values["celah"] == "Dana belum ada"
    assert plan.origin(FIELDS["celah"]) == ""
    assert plan.changes() == {"diambil": "", "celah": "Dana belum ada"}


@pytest.mark.parametrize(
    "typed", ["2027-03-01", "1/3/2027", "01-03-2027", "1.3.2027", " 1/3/2027 "]
)
def test_dates_may_be_written_as_offices_do(case, typed):
    plan, mistakes = read(case, {"pantau1": [typed]})
    assert not mistakes
    assert plan.values["pantau1"] == "2027-03-01"
    assert plan.text(FIELDS["pantau1"]) == "1 Maret 2027"


@pytest.mark.parametrize(
    "typed", ["31/2/2027", "2027-13-01", "besok", "1/3/1027", "٠١/٠٣/٢٠٢٧", "2027-03-01T00:00"]
)
def test_dates_that_do_not_exist_are_refused_and_kept_as_typed(case, typed):
    plan, (mistake,) = read(case, {"pantau1": [typed]})
    assert (mistake.key, mistake.kind) == ("pantau1", "date")
    assert plan.values["pantau1"] == typed


def test_a_stage_cannot_end_before_it_starts(case):
    _, (mistake,) = read(case, {"mulai2": ["2027-05-01"], "selesai2": ["2027-04-30"]})
    assert (mistake.key, mistake.kind) == ("selesai2", "order")
    assert read(case, {"mulai2": ["2027-05-01"], "selesai2": ["2027-05-01"]})[1] == ()


def test_too_long_is_refused_and_kept(case):
    plan, mistakes = read(case, {"instansi": ["x" * 301], "diubah": ["y" * 4001]})
    assert [(m.key, m.kind) for m in mistakes] == [("instansi", "long"), ("diubah", "long")]
    assert len(plan.values["diubah"]) == 4001


def test_ticks_are_those_that_exist(case):
    plan, (mistake,) = read(case, {"sepakat": ["", "mou", "izin", "<script>"]})
    assert plan.chosen(FIELDS["sepakat"]) == ("izin", "mou")
    assert mistake.kind == "choice"
    assert read(case, {"sepakat": [""]})[0].chosen(FIELDS["sepakat"]) == ()


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_every_date_is_read_back(date):
    assert read_date(date.isoformat()) == date
    assert read_date(f"{date.day}/{date.month}/{date.year}") == date
    assert long_date(date).endswith(str(date.year))


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.lists(st.text(), min_size=1)))
def test_anything_sent_gives_a_plan_or_mistakes(real_cases, given):
    plan, mistakes = read(real_cases["putik-sari"].case, given)
    assert plan.values.keys() == FIELDS.keys()
    assert {mistake.key for mistake in mistakes} <= FIELDS.keys()
    for key, value in plan.values.items():
        assert "\r" not in value and "\x00" not in value, key


# --- the Word file --------------------------------------------------------------------

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


def test_the_file_holds_every_part_and_what_was_typed(case):
    plan, _ = read(case, FILLED)
    text = text_of(plan_to_word(plan, ADDRESS, DAY))
    for number, part in enumerate(PARTS, 1):
        assert f"{number}. {part.title}" in text
        for item in part.items:
            labels = [c.label for c in item.columns] if isinstance(item, Grid) else [item.label]
            for label in labels:
                assert label in text, label
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


def test_what_nobody_knows_is_said(case):
    plan, _ = read(case, {})
    text = text_of(plan_to_word(plan, ADDRESS, DAY))
    assert "Belum ada data: tanyakan ke Kecamatan Wonosari" in text
    assert "[isi: instansi yang mereplikasi]" in text
    assert "(dari berkas kasus, bagian Solusi)" in text


def test_the_same_plan_is_the_same_file(case):
    plan, _ = read(case, FILLED)
    assert plan_to_word(plan, ADDRESS, DAY) == plan_to_word(plan, ADDRESS, DAY)


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_lays_out_plans(to_pdf, real_cases):
    """One with few facts, one with many, and one filled to the brim with nonsense."""
    sparse = real_cases["putik-sari"].case
    rich = real_cases["bumdes-tirta-mandiri-ponggok"].case
    nonsense = "<script>\u202e😀=cmd|' /C calc'!A0\x00\n" * 200
    brim = {
        key: [(nonsense * 20)[: field.most].replace("\n", " " if field.kind == "line" else "\n")]
        for key, field in FIELDS.items()
        if field.kind in {"line", "text"}
    }
    full, mistakes = read(rich, brim)
    assert mistakes == ()
    plans = {
        "sparse.docx": read(sparse, FILLED)[0],
        "rich.docx": read(rich, {})[0],
        "full.docx": full,
    }
    found = to_pdf({name: plan_to_word(plan, ADDRESS, DAY) for name, plan in plans.items()})
    for name, pdf in found.items():
        assert "(A4)" in pdf.about["Page size"]
        total = len(pdf.pages)
        for n, page in enumerate(pdf.pages, 1):
            assert "Draf: bukan formulir resmi" in page, (name, n)
            assert f"Halaman {n} dari {total}" in page, (name, n)
        assert "RENCANA AKSI REPLIKASI" in pdf.text
        assert "Penanggung jawab," in pdf.pages[-1]
    assert 4 <= len(found["sparse.docx"].pages) <= 6
    assert "Putik Sari di Dinas Pemberdayaan Masyarakat Kabupaten Contoh" in (
        found["sparse.docx"].text
    )
    assert "modal awal BUMDes seratus juta rupiah" in found["rich.docx"].text
