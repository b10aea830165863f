"""The curators' synonyms, abbreviations, English words and spellings.

``content/synonyms.yaml`` is read when the site opens it and applied to queries, so a
change needs no new index. See docs/search.md for the file's form.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from app.collection.case import Case
from app.collection.curation import parse_mapping, read_list
from app.collection.finding import Finding
from app.collection.strict_yaml import LineMap, Location
from app.search import language
from app.search.fields import FIELDS
from app.search.language import Term

SYNONYMS = "synonyms.yaml"

KEYS = ("two_way", "one_way", "english", "spellings")


@dataclass(frozen=True)
class Synonyms:
    """What is searched beside a term; every term is folded words.

    Attributes:
        terms: synonyms and abbreviations of a term.
        english: Indonesian terms for an English one.
        spellings: the standard form of an old, informal or wrong spelling.
    """

    terms: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)
    english: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)
    spellings: Mapping[Term, Term] = field(default_factory=dict)

    @property
    def known(self) -> Iterable[Term]:
        """Every term that something is searched beside."""
        return (*self.terms, *self.english)

    def longest(self, word: str) -> int:
        """The number of words of the longest term that begins with a word; 0 if none does."""
        return self._longest.get(word, 0)

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        longest: dict[str, int] = {}
        for term in self.known:
            longest[term[0]] = max(len(term), longest.get(term[0], 0))
        return longest

    def of(self, term: Term) -> tuple[Term, ...]:
        """What is searched beside a term."""
        return self._beside.get(term, ())

    @cached_property
    def _beside(self) -> Mapping[Term, tuple[Term, ...]]:
        """Every known term with what is searched beside it: each word of a query asks."""
        found = {}
        for term in self.known:
            others = (*self.terms.get(term, ()), *self.english.get(term, ()))
            found[term] = tuple(other for other in dict.fromkeys(others) if other != term)
        return found


#: Synonyms as an index keeps them: the file's SHA-256 under "digest", and the attributes
#: of ``Synonyms`` with terms as texts. Empty where there are none to be kept.
Kept = Mapping[str, Any]


def keep(content: Path, kept: Kept) -> Kept:
    """What spares a reader the YAML, most of the time of opening an index.

    A file with a mistake isn't kept: whoever opens it is to hear of that.

    Args:
        content: the content folder.
        kept: what was kept before.
    """
    data = read_list(content / SYNONYMS)
    if isinstance(data, Finding):
        return {}
    if kept and kept["digest"] == _digest(data):
        return kept
    found, findings = _understand(content / SYNONYMS, data)
    if findings:
        return {}
    groups = {"terms": found.terms, "english": found.english}
    return {
        "digest": _digest(data),
        "spellings": {" ".join(term): " ".join(other) for term, other in found.spellings.items()},
        **{
            name: {" ".join(term): [*map(" ".join, others)] for term, others in group.items()}
            for name, group in groups.items()
        },
    }


def load(content: Path, kept: Kept | None = None) -> tuple[Synonyms, list[Finding]]:
    """The synonyms of a content folder, and what is wrong with the file.

    A wrong entry is left out and reported; the others hold. What an index has ``kept`` is
    taken instead, if the file is still the same.
    """
    path = content / SYNONYMS
    data = read_list(path)
    if isinstance(data, Finding):
        return Synonyms(), [data]
    if kept and kept["digest"] == _digest(data):
        return _unpacked(kept), []
    return _understand(path, data)


def _unpacked(kept: Kept) -> Synonyms:
    terms, english = (
        {
            tuple(term.split()): tuple(tuple(other.split()) for other in others)
            for term, others in kept[name].items()
        }
        for name in ("terms", "english")
    )
    spellings = {tuple(slip.split()): tuple(to.split()) for slip, to in kept["spellings"].items()}
    return Synonyms(terms, english, spellings)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _understand(path: Path, data: bytes) -> tuple[Synonyms, list[Finding]]:
    """What the content of the file says, and what is wrong with it."""
    values, lines, findings = parse_mapping(path, data)
    return _interpret(values, _Reader(path, lines, findings)), findings


def _interpret(values: Mapping[str, Any], reader: _Reader) -> Synonyms:
    """The synonyms that the values of the file stand for; wrong entries go to the reader."""
    for key in values:
        if key not in KEYS:
            reader.report((key,), f"kunci “{key}” tidak dikenal", f"yang ada: {', '.join(KEYS)}")
    terms: dict[Term, list[Term]] = defaultdict(list)
    same: dict[Term, tuple[Term, ...]] = {}
    for group in reader.groups(values.get("two_way")):
        for term in group:
            same[term] = tuple(other for other in group if other != term)
            terms[term] += same[term]

    def with_same(others: tuple[Term, ...]) -> tuple[Term, ...]:
        """Terms and what means the same as one of them (pecandu → narkoba, so napza)."""
        return (*others, *(twin for other in others for twin in same.get(other, ())))

    for term, others in reader.pairs(values, "one_way"):
        terms[term] += with_same(others)
    english = {term: with_same(others) for term, others in reader.pairs(values, "english")}
    spellings = {term: others[0] for term, others in reader.pairs(values, "spellings")}
    for slip, standard in spellings.items():
        terms[standard].append(slip)  # some cases have the old spelling too
    reader.check_cycles(values)
    frozen = {term: tuple(dict.fromkeys(others)) for term, others in terms.items()}
    return Synonyms(frozen, english, spellings)


class _Reader:
    """Reads the parts of the file, reporting entries that can't be used."""

    def __init__(self, path: Path, lines: LineMap, findings: list[Finding]) -> None:
        self._path = path
        self._lines = lines
        self._findings = findings
        self._pairs: dict[str, dict[Term, tuple[Term, ...]]] = {}

    def report(self, at: Location, message: str, remedy: str) -> None:
        finding = Finding(str(self._path), self._lines.at(at), "error", message, remedy)
        self._findings.append(finding)

    def groups(self, value: Any) -> Iterator[list[Term]]:
        """The groups of ``two_way``; a term may stand in one only."""
        if value is None:
            return
        if not isinstance(value, list):
            self.report(("two_way",), "two_way harus berupa daftar", "tulis “- [satu, dua]”")
            return
        seen: dict[Term, int] = {}
        for n, entry in enumerate(value):
            at = ("two_way", n)
            group = self._terms(entry if isinstance(entry, list) else [], at)
            if group is None:
                continue
            if len(group) < 2:
                self.report(at, "kelompok padanan kurang dari dua istilah", "tulis [satu, dua]")
                continue
            twice = [term for term in group if term in seen]
            for term in twice:
                self.report(
                    at,
                    f"“{' '.join(term)}” sudah ada di baris {seen[term]}",
                    "gabungkan kelompoknya, atau hapus salah satu",
                )
            if not twice:
                seen |= dict.fromkeys(group, self._lines.at(at))
                yield group

    def pairs(self, values: Mapping[str, Any], key: str) -> Iterator[tuple[Term, tuple[Term, ...]]]:
        """The entries of a mapping from a term to one or more."""
        value = values.get(key)
        if value is None:
            return
        if not isinstance(value, dict):
            self.report((key,), f"{key} harus berupa pasangan", "tulis “istilah: [padanan]”")
            return
        found = self._pairs.setdefault(key, {})
        for name, entry in value.items():
            at = (key, name)
            entries = entry if isinstance(entry, list) else [entry] if entry is not None else []
            terms = self._terms(entries, at)
            term = language.term(str(name))
            if terms is None:
                continue
            if not terms or not term:
                self.report(at, f"“{name}” tidak punya padanan", "tulis “istilah: [padanan]”")
            elif term in terms:
                self.report(at, f"“{name}” padanan dirinya sendiri", "hapus")
            elif term in found:
                self.report(at, f"“{name}” tertulis dua kali", "gabungkan padanannya")
            elif key == "spellings" and (len(term) > 1 or len(terms) > 1):
                # Spellings are replaced word by word.
                self.report(at, f"“{name}” bukan satu kata dengan satu ejaan baku", "pakai one_way")
            else:
                found[term] = tuple(terms)
                yield term, tuple(terms)

    def _terms(self, entries: list[Any], at: Location) -> list[Term] | None:
        """The terms of an entry, or None after a report if one of them is no term."""
        terms = [language.term(entry) for entry in entries if isinstance(entry, str)]
        if len(terms) != len(entries) or not all(terms):
            self.report(at, "istilah harus berupa teks", 'tulis di antara tanda kutip: "..."')
            return None
        return list(dict.fromkeys(terms))

    def check_cycles(self, values: Mapping[str, Any]) -> None:
        """A one-way entry that leads back to itself should be two-way."""
        links = self._pairs.get("one_way", {})
        for name in values.get("one_way") or {} if isinstance(values.get("one_way"), dict) else {}:
            start = language.term(str(name))
            reached, left = set(), list(links.get(start, ()))
            while left:
                term = left.pop()
                if term not in reached:
                    reached.add(term)
                    left += links.get(term, ())
            if start in reached:
                self.report(
                    ("one_way", name), f"“{name}” berputar ke dirinya", "jadikan kelompok two_way"
                )


def check_against(content: Path, cases: Iterable[Case]) -> list[Finding]:
    """Every finding of the file, given the cases that its entries should find."""
    lines = [
        [word.text for word in language.words(line)]
        for case in cases
        for field in FIELDS
        for line in field.text_of(case).split("\n")
    ]
    stems = {language.stem(word) for line in lines for word in line}
    text = "\n".join(f" {' '.join(line)} " for line in lines)

    def occurs(term: Term) -> bool:
        # As the search finds them: a word in any form, several words as written.
        return language.stem(term[0]) in stems if len(term) == 1 else f" {' '.join(term)} " in text

    return check(content, occurs)


def check(content: Path, occurs: Callable[[Term], bool]) -> list[Finding]:
    """Every finding of the file; entries that match no case are warnings."""
    path = content / SYNONYMS
    data = read_list(path)
    if isinstance(data, Finding):
        return [data]
    values, lines, findings = parse_mapping(path, data)
    synonyms = _interpret(values, _Reader(path, lines, findings))

    def warn(at: Location, name: str) -> None:
        findings.append(
            Finding(
                str(path),
                lines.at(at),
                "warning",
                f"“{name}” tidak menemukan kasus mana pun",
                "periksa ejaannya, atau hapus",
            )
        )

    groups = values.get("two_way")
    for n, group in enumerate(groups if isinstance(groups, list) else ()):
        terms = [language.term(str(term)) for term in group] if isinstance(group, list) else []
        # Of an entry that is left out as wrong, that is enough to say.
        if synonyms.terms.keys() >= {*terms} and terms and not any(map(occurs, terms)):
            warn(("two_way", n), ", ".join(map(str, group)))
    for key, entries in (
        ("one_way", synonyms.terms),
        ("english", synonyms.english),
    ):
        pairs = values.get(key)
        for name in pairs if isinstance(pairs, dict) else ():
            others = entries.get(language.term(str(name)), ())
            if others and not any(map(occurs, others)):
                warn((key, name), str(name))
    return findings
