"""The words of the Word template that are no answer: its headings, hints and introduction.

:mod:`app.contribution.templates_word` writes them and :mod:`app.contribution.read_word`
passes over them.
"""

from __future__ import annotations

from app.contribution.fields import FIELDS, SECTIONS, Field
from app.contribution.headings import folded

#: The words of the template that are no answer, besides names and help of the fields.
TITLE = "Usulan kasus inovasi"
ABOUT, TEXT = "Tentang inovasi", "Isi"
TABLE_HEADER = ("Isian", "Jawaban")
NUMBER = "No."
INTRODUCTION = (
    "Isi kolom kanan tabel, lalu bagian-bagian di bawahnya. Isian bertanda * wajib. Yang tidak "
    "disebut sumber dikosongkan saja.",
    "Tulis angka seperti di sumber. Jangan menulis nama orang, nomor telepon, atau surel pribadi.",
    "Setiap paragraf diakhiri nomor sumbernya dari tabel Sumber, misalnya [1]; beberapa sumber "
    "ditulis [1, 3].",
)


def hint(field: Field) -> str:
    """The gray line of the template under the name of a field.

    >>> hint(by_key("awards"))[:65]
    'Satu penghargaan satu baris. Nama lomba: nama lomba seperti dipak'
    """
    columns = " ".join(
        f"{column.label}: {column.help[0].lower()}{column.help[1:]}" for column in field.columns
    )
    example = f"Contoh: {field.example}" if field.example else ""
    return " ".join(filter(None, (field.help, columns, example)))


#: All of them, folded.
OWN_WORDS = {
    *map(folded, (TITLE, ABOUT, TEXT, *TABLE_HEADER, *INTRODUCTION)),
    *(folded(hint(field)) for field in (*FIELDS, *SECTIONS)),
}
