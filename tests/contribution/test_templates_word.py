"""The Word template as an office program lays it out."""

from app.contribution.case_file import draft_of
from app.contribution.fields import FIELDS, SECTIONS
from app.contribution.templates_word import word_template
from tests.contribution.conftest import TODAY


def test_the_template_is_short_and_names_every_field(to_pdf, real_files):
    draft = draft_of(real_files["putik-sari"])
    files = to_pdf({"templat.docx": word_template(TODAY), "isi.docx": word_template(TODAY, draft)})
    empty, filled = files["templat.docx"], files["isi.docx"]
    assert len(empty.pages) <= 5
    letters = "".join(empty.text.split())  # lines break also behind hyphens
    for field in (*FIELDS, *SECTIONS):
        assert "".join(field.label.split()) in letters
        assert "".join(field.help.split()) in letters
    assert "Pilih satu" in empty.text
    assert "Pertumbuhan ekonomi" in filled.text and "[1, 2, 5]" in filled.text


def test_the_same_day_gives_the_same_bytes():
    assert word_template(TODAY) == word_template(TODAY)
