"""Examples of searches: problems, in the words of those who have them.

The home page shows them, and so do page and API where a text has nothing to search for.
"""

from __future__ import annotations

from app.collection.vocabulary import Label

#: Each is answered by cases of the collection, in both languages.
EXAMPLES = (
    Label(
        "anak putus sekolah karena harus membantu orang tua",
        "children who drop out of school to help their parents",
    ),
    Label(
        "pasien lama menunggu obat di rumah sakit",
        "patients wait long for medicine at the hospital",
    ),
    Label(
        "hasil panen dibeli murah oleh tengkulak",
        "middlemen buy the harvest cheaply from farmers",
    ),
)
