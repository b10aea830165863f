"""What is typed in boxes becomes paragraphs, lists and rows, each led back to its field."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection import files
from app.contribution.case_file import case_text
from app.contribution.draft import Paragraph
from app.web.contribute.filled import Filled, read_values
from app.web.contribute.steps import STEPS, TOLD_IN, base, item_of
from app.web.contribute.telling import tell
from tests.web.contribute.conftest import as_shown, draft_of_case, values_of


def told(**values: str | tuple[str, ...]):
    """The telling of a form; names with ``_`` for ``-``."""
    typed = {
        name.replace("_", "-").replace("legal-basis", "legal_basis").replace("copy-t", "copy_t"): (
            (text,) if isinstance(text, str) else text
        )
        for name, text in values.items()
    }
    return tell(Filled(typed))


def test_an_empty_line_ends_a_paragraph_and_each_has_the_sources_of_the_box():
    telling = told(masalah_1="Satu\nbaris.\n\nDua.", masalah_1_sumber=("1", "3"))
    assert telling.draft.sections["Masalah"] == (
        Paragraph("Satu baris.", (1, 3)),
        Paragraph("Dua.", (1, 3)),
    )
    assert telling.name_of(("sections", "Masalah", 1)) == "masalah-1"


@pytest.mark.parametrize("sign", ["-", "*", "•", "–"])
def test_lines_with_a_hyphen_are_items_and_their_introduction_cites_nothing(sign):
    telling = told(solusi_1=f"Ada dua:\n{sign} kader\n{sign} bidan\ndesa", solusi_1_sumber=("1",))
    assert telling.draft.sections["Solusi"] == (
        Paragraph("Ada dua:"),
        Paragraph("kader", (1,), item=True),
        Paragraph("bidan desa", (1,), item=True),
    )


def test_numbered_lines_are_a_numbered_list_but_a_figure_is_not():
    telling = told(pelaksanaan_1="1. rapat\n2) pelatihan\n\n1.212 warga ikut.")
    assert telling.draft.sections["Pelaksanaan"] == (
        Paragraph("rapat", item=True, numbered=True),
        Paragraph("pelatihan", item=True, numbered=True),
        Paragraph("1.212 warga ikut."),
    )


def test_an_empty_box_tells_nothing_and_its_neighbours_keep_their_names():
    telling = told(masalah_1=" \n", masalah_2="Jauh.")
    assert telling.draft.sections["Masalah"] == (Paragraph("Jauh."),)
    assert telling.name_of(("sections", "Masalah", 0)) == "masalah-2"
    assert telling.name_of(("sections", "Solusi")) == "solusi-1"


def test_lists_have_an_entry_on_each_line_and_keywords_also_between_commas():
    telling = told(
        tags="desa wisata, kopi\nkampung", problems="- jauh, dan mahal\n\n- sepi", sdgs=("1", "11")
    )
    assert telling.draft.lists["tags"] == ("desa wisata", "kopi", "kampung")
    assert telling.draft.lists["problems"] == ("jauh, dan mahal", "sepi")
    assert telling.draft.lists["sdgs"] == ("1", "11")


@pytest.mark.parametrize(
    "typed",
    [
        "putik-sari",
        "https://contoh.go.id/inovasi/putik-sari",
        "https://contoh.go.id/inovasi/putik-sari?s=x#tanya",
        "/inovasi/putik-sari",
    ],
)
def test_the_address_of_a_case_stands_for_the_case(typed):
    telling = tell(Filled({"adapted_from": (typed,), "replicated_by-1-case": (typed,)}))
    assert telling.draft.texts["adapted_from"] == "putik-sari"
    assert telling.draft.rows["replicated_by"][0]["case"] == "putik-sari"


def test_rows_keep_their_numbers_so_that_sources_do():
    telling = tell(Filled({"sources-1-title": ("",), "sources-3-title": ("C",)}))
    assert [row["title"] for row in telling.draft.rows["sources"]] == ["", "", "C"]
    assert telling.name_of(("sources", 2, "url")) == "sources-3-url"
    assert telling.name_of(("sources", 2)) == "sources-3-title"


def test_every_real_case_can_be_told_in_the_form_and_stays_the_same(real_cases):
    today = dt.date.today() + dt.timedelta(days=1)
    told_whole = 0
    for slug, parsed in real_cases.items():
        draft = draft_of_case(slug)
        if any(part.markdown for parts in draft.sections.values() for part in parts):
            continue  # the form has no bold and no italic letters
        values = values_of(draft)
        telling = tell(Filled({name: tuple(texts) for name, texts in values.items()}))
        text = case_text(telling.draft, today)
        case = files.parse(Path(f"{slug}.md"), text.encode(), today).case
        assert case and as_shown(case) == as_shown(parsed.case), slug
        told_whole += 1
    assert told_whole > 0.95 * len(real_cases)


# --- answers that the front matter can't cite -----------------------------------------


def test_an_answer_with_sources_is_told_in_its_section():
    telling = told(cost="Rp25 juta", cost_sumber=("2",), staff="kader")
    assert telling.draft.texts["cost"] == "Rp25 juta"
    assert telling.draft.sections["Sumber Daya"] == (
        Paragraph("Biaya: Rp25 juta.", (2,), item=True),
    )
    assert telling.name_of(("sections", "Sumber Daya", 0)) == "cost"


def test_rows_with_sources_are_told_in_words():
    filled = Filled(
        {
            "results-1-measure": ("Desa mandiri",),
            "results-1-before": ("0 (2021)",),
            "results-1-after": ("8 (2023)",),
            "results-1-sumber": ("1",),
            "results-2-measure": ("Warga",),
            "results-2-after": ("120",),
            "results-2-sumber": ("2",),
            "results-3-measure": ("Tanpa sumber",),
            "results-3-after": ("1",),
            "awards-1-name": ("KIPP",),
            "awards-1-rank": ("Top 99",),
            "awards-1-year": ("2021",),
            "awards-1-sumber": ("3",),
            "replicated_by-1-by": ("Kabupaten Ngawi",),
            "replicated_by-1-year": ("2024",),
            "replicated_by-1-sumber": ("1",),
        }
    )
    sections = tell(filled).draft.sections
    assert [paragraph.text for paragraph in sections["Dampak"]] == [
        "Desa mandiri: dari 0 (2021) menjadi 8 (2023).",
        "Warga: 120.",
        "Penghargaan: Top 99, KIPP (2021).",
    ]
    assert sections["Replikasi"] == (Paragraph("Peniru: Kabupaten Ngawi, 2024.", (1,), item=True),)
    assert tell(filled).name_of(("sections", "Dampak", 1)) == "results-2-measure"


def test_what_the_section_says_with_the_same_sources_is_not_told_twice():
    typed = {
        "cost": ("Rp25 juta",),
        "cost-sumber": ("2",),
        "sumber-daya-1": ("Tiap rumah menelan Rp25 juta dari APBD.",),
    }
    same = tell(Filled({**typed, "sumber-daya-1-sumber": ("1", "2")})).draft
    assert len(same.sections["Sumber Daya"]) == 1
    other = tell(Filled({**typed, "sumber-daya-1-sumber": ("1",)})).draft
    assert len(other.sections["Sumber Daya"]) == 2


def test_every_answer_that_can_have_sources_has_a_section():
    headings = {item for step in STEPS for item in step.items}
    assert {section for section, _ in TOLD_IN.values()} <= headings


NAMES = [
    *("title", "tags", "cost", "cost-sumber", "legal_basis", "sdgs", "adapted_from"),
    *("masalah-1", "masalah-1-sumber", "dampak-2", "results-1-after", "results-1-measure"),
    *("results-1-sumber", "sources-2-url", "awards-1-name", "awards-1-sumber"),
    *("replicated_by-1-by", "replicated_by-1-case", "replicated_by-1-sumber"),
]


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=60), max_size=3)))
def test_any_form_can_be_told(values):
    telling = tell(Filled(read_values(values.items())))
    for heading, paragraphs in telling.draft.sections.items():
        for n, paragraph in enumerate(paragraphs):
            assert paragraph.text.strip()
            name = telling.name_of(("sections", heading, n))
            assert item_of(name) or base(name) == name
