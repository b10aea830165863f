"""Codebooks: for each field of a record its type, unit and values from the model, and its meaning.

The names, types and closed values come from the models that make the files. Only the meanings
and the units are written by hand (:mod:`app.web.opendata.meanings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.collection import replications, vocabulary
from app.collection.theme_overview import FIGURE_KINDS
from app.collection.vocabulary import Label
from app.web.opendata.meanings import UNITS, meaning_of

#: Types of JSON Schema → their names.
TYPES: Mapping[str, Label] = {
    "string": Label("teks", "text"),
    "integer": Label("bilangan bulat", "whole number"),
    "number": Label("bilangan", "number"),
    "boolean": Label("ya atau tidak (true, false)", "yes or no (true, false)"),
    "date": Label("tanggal (2026-11-30)", "date (2026-11-30)"),
    "object": Label("kelompok isian", "group of fields"),
}

_SYNONYM_KINDS: Mapping[str, Label] = {
    "sinonim": Label("Sinonim atau singkatan", "Synonym or abbreviation"),
    "inggris": Label("Istilah Inggris", "English term"),
    "ejaan": Label("Ejaan lain dari bentuk baku", "Other spelling of a standard form"),
}

# Last name of a field → the values that it may have. A field of two meanings has the name of
# its record before it.
_VALUES: Mapping[str, Mapping[str, Label]] = {
    "level": vocabulary.LEVELS,
    "category": vocabulary.CATEGORIES,
    "status": vocabulary.STATUSES,
    "step": vocabulary.EVIDENCE,
    "key": vocabulary.SECTIONS,
    "ReplicationOut.kind": replications.KINDS,
    "SynonymRecord.kind": _SYNONYM_KINDS,
    "ThemeAnswer.results[].kind": {str(kind): text for kind, text in FIGURE_KINDS.items()},
    "ThemeAnswer.sections[].key": vocabulary.THEME_SECTIONS,
}


@dataclass(frozen=True)
class Field:
    """A field of a record, or a column of a table.

    Attributes:
        name: its name; ``results[].measure`` is a field of each entry of a list.
        types: the names of its types; several where it may have any of them.
        listed: whether it is a list of such values.
        optional: whether it is empty where no source says it.
        unit: the unit of a number, if it has one.
        values: the values that it may have, with their labels; empty if it may have others.
        in_table: whether the table has a column of this name.
        in_records: whether the records have it.
    """

    name: str
    meaning: Label
    types: tuple[Label, ...]
    listed: bool
    optional: bool
    unit: Label | None
    values: Mapping[str, Label]
    in_table: bool
    in_records: bool = True


def fields(record: type[BaseModel], columns: Sequence[str]) -> tuple[Field, ...]:
    """The fields of a record in order, then the columns of the table that no record has."""
    schema = record.model_json_schema(mode="serialization")
    found = [_field(record.__name__, name, kind, columns) for name, kind in _walk(schema, schema)]
    names = {field.name for field in found}
    only = [
        _field(record.__name__, name, {"type": "string"}, columns, in_records=False)
        for name in columns
        if name not in names
    ]
    return (*found, *only)


def _field(
    record: str,
    name: str,
    kind: Mapping[str, Any],
    columns: Sequence[str],
    *,
    in_records: bool = True,
) -> Field:
    options = [option for option in kind.get("anyOf", [kind]) if option.get("type") != "null"]
    inner = [option.get("items", option) for option in options]
    last = name.rpartition(".")[2]
    values = _VALUES.get(f"{record}.{name}", _VALUES.get(last, {}))
    enum = next((option["enum"] for option in inner if "enum" in option), ())
    return Field(
        name=name,
        meaning=meaning_of(record, name),
        types=tuple(dict.fromkeys(map(_type, inner))),
        listed=any(option.get("type") == "array" for option in options),
        optional=len(options) < len(kind.get("anyOf", [kind])),
        unit=UNITS.get(last),
        values=values or {str(value): Label(str(value), str(value)) for value in enum},
        in_table=name in columns,
        in_records=in_records,
    )


def _type(schema: Mapping[str, Any]) -> Label:
    kind = schema.get("format", schema.get("type", "object"))
    return TYPES.get(kind, TYPES["object"])


def _walk(
    schema: Mapping[str, Any], whole: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each field with its schema, those inside others right behind them."""
    for name, field in _resolve(schema, whole).get("properties", {}).items():
        yield f"{above}{name}", field
        inner, step = _resolve(field, whole), ""
        if "anyOf" in inner:
            inner = _resolve(inner["anyOf"][0], whole)
        while inner.get("type") == "array":
            inner, step = _resolve(inner["items"], whole), f"{step}[]"
        yield from _walk(inner, whole, f"{above}{name}{step}.")


def _resolve(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema itself, in the place of a reference to it."""
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    return found
