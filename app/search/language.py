"""Indonesian analysis: from text to words and stems.

Used alike for documents and queries, so that what is indexed can be found. All
functions are pure; the only state is a cache of stems.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

_APOSTROPHES = "'’‘ʼ`´"
_LETTER = r"[^\W_][\u0300-\u036f]*"  # a letter or digit, perhaps with accents of its own

# Letters and digits; an apostrophe inside a word belongs to it (Ma'Siti, Qur’an).
WORD = re.compile(rf"(?:{_LETTER})+(?:[{_APOSTROPHES}](?:{_LETTER})+)*")

#: The same in lower-case ASCII, as most text is: found in half the time.
PLAIN_WORD = re.compile(r"[a-z0-9]+(?:['`][a-z0-9]+)*")

#: Words longer than this are cut; no Indonesian word comes near (the longest case name
#: written as one word has some 60 letters).
MAX_WORD = 80

# The same without apostrophes, cut.
_CUT_WORD = re.compile(rf"([a-z0-9]{{1,{MAX_WORD}}})[a-z0-9]*")

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
    text = text.translate(_NO_APOSTROPHES)  # first: NFKD makes a space of an acute accent
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_NO_APOSTROPHES)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_NO_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)


def words(text: str) -> Iterator[Word]:
    """The words of a text in order.

    >>> [word.text for word in words("Putik-Sari, Ma'Siti")]
    ['putik', 'sari', 'masiti']
    """
    # Lower case keeps the length of ASCII text.
    plain = text.isascii()
    for match in PLAIN_WORD.finditer(text.lower()) if plain else WORD.finditer(text):
        word = match[0]
        if not plain or not word.isalnum():
            word = fold_word(word)
        if word:
            yield Word(word[:MAX_WORD], match.start(), match.end())


def fold_word(word: str) -> str:
    """A word folded, letters and digits alone; empty if it has none."""
    # Compatibility forms may bring signs: ½ is 1⁄2.
    return "".join(filter(str.isalnum, fold(word)))


#: A word, or words that belong together, folded.
Term = tuple[str, ...]


def term(text: str) -> Term:
    """The words of a text, folded.

    >>> term("KTP-el")
    ('ktp', 'el')
    """
    return tuple(folded(text))


def folded(text: str) -> list[str]:
    """The words of a text, folded; quicker than ``words`` where places don't matter."""
    # Most text is ASCII without apostrophes, where a word is a run of letters and digits.
    if text.isascii() and "'" not in text and "`" not in text:
        return _CUT_WORD.findall(text.lower())
    return [word.text for word in words(text)]


def name_key(text: str) -> str:
    """A name without case, spaces, hyphens and apostrophes: how names are compared.

    >>> name_key("Jarik Ma'Siti") == name_key("JARIK-MASITI")
    True
    """
    return "".join(word.text for word in words(text))


# --- stems ------------------------------------------------------------------------------
#
# A word is taken apart by the rules of Indonesian morphology (Nazief and Adriani, 1996;
# Asian, Williams and Tahaghoghi, "Stemming Indonesian", ACSC 2005) down to a root of
# Sastrawi's dictionary. All derivations are tried, not the first that fits, and the best
# root is taken: that costs some 10 µs a word. Words of unknown roots go to Snowball's
# Indonesian stemmer, which needs no dictionary.

_VOWELS = frozenset("aeiou")

# Prefix and suffix that no word has together.
_FORBIDDEN = frozenset(
    {("be", "i"), ("di", "an"), ("ke", "i"), ("ke", "kan"), ("me", "an")}
    | {("se", "i"), ("se", "kan"), ("te", "an")}
)

# Rare or dubious entries of the dictionary that would take words from common roots.
_DUBIOUS = frozenset(
    """
    adakan aga agam akuan ampo ancang asan atar awat awin ayan ayar baran belian berik ecek
    gera kan kerumit kesiap mangkas merang mesan meta mungut okok pejal pemuda pencar perata
    perban petan rasan rian sahan sahkan surati taat upa urang uras
    """.split()  # noqa: SIM905 - a list of forty strings reads worse
)

# Derived words whose sense has left their root's, and places that only look derived:
# roots of their own.
_OWN = frozenset(
    """
    keadaan keterangan pedalaman pembangunan penerangan pengadaan perantara perbatasan
    perhatian peraturan pengalaman kebakaran kemasan kepala kecamatan kelurahan pelaku
    bekasi kediri maluku pemalang
    """.split()  # noqa: SIM905 - as above
)

# Roots that win over any other a word may come from: a prefix hides their first letter,
# and a rarer root without it exists (memadukan is of padu, not madu).
_FIRST = frozenset(
    {"kawal", "kemas", "kemudi", "kendali", "kenal", "kering", "kira", "kunjung"}
    | {"padam", "padu", "puas", "rasa", "saring"}
)

_MAX_PREFIXES = 3


@cache
def roots() -> frozenset[str]:
    """The root words of Indonesian (29,932 of them, from Sastrawi's dictionary)."""
    path = files("Sastrawi") / "Stemmer" / "data" / "kata-dasar.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) - _DUBIOUS | _OWN


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word.

    >>> {stem(word) for word in ("pelayanan", "melayani", "dilayani", "layanan")}
    {'layan'}
    """
    if len(word) < 4 or word in roots():
        return word
    candidates: list[tuple[bool, bool, int, int, str]] = []
    for base, suffix in _without_suffixes(word):
        _find_roots(base, suffix, 0, False, candidates)
    if not candidates and word.startswith(("ng", "ny", "n", "m")):
        # Spoken Indonesian drops the me- (ngurus, nulis), and hides a c, too (nyari of cari).
        _find_roots(f"me{word}", "", 0, False, candidates)
        if word.startswith("ny"):
            _find_roots(f"c{word[2:]}", "", 1, False, candidates)
    if candidates:
        return min(candidates)[-1]
    return _snowball(word)


def _without_suffixes(word: str) -> Iterator[tuple[str, str]]:
    """The word without particle, possessive and suffix: (rest, suffix taken off)."""
    bases = [word]
    for endings in (("lah", "kah", "tah", "pun"), ("nya", "ku", "mu")):
        bases += [base.removesuffix(end) for base in bases for end in endings if base.endswith(end)]
    for base in bases:
        yield base, ""
        for suffix in ("an", "kan", "i"):
            if base.endswith(suffix):
                yield base.removesuffix(suffix), suffix


def _find_roots(
    word: str,
    suffix: str,
    prefixes: int,
    unlikely: bool,
    found: list[tuple[bool, bool, int, int, str]],
) -> None:
    """Collect the roots a word may come from, the best first in sorting order.

    A root reached against the odds counts least; then the longer root is better, then
    the one under fewer prefixes.
    """
    if len(word) < 3:
        return
    if word in roots():
        found.append((word not in _FIRST, unlikely, -len(word), prefixes, word))
    if prefixes < _MAX_PREFIXES:
        for kind, rest, odd in _without_prefix(word):
            # Only the outermost prefix and the suffix exclude each other: ke-ter-lambat-an.
            if prefixes or (kind, suffix) not in _FORBIDDEN:
                _find_roots(rest, suffix, prefixes + 1, unlikely or odd, found)


def _without_prefix(word: str) -> Iterator[tuple[str, str, bool]]:
    """The word without its first prefix: (prefix, rest, whether that goes against the odds).

    "me-" and "pe-" bring a nasal that may hide the first letter of the root: k behind
    ng, s behind ny, p behind m, t behind n. An r behind "be-", "te-" or "pe-" mostly
    belongs to the prefix, an l to the root (pelaku; but belajar).
    """
    kind, rest = word[:2], word[2:]
    if kind in {"di", "ke", "se"}:
        yield kind, rest, False
    elif kind in {"be", "te", "pe"} and rest.startswith(("r", "l")):
        before_vowel = rest[1:2] in _VOWELS
        yield kind, rest[1:], before_vowel and rest[0] == "l"
        yield kind, rest, before_vowel and rest[0] == "r"
    elif kind == "be":
        yield kind, rest, False
    elif kind in {"me", "pe"} and rest.startswith("ng"):
        yield kind, rest[2:], False
        if rest[2:3] in _VOWELS:
            yield kind, f"k{rest[2:]}", True
        if rest.startswith("nge"):
            yield kind, rest[3:], False
    elif kind in {"me", "pe"} and rest.startswith("ny"):
        yield kind, f"s{rest[2:]}", False
        yield kind, rest, False
    elif kind in {"me", "pe"} and rest[:1] in {"m", "n"}:
        if rest[1:2] in _VOWELS or rest.startswith("mr"):
            yield kind, rest, False
            yield kind, ("p" if rest[0] == "m" else "t") + rest[1:], False
        else:
            yield kind, rest[1:], False
    elif kind in {"me", "pe"}:
        yield kind, rest, False


_local = threading.local()


def _snowball(word: str) -> str:
    # A Stemmer keeps a buffer of its own, so each thread has one.
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = Stemmer.Stemmer("indonesian", 0)
    return str(stemmer.stemWord(word))


def stems(text: str) -> Iterator[str]:
    """The stems of a text's words, without stop words."""
    return iter(stems_of(folded(text)))


def stems_of(words: Iterable[str]) -> list[str]:
    """The stems of folded words, without stop words."""
    return [stem(word) for word in words if word not in STOP_WORDS]
