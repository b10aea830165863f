"""Examples of searches: problems, in the words of those who have them.

The home page shows them, and so do page and API where a text has nothing to search for.
"""

from __future__ import annotations

#: Each is answered by cases of the collection.
EXAMPLES = (
    "anak putus sekolah karena harus membantu orang tua",
    "pasien lama menunggu obat di rumah sakit",
    "hasil panen dibeli murah oleh tengkulak",
)
