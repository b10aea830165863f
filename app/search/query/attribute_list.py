"""The curators' list of attributes: ``content/attributes.yaml``.

The list is read when an engine is opened, and applied to queries, so that a change of it
needs no new index. content/README.md describes the form of the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from app.collection.case import Case
from app.collection.curation import parse_mapping, read_list
from app.collection.finding import Finding, Level
from app.collection.strict_yaml import LineMap, Location
from app.collection.vocabulary import Label
from app.search import language
from app.search.facets import BY_KEY
from app.search.fields import FIELDS, mask
from app.search.language import Term
from app.search.properties import PROPERTIES, properties_of
from app.search.query.attributes import (
    NUMBER_KINDS,
    Attribute,
    Attributes,
    Conditions,
    NumberPhrase,
    phrase_key,
)

ATTRIBUTES = "attributes.yaml"

_KEYS = ("announce", "attributes")
_ENTRY_KEYS = (
    *("id", "name", "name_en", "phrases", "behind"),
    *("facet", "property", "words", "number"),
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELD_NAMES = tuple(field.name for field in FIELDS)


def load(content: Path) -> tuple[Attributes, list[Finding]]:
    """The attributes of a content folder, and what is wrong with the file.

    A wrong entry is left out and reported; the other entries count.
    """
    reader = _Reader(content / ATTRIBUTES)
    return reader.read(), reader.findings


def check_against(content: Path, cases: Iterable[Case]) -> list[Finding]:
    """Every finding of the file, given the cases of the collection.

    An attribute that no case has is a warning.
    """
    reader = _Reader(content / ATTRIBUTES)
    reader.read()
    unmet = dict(reader.conditions)
    for case in cases:
        stems: dict[int, set[str]] = {}
        for number in [
            n for n, (_, conditions) in unmet.items() if _meets(case, conditions, stems)
        ]:
            del unmet[number]
    for number, (name, _) in unmet.items():
        reader.report(
            ("attributes", number),
            f"“{name}” tidak dimiliki kasus mana pun",
            "periksa syaratnya, atau hapus",
            warn=True,
        )
    return reader.findings


def _meets(case: Case, conditions: Conditions, stems: dict[int, set[str]]) -> bool:
    """Whether a case meets any of some conditions.

    A term of several words counts as met where all its stems occur: near enough to tell that
    a condition can be met at all.

    Args:
        stems: the stems of the case in each set of fields that was looked at before.
    """
    if any(value in BY_KEY[facet].values_of(case) for facet, value in conditions.values):
        return True
    if not set(conditions.properties).isdisjoint(
        properties_of(case) if conditions.properties else ()
    ):
        return True
    for fields, term in conditions.words:
        if fields not in stems:
            stems[fields] = {
                language.stem(word)
                for field in FIELDS
                if mask([field.name]) & fields
                for _, words in field.lines_of(case)
                for word in words
            }
        if stems[fields].issuperset(map(language.stem, term)):
            return True
    return False


class _Reader:
    """Reads the file, and notes what can't be used of it.

    Attributes:
        findings: what is wrong.
        conditions: the place of each usable attribute in the file → its name and conditions.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = LineMap()
        self.findings: list[Finding] = []
        self.conditions: dict[int, tuple[str, Conditions]] = {}
        self._ids: dict[str, int] = {}
        self._phrase_lines: dict[tuple[str, Term], int] = {}
        self._phrases: dict[Term, Attribute] = {}
        self._announced: dict[Term, list[tuple[str, Attribute]]] = defaultdict(list)
        self._announcing: dict[str, frozenset[str]] = {}
        self._numbers: dict[Term, NumberPhrase] = {}

    def report(self, at: Location, message: str, remedy: str, *, warn: bool = False) -> None:
        line = self._lines.at(at)
        level: Level = "warning" if warn else "error"
        self.findings.append(Finding(str(self._path), line, level, message, remedy))

    def read(self) -> Attributes:
        data = read_list(self._path)
        if isinstance(data, Finding):
            self.findings.append(data)
            return Attributes()
        values, self._lines, self.findings = parse_mapping(self._path, data)
        self._report_unknown(values, _KEYS, ())
        for name, words in self._mapping(values, "announce", ()):
            terms = self._terms(words, ("announce", name))
            self._announcing[name] = frozenset(word for term in terms for word in term)
        entries = values.get("attributes") or []
        if not isinstance(entries, list):
            self.report(("attributes",), "attributes harus berupa daftar", "awali tiap butir “- ”")
            entries = []
        for number, entry in enumerate(entries):
            if isinstance(entry, dict):
                self._read_entry(number, entry)
            else:
                self.report(
                    ("attributes", number), "bukan sebuah ciri", "tulis id, name, phrases …"
                )
        announced = {term: tuple(attributes) for term, attributes in self._announced.items()}
        return Attributes(self._phrases, announced, self._announcing, self._numbers)

    # --- an attribute -----------------------------------------------------------------

    def _read_entry(self, number: int, entry: Mapping[str, Any]) -> None:
        at: Location = ("attributes", number)
        self._report_unknown(entry, _ENTRY_KEYS, at)
        id_ = self._id(entry, at)
        label = self._label(entry, at)
        if id_ is None or label is None:
            return
        phrases = self._phrases_of(entry, at)
        if "number" in entry:
            self._read_number(entry, at, id_, label, phrases)
            return
        conditions = self._conditions(entry, at)
        if conditions == Conditions():
            self.report(at, f"“{label.id}” tidak punya syarat", "isi facet, property atau words")
            return
        attribute = Attribute(id_, label, conditions)
        announced = list(self._announced_phrases(entry, at))
        if not phrases and not announced:
            self.report(at, f"“{label.id}” tidak punya frasa", "isi phrases atau behind")
            return
        self._phrases |= dict.fromkeys(phrases, attribute)
        for announcing, term in announced:
            self._announced[term].append((announcing, attribute))
        self.conditions[number] = label.id, conditions

    def _read_number(
        self, entry: Mapping[str, Any], at: Location, id_: str, label: Label, phrases: list[Term]
    ) -> None:
        kind = next((kind for kind in NUMBER_KINDS if kind == entry["number"]), None)
        if kind is None:
            choices = ", ".join(NUMBER_KINDS)
            self.report((*at, "number"), f"number “{entry['number']}” tidak dikenal", choices)
        elif "{}" not in label.id or "{}" not in label.en:
            self.report(at, f"“{label.id}” tanpa tempat bilangan", "tulis {} di name dan name_en")
        else:
            self._numbers |= dict.fromkeys(phrases, NumberPhrase(id_, label, kind))

    def _id(self, entry: Mapping[str, Any], at: Location) -> str | None:
        id_ = entry.get("id")
        if not isinstance(id_, str) or not _ID.fullmatch(id_):
            self.report(at, "id tidak ada atau bukan pengenal", "tulis seperti low-cost")
        elif id_ in self._ids:
            self.report((*at, "id"), f"id “{id_}” sudah ada di baris {self._ids[id_]}", "ganti")
        else:
            self._ids[id_] = self._lines.at((*at, "id"))
            return id_
        return None

    def _label(self, entry: Mapping[str, Any], at: Location) -> Label | None:
        name, name_en = entry.get("name"), entry.get("name_en")
        if isinstance(name, str) and isinstance(name_en, str) and name.strip() and name_en.strip():
            return Label(name, name_en)
        self.report(at, "name atau name_en tidak ada", "tulis namanya dalam kedua bahasa")
        return None

    # --- phrases ----------------------------------------------------------------------

    def _phrases_of(self, entry: Mapping[str, Any], at: Location) -> list[Term]:
        terms = self._terms(entry.get("phrases") or [], (*at, "phrases"))
        return list(self._first_ones("", terms, (*at, "phrases")))

    def _announced_phrases(
        self, entry: Mapping[str, Any], at: Location
    ) -> Iterator[tuple[str, Term]]:
        for announcing, values in self._mapping(entry, "behind", at):
            location = (*at, "behind", announcing)
            if announcing not in self._announcing:
                choices = ", ".join(self._announcing)
                self.report(location, f"daftar “{announcing}” tidak ada", f"yang ada: {choices}")
                continue
            for term in self._first_ones(announcing, self._terms(values, location), location):
                yield announcing, term

    def _first_ones(self, announcing: str, terms: Iterable[Term], at: Location) -> Iterator[Term]:
        """The phrases in the form that is compared, but for those of earlier attributes."""
        for term in terms:
            key = announcing, phrase_key(term)
            line = self._phrase_lines.setdefault(key, self._lines.at(at))
            if line != self._lines.at(at):
                self.report(at, f"“{' '.join(term)}” sudah ada di baris {line}", "hapus salah satu")
            else:
                yield key[1]

    # --- conditions -------------------------------------------------------------------

    def _conditions(self, entry: Mapping[str, Any], at: Location) -> Conditions:
        return Conditions(
            values=tuple(self._values(entry, at)),
            properties=tuple(self._properties(entry, at)),
            words=tuple(self._words(entry, at)),
        )

    def _values(self, entry: Mapping[str, Any], at: Location) -> Iterator[tuple[str, str]]:
        for key, values in self._mapping(entry, "facet", at):
            location = (*at, "facet", key)
            facet = BY_KEY.get(key)
            if facet is None:
                self.report(
                    location, f"saringan “{key}” tidak ada", f"yang ada: {', '.join(BY_KEY)}"
                )
                continue
            for value in values if isinstance(values, list) else [values]:
                if facet.vocabulary is not None and value not in facet.vocabulary:
                    choices = ", ".join(facet.vocabulary)
                    self.report(location, f"nilai “{value}” tidak ada", f"yang ada: {choices}")
                else:
                    yield key, str(value)

    def _properties(self, entry: Mapping[str, Any], at: Location) -> Iterator[str]:
        names = entry.get("property") or []
        for name in names if isinstance(names, list) else [names]:
            if name in PROPERTIES:
                yield str(name)
            else:
                choices = ", ".join(PROPERTIES)
                self.report(
                    (*at, "property"), f"property “{name}” tidak ada", f"yang ada: {choices}"
                )

    def _words(self, entry: Mapping[str, Any], at: Location) -> Iterator[tuple[int, Term]]:
        rows = entry.get("words") or []
        for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
            location = (*at, "words", number)
            fields = row.get("fields") if isinstance(row, dict) else None
            if not isinstance(row, dict) or row.keys() != {"fields", "terms"}:
                self.report(location, "words tidak lengkap", "tulis fields: [...] dan terms: [...]")
            elif not isinstance(fields, list) or not set(fields) <= set(_FIELD_NAMES):
                choices = ", ".join(_FIELD_NAMES)
                self.report(location, "ada ruas yang tidak dikenal", f"yang ada: {choices}")
            else:
                for term in self._terms(row["terms"], location):
                    yield mask(fields), term

    # --- values -----------------------------------------------------------------------

    def _report_unknown(
        self, values: Mapping[str, Any], known: Iterable[str], at: Location
    ) -> None:
        for key in values:
            if key not in known:
                choices = ", ".join(known)
                self.report((*at, key), f"kunci “{key}” tidak dikenal", f"yang ada: {choices}")

    def _mapping(
        self, values: Mapping[str, Any], key: str, at: Location
    ) -> Iterable[tuple[str, Any]]:
        value = values.get(key) or {}
        if isinstance(value, dict):
            return value.items()
        self.report((*at, key), f"{key} harus berupa pasangan", "tulis “nama: [isi, isi]”")
        return ()

    def _terms(self, values: Any, at: Location) -> list[Term]:
        """Texts as terms; none, after a report, if a value is no text with a word."""
        texts = values if isinstance(values, list) else [values]
        terms = [language.term(text) for text in texts if isinstance(text, str)]
        if len(terms) != len(texts) or not all(terms):
            self.report(at, "isinya harus berupa teks", 'tulis di antara tanda kutip: "..."')
            return []
        return list(dict.fromkeys(terms))
