"""An empty document: Indonesian, A4, with header and page numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from docx.shared import Cm

from app.documents.office.word_template import DRAFT, LONGEST_TITLE, new_document, text_width

DAY = dt.date(2026, 11, 1)

# The unit in which a file gives lengths, in the unit of python-docx.
TWIP = 635


@pytest.mark.parametrize(
    ("landscape", "width", "height", "text"), [(False, 21.0, 29.7, 16.0), (True, 29.7, 21.0, 26.7)]
)
def test_pages_are_a4(landscape, width, height, text):
    document = new_document("Contoh", created=DAY, landscape=landscape)
    section = document.sections[0]
    assert section.page_width == pytest.approx(Cm(width), abs=TWIP)
    assert section.page_height == pytest.approx(Cm(height), abs=TWIP)
    assert text_width(document) == pytest.approx(text, abs=0.01)


def test_the_text_is_indonesian():
    document = new_document("Contoh", created=DAY)
    assert document.core_properties.language == "id-ID"
    assert 'w:lang w:val="id-ID"' in document.styles.element.xml


def test_the_header_is_the_title_unless_it_is_given():
    def header(**options) -> str:
        document = new_document("Contoh", created=DAY, **options)
        return document.sections[0].header.paragraphs[0].text

    assert header() == "Contoh"
    assert header(header="Kepala") == "Kepala"
    assert header(header=None) == ""
    assert header(draft=True) == f"Contoh\t{DRAFT}"


def test_pages_are_numbered_unless_it_is_a_letter():
    numbered = new_document("Contoh", created=DAY).sections[0].footer.paragraphs[0]
    assert "NUMPAGES" in numbered._p.xml
    letter = new_document("Contoh", created=DAY, header=None, numbered=False)
    assert letter.sections[0].footer.paragraphs[0].text == ""


def test_a_long_title_is_cut():
    document = new_document("x" * 1000, created=DAY)
    assert len(document.core_properties.title) == LONGEST_TITLE
