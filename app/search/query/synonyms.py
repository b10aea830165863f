"""The curators' synonyms, abbreviations, English words and spellings.

``content/synonyms.yaml`` is read when an engine is opened, and applied to queries, so
that a change of it needs no new index. docs/search.md describes the form of the file.
"""

from __future__ import annotations

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
    """The alternatives of terms, and standard spellings.

    Attributes:
        terms: term → its synonyms and abbreviations.
        english: English term → Indonesian terms for it.
        spellings: old, informal or wrong spelling → the standard spelling.
    """

    terms: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)
    english: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)
    spellings: Mapping[Term, Term] = field(default_factory=dict)

    @property
    def known(self) -> Iterable[Term]:
        """Every term that has alternatives."""
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
        """The alternatives of a term."""
        terms, english = self.terms.get(term, ()), self.english.get(term, ())
        if not (terms or english):
            return ()
        alternatives = (*terms, *english)
        return tuple(other for other in dict.fromkeys(alternatives) if other != term)


def load(content: Path) -> tuple[Synonyms, list[Finding]]:
    """The synonyms of a content folder, and what is wrong with the file.

    A wrong entry is left out and reported; the other entries count.
    """
    path = content / SYNONYMS
    data = read_list(path)
    if isinstance(data, Finding):
        return Synonyms(), [data]
    values, lines, findings = parse_mapping(path, data)
    return _interpret(values, _Reader(path, lines, findings)), findings


def _interpret(values: Mapping[str, Any], reader: _Reader) -> Synonyms:
    """The synonyms that the values of the file stand for; the reader reports wrong entries."""
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
        """Terms, and the terms that mean the same (pecandu → narkoba, and so napza)."""
        return (*others, *(twin for other in others for twin in same.get(other, ())))

    for term, others in reader.pairs(values, "one_way"):
        terms[term] += with_same(others)
    english = {term: with_same(others) for term, others in reader.pairs(values, "english")}
    spellings = {term: others[0] for term, others in reader.pairs(values, "spellings")}
    for spelling, standard in spellings.items():
        terms[standard].append(spelling)  # some cases have the old spelling
    reader.check_cycles(values)
    unique = {term: tuple(dict.fromkeys(others)) for term, others in terms.items()}
    return Synonyms(unique, english, spellings)


class _Reader:
    """Reads the entries of the file and reports those that can't be used."""

    def __init__(self, path: Path, lines: LineMap, findings: list[Finding]) -> None:
        self._path = path
        self._lines = lines
        self._findings = findings
        self._pairs: dict[str, dict[Term, tuple[Term, ...]]] = {}

    def report(self, at: Location, message: str, remedy: str) -> None:
        finding = Finding(str(self._path), self._lines.at(at), "error", message, remedy)
        self._findings.append(finding)

    def groups(self, value: Any) -> Iterator[list[Term]]:
        """The groups of ``two_way``; a term may stand in a single group."""
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
        """The entries of a mapping from a term to one or more terms."""
        value = values.get(key)
        if value is None:
            return
        if not isinstance(value, dict):
            self.report((key,), f"{key} harus berupa pasangan", "tulis “istilah: [padanan]”")
            return
        pairs = self._pairs.setdefault(key, {})
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
            elif term in pairs:
                self.report(at, f"“{name}” tertulis dua kali", "gabungkan padanannya")
            elif key == "spellings" and (len(term) > 1 or len(terms) > 1):
                # Spellings are replaced word by word.
                self.report(at, f"“{name}” bukan satu kata dengan satu ejaan baku", "pakai one_way")
            else:
                pairs[term] = tuple(terms)
                yield term, tuple(terms)

    def _terms(self, entries: list[Any], at: Location) -> list[Term] | None:
        """The terms of an entry; None, after a report, if an item of it is no term."""
        terms = [language.term(entry) for entry in entries if isinstance(entry, str)]
        if len(terms) != len(entries) or not all(terms):
            self.report(at, "istilah harus berupa teks", 'tulis di antara tanda kutip: "..."')
            return None
        return list(dict.fromkeys(terms))

    def check_cycles(self, values: Mapping[str, Any]) -> None:
        """Report one-way entries that lead back to themselves: they should be two-way."""
        links = self._pairs.get("one_way", {})
        names = values.get("one_way")
        for name in names if isinstance(names, dict) else ():
            start = language.term(str(name))
            reached: set[Term] = set()
            to_follow = list(links.get(start, ()))
            while to_follow:
                term = to_follow.pop()
                if term not in reached:
                    reached.add(term)
                    to_follow += links.get(term, ())
            if start in reached:
                self.report(
                    ("one_way", name), f"“{name}” berputar ke dirinya", "jadikan kelompok two_way"
                )


def check_against(content: Path, cases: Iterable[Case]) -> list[Finding]:
    """Every finding of the file, given the cases of the collection."""
    lines = [words for case in cases for field in FIELDS for _, words in field.lines_of(case)]
    stems = {language.stem(word) for line in lines for word in line}
    text = "\n".join(f" {' '.join(line)} " for line in lines)

    def occurs(term: Term) -> bool:
        # As a search does: a word in any of its forms, several words as written.
        return language.stem(term[0]) in stems if len(term) == 1 else f" {' '.join(term)} " in text

    return check(content, occurs)


def check(content: Path, occurs: Callable[[Term], bool]) -> list[Finding]:
    """Every finding of the file; an entry that finds no case is a warning.

    Args:
        occurs: whether some case holds a term.
    """
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
        # An entry that is left out as wrong has its finding already.
        if synonyms.terms.keys() >= {*terms} and terms and not any(map(occurs, terms)):
            warn(("two_way", n), ", ".join(map(str, group)))
    for key, entries in (("one_way", synonyms.terms), ("english", synonyms.english)):
        pairs = values.get(key)
        for name in pairs if isinstance(pairs, dict) else ():
            others = entries.get(language.term(str(name)), ())
            if others and not any(map(occurs, others)):
                warn((key, name), str(name))
    return findings
