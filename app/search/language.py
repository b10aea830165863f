"""Indonesian analysis: from text to words and stems.

Used alike for documents and queries, so that what is indexed can be found. All
functions are pure; the only state is a cache of stems.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

# Letters and digits; an apostrophe inside a word belongs to it (Ma'Siti, Qur’an).
WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")

#: Words longer than this are cut; no Indonesian word comes near (the longest case name
#: written as one word has some 60 letters).
MAX_WORD = 80

# Words of grammar: they say nothing of the matter. Kept short on purpose; the weight of
# a word by its rarity does the rest.
_GRAMMAR = """
    ada adalah agar akan aku anda antara apa apakah atas atau bagaimana bagi bahwa belum
    bisa boleh dalam dan dapat dari daripada demi dengan dgn di dia dr hingga ia ini itu
    jadi jika juga kalau kami karena ke kepada kita krn lagi lah lalu mana masih melalui
    menjadi mereka nya oleh pada para pd per pun saat saja sambil sampai sangat saya
    sebagai sebelum secara sedang sehingga sejak seperti serta setelah sudah supaya
    tanpa tdk telah tersebut tetap tetapi tidak untuk utk yaitu yakni yang yg
"""
STOP_WORDS = frozenset(_GRAMMAR.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, and where it stands in the original (``start:end``)."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, no accents, compatibility forms and apostrophes gone.

    >>> fold("Jarik Ma’Siti")
    'jarik masiti'
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        char for char in decomposed if not unicodedata.combining(char) and char not in "'’‘ʼ`´"
    )


def words(text: str) -> Iterator[Word]:
    """The words of a text in order.

    >>> [word.text for word in words("Putik-Sari, Ma'Siti")]
    ['putik', 'sari', 'masiti']
    """
    for match in WORD.finditer(text):
        folded = fold(match[0])[:MAX_WORD]
        if folded:
            yield Word(folded, match.start(), match.end())


def name_key(text: str) -> str:
    """A name without case, spaces, hyphens and apostrophes: how names are compared.

    >>> name_key("Jarik Ma'Siti") == name_key("JARIK-MASITI")
    True
    """
    return "".join(word.text for word in words(text))


_local = threading.local()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word (Snowball's Indonesian stemmer; some 25 µs, then cached)."""
    # A Stemmer keeps a buffer of its own, so each thread has one.
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = Stemmer.Stemmer("indonesian", 0)
    return str(stemmer.stemWord(word))


def stems(text: str) -> Iterator[str]:
    """The stems of a text's words, without stop words."""
    for word in words(text):
        if word.text not in STOP_WORDS:
            yield stem(word.text)
