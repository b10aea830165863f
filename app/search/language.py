"""Indonesian and English analysis: from text to words and stems.

Cases and queries are analysed alike, so that a query finds what is indexed. All functions
are pure; the only state is a cache of stems.
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

# Characters that show nothing, as copied texts have them inside words: soft hyphens, joiners,
# marks of direction, variation selectors. They belong to the word around them.
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
_DROPPED = re.compile(f"[{_APOSTROPHES}{_INVISIBLE}]")

# A letter or digit, with its combining accents and invisible characters if any.
_LETTER = rf"[^\W_][\u0300-\u036f{_INVISIBLE}]*"

#: A word: letters and digits. An apostrophe inside belongs to it (Ma'Siti, Qur’an).
WORD = re.compile(rf"(?:{_LETTER})+(?:[{_APOSTROPHES}](?:{_LETTER})+)*")

#: Longer words are cut. No Indonesian word is nearly as long; the longest name of a case,
#: written as one word, has some 60 letters.
MAX_WORD = 80

# A word of lower-case ASCII text without apostrophes, cut.
_ASCII_WORD = re.compile(rf"([a-z0-9]{{1,{MAX_WORD}}})[a-z0-9]*")

#: A word, or words that belong together, folded.
Term = tuple[str, ...]

# Words of grammar, which say nothing of the subject. The list is short on purpose: the
# weight of a word by its rarity does the rest.
_GRAMMAR = """
    ada adalah agar akan aku anda antara apa apakah atas atau bagaimana bagi bahwa belum
    bisa boleh dalam dan dapat dari daripada demi dengan dgn di dia dr hingga ia ini itu
    jadi jika juga kalau kami karena ke kepada kita krn lagi lah lalu mana masih melalui
    menjadi mereka nya oleh pada para pd per pun saat saja sambil sampai sangat saya
    sebagai sebelum secara sedang sehingga sejak seperti serta setelah sudah supaya
    tanpa tdk telah tersebut tetap tetapi tidak untuk utk yaitu yakni yang yg
"""

# The same in English.
_ENGLISH_GRAMMAR = """
    a after all also an and any are as at be been before between but by can each for from
    had has have how in into is it its more most not of off on one only or other out over
    so than that the their them then there they this those through to under up was were
    what when where which while who whose why will with within without you your
"""

#: What stands before an English word, and its stem, so that neither meets an Indonesian
#: word or stem: no folded word holds an underscore.
ENGLISH_MARK = "en_"

#: Words of grammar of both languages, those of English marked.
STOP_WORDS = frozenset(
    (*_GRAMMAR.split(), *(f"{ENGLISH_MARK}{word}" for word in _ENGLISH_GRAMMAR.split()))
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, and where it stands in the text (``start:end``)."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """A text in lower case and compatible letters, without accents, apostrophes and
    characters that show nothing.

    >>> fold("Jarik Ma’Siti")
    'jarik masiti'
    """
    # Apostrophes go first: NFKD makes an acute accent that stands alone a space.
    text = _DROPPED.sub("", text)
    if text.isascii():
        return text.lower()
    decomposed = _DROPPED.sub("", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold_word(word: str) -> str:
    """A word folded, its letters and digits alone; empty if it has none."""
    # Folding may bring signs: ½ becomes 1⁄2.
    return "".join(filter(str.isalnum, fold(word)))


def words(text: str) -> Iterator[Word]:
    """The words of a text in order.

    >>> [word.text for word in words("Putik-Sari, Ma'Siti")]
    ['putik', 'sari', 'masiti']
    """
    for match in WORD.finditer(text):
        word = fold_word(match[0])
        if word:
            yield Word(word[:MAX_WORD], match.start(), match.end())


def folded(text: str) -> list[str]:
    """The words of a text, folded."""
    # In most texts a word is a run of ASCII letters and digits, which is found in a quarter
    # of the time. Without this, building an index of 3,000 cases would take a second longer,
    # and the first suggestion of an engine 0.06 s.
    if text.isascii() and "'" not in text and "`" not in text:
        return _ASCII_WORD.findall(text.lower())
    return [word.text for word in words(text)]


def term(text: str) -> Term:
    """The words of a text, folded, as a term.

    >>> term("KTP-el")
    ('ktp', 'el')
    """
    return tuple(folded(text))


def english(words: Iterable[str]) -> Term:
    """Folded words marked as English (see ``ENGLISH_MARK``).

    >>> english(["clean", "water"])
    ('en_clean', 'en_water')
    """
    return tuple(f"{ENGLISH_MARK}{word}" for word in words)


def plain(word: str) -> str:
    """A word, or a stem, without the mark of English."""
    return word.removeprefix(ENGLISH_MARK)


def name_key(text: str) -> str:
    """A name in the form in which names are compared: its words, folded, as one word.

    >>> name_key("Jarik Ma'Siti") == name_key("JARIK-MASITI")
    True
    """
    return "".join(folded(text))


# --- stems ------------------------------------------------------------------------------
#
# The affixes of a word are taken off by the rules of Indonesian morphology (Nazief and
# Adriani, 1996; Asian, Williams and Tahaghoghi, "Stemming Indonesian", ACSC 2005) until a
# root of Sastrawi's dictionary is left. All derivations are tried, and the best root is
# taken, which costs some 5 µs a word. Words of unknown roots go to Snowball's Indonesian
# stemmer, which needs no dictionary.
#
# Snowball's stemmer alone would be shorter. On the development topics it is as good (nDCG@10
# 0.733 against 0.734), but visitors would notice: it finds no case for "ngajar" and "nyapu",
# takes "nyari kerja" (looking for work) for a misspelt "nyaris kerja", finds half of the
# cases for "tulis" that "penulisan" should find too, and ten times too many for "pengadaan"
# (procurement), which it takes for a form of "ada" (there is).

_VOWELS = frozenset("aeiou")

# A prefix and a suffix that no word has together.
_FORBIDDEN = frozenset(
    {("be", "i"), ("di", "an"), ("ke", "i"), ("ke", "kan"), ("me", "an")}
    | {("se", "i"), ("se", "kan"), ("te", "an")}
)

# Rare or dubious entries of the dictionary, which would take words from common roots.
_DUBIOUS = frozenset(
    """
    adakan aga agam akuan ampo ancang asan atar awat awin ayan ayar baran belian berik ecek
    gera kan kerumit kesiap mangkas merang mesan meta mungut okok pejal pemuda pencar perata
    perban petan rasan rian sahan sahkan surati taat upa urang uras
    """.split()  # noqa: SIM905 - a list of forty strings reads worse
)

# Derived words that mean something else than their root, and names of places that only
# look derived. They count as roots.
_INDEPENDENT = frozenset(
    """
    keadaan keterangan pedalaman pembangunan penerangan pengadaan perantara perbatasan
    perhatian peraturan pengalaman kebakaran kemasan kepala kecamatan kelurahan pelaku
    bekasi kediri maluku pemalang
    """.split()  # noqa: SIM905 - as above
)

# Roots that are preferred to any other root of a word. A prefix hides their first letter,
# and there is a rarer root without that letter: memadukan is a form of padu, not of madu.
_PREFERRED = frozenset(
    {"kawal", "kemas", "kemudi", "kendali", "kenal", "kering", "kira", "kunjung"}
    | {"padam", "padu", "puas", "rasa", "saring"}
)

_MAX_PREFIXES = 3


@dataclass(frozen=True, order=True)
class _Derivation:
    """A root that a word may come from. The smallest in sorting order is the best.

    Attributes:
        not_preferred: whether the root is none of ``_PREFERRED``.
        unlikely: whether a prefix was taken off in a way that is seldom right.
        shortness: the length of the root, negative: a longer root is better.
        prefixes: how many prefixes were taken off.
    """

    not_preferred: bool
    unlikely: bool
    shortness: int
    prefixes: int
    root: str


@cache
def roots() -> frozenset[str]:
    """The root words of Indonesian: 29,932, from Sastrawi's dictionary."""
    path = files("Sastrawi") / "Stemmer" / "data" / "kata-dasar.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) - _DUBIOUS | _INDEPENDENT


# Enough for a build: of nine million words of 36,742 cases, 0.8% are worked out, as with room
# for all. More would only fill with what visitors type, at some 230 bytes a word.
@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The stem of a folded word; of a word marked as English, its English stem, marked.

    >>> {stem(word) for word in ("pelayanan", "melayani", "dilayani", "layanan")}
    {'layan'}
    >>> stem("en_communities") == stem("en_community")
    True
    """
    if word.startswith(ENGLISH_MARK):
        return f"{ENGLISH_MARK}{_snowball(plain(word), 'english')}"
    if len(word) < 4 or word in roots():
        return word
    derivations = [
        derivation
        for base, suffix in _without_suffixes(word)
        for derivation in _derivations(base, suffix)
    ]
    if not derivations and word.startswith(("ng", "ny", "n", "m")):
        # Spoken Indonesian drops the "me-" (ngurus, nulis) …
        derivations += _derivations(f"me{word}", "")
        if word.startswith("ny"):
            # … and also hides a c (nyari, of cari).
            derivations += _derivations(f"c{word[2:]}", "", prefixes=1)
    return min(derivations).root if derivations else _snowball(word, "indonesian")


def stems_of(words: Iterable[str]) -> list[str]:
    """The stems of folded words, without stop words."""
    return [stem(word) for word in words if word not in STOP_WORDS]


def _without_suffixes(word: str) -> Iterator[tuple[str, str]]:
    """The word without particle, possessive and suffix, as (rest, suffix taken off)."""
    bases = [word]
    for endings in (("lah", "kah", "tah", "pun"), ("nya", "ku", "mu")):
        bases += [base.removesuffix(end) for base in bases for end in endings if base.endswith(end)]
    for base in bases:
        yield base, ""
        for suffix in ("an", "kan", "i"):
            if base.endswith(suffix):
                yield base.removesuffix(suffix), suffix


def _derivations(
    word: str, suffix: str, prefixes: int = 0, unlikely: bool = False
) -> Iterator[_Derivation]:
    """The roots that a word may come from.

    Args:
        suffix: the suffix that was taken off.
        prefixes: how many prefixes were taken off.
        unlikely: whether a prefix was taken off in a way that is seldom right.
    """
    if len(word) < 3:
        return
    if word in roots():
        yield _Derivation(word not in _PREFERRED, unlikely, -len(word), prefixes, word)
    if prefixes < _MAX_PREFIXES:
        for prefix, rest, seldom in _without_prefix(word):
            # Only the outermost prefix and the suffix exclude each other: ke-ter-lambat-an.
            if prefixes or (prefix, suffix) not in _FORBIDDEN:
                yield from _derivations(rest, suffix, prefixes + 1, unlikely or seldom)


def _without_prefix(word: str) -> Iterator[tuple[str, str, bool]]:
    """The word without its first prefix, as (prefix, rest, whether that is seldom right).

    "me-" and "pe-" add a nasal that may hide the first letter of the root: k behind ng, s
    behind ny, p behind m, t behind n. An r behind "be-", "te-" or "pe-" mostly belongs to
    the prefix, an l to the root (pelaku; but belajar).
    """
    prefix, rest = word[:2], word[2:]
    if prefix in {"di", "ke", "se"}:
        yield prefix, rest, False
    elif prefix in {"be", "te", "pe"} and rest.startswith(("r", "l")):
        before_vowel = rest[1:2] in _VOWELS
        yield prefix, rest[1:], before_vowel and rest[0] == "l"
        yield prefix, rest, before_vowel and rest[0] == "r"
    elif prefix == "be":
        yield prefix, rest, False
    elif prefix in {"me", "pe"} and rest.startswith("ng"):
        yield prefix, rest[2:], False
        if rest[2:3] in _VOWELS:
            yield prefix, f"k{rest[2:]}", True
        if rest.startswith("nge"):
            yield prefix, rest[3:], False
    elif prefix in {"me", "pe"} and rest.startswith("ny"):
        yield prefix, f"s{rest[2:]}", False
        yield prefix, rest, False
    elif prefix in {"me", "pe"} and rest[:1] in {"m", "n"}:
        if rest[1:2] in _VOWELS or rest.startswith("mr"):
            yield prefix, rest, False
            yield prefix, ("p" if rest[0] == "m" else "t") + rest[1:], False
        else:
            yield prefix, rest[1:], False
    elif prefix in {"me", "pe"}:
        yield prefix, rest, False


_local = threading.local()


def _snowball(word: str, language: str) -> str:
    """The stem by Snowball's stemmer of a language; that of English is Porter2."""
    # A Stemmer has a buffer of its own and so must not be shared between threads.
    stemmer = getattr(_local, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(language, 0)
        setattr(_local, language, stemmer)
    return str(stemmer.stemWord(word))
