"""YAML text → plain values, with the line that each value stands on.

Content files come from many hands, so far less is accepted here than YAML allows. Every
limit on YAML stands in this module:

- one document, whose top level is a mapping;
- mappings, lists, texts, numbers, dates, truth values and null; no other tags
  (``!!set``, ``!!python/name``);
- no aliases (``&a``, ``*a``), which can expand a small file into gigabytes;
- no key twice in a mapping (YAML would silently take the last value), and no key that isn't
  text;
- nesting up to :data:`MAX_DEPTH`, whole numbers up to :data:`MAX_NUMBER`;
- UTF-8 without control characters.

The lines are recorded so that a finding can point to the value it is about.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

import yaml

from app.collection.yaml_words import explained

# Python refuses to print a whole number of 5,000 digits; no real figure comes near this.
MAX_NUMBER = 10**18

# The case format needs three levels.
MAX_DEPTH = 8

#: The parser: libyaml's if it is installed, which is some ten times faster than the one in
#: Python.
PARSER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: A path to a value: ``("sources", 2, "url")`` is the key ``url`` of the third source.
Location = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_TEXT = f"{_TAG}str"
_SCALAR_TAGS = {_TEXT, *(f"{_TAG}{kind}" for kind in ("int", "float", "bool", "null", "timestamp"))}
_LIST_TAGS = {None, "!", f"{_TAG}seq"}
_MAPPING_TAGS = {None, "!", f"{_TAG}map"}

# What stands behind a value on its line.
_COMMENT = re.compile(r"(?P<blanks>[ \t]+)#(?P<text>.*\S)")

_CONTROL_IN_KEY = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROL_OR_PRIVATE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufffe\uffff]"
)


class FormatError(Exception):
    """A text that can't be understood.

    Attributes:
        line: the line of the text, counted from 1.
        message: what is wrong, in Indonesian, without a full stop.
        remedy: what to do about it, in Indonesian, without a full stop.
    """

    def __init__(self, line: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.remedy = remedy


def name_of(location: Location) -> str:
    """A place in words: ``sources 2 url`` for ("sources", 1, "url")."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in location)


@dataclass(frozen=True)
class CutValue:
    """A text that ends at a `` #`` in the middle of its line, where YAML begins a comment."""

    location: Location
    line: int
    read: str

    def words(self) -> tuple[int, str, str]:
        """(line, message, remedy) for curators."""
        read = self.read if len(self.read) <= 40 else f"{self.read[:40]}…"
        return (
            self.line,
            f"{name_of(self.location)}: terpotong di tanda “#”, terbaca hanya “{read}”",
            "apit seluruh isinya dengan tanda kutip; catatan ditulis di baris sendiri",
        )


class LineMap:
    """The line of each key and list entry of a YAML text, and how values are written.

    Attributes:
        written: location → the text of a value that YAML doesn't read as a text: ``2.000``.
        changed: location → a whole number that is written in another way: 10 for ``0x0a``.
        cut: the texts that a comment cuts off, though it looks like a part of them.
    """

    def __init__(self) -> None:
        self._lines: dict[Location, int] = {(): 1}
        self.written: dict[Location, str] = {}
        self.changed: dict[Location, int] = {}
        self.cut: list[CutValue] = []

    def add(self, location: Location, line: int) -> None:
        """Record the line of a location, counted from 1."""
        self._lines[location] = line

    def add_all(self, other: LineMap, offset: int, inside: Location, place: int) -> None:
        """Add what is known of a part of the text.

        Args:
            other: what is known of the part, by itself.
            offset: the number of lines above the part.
            inside: the location of the list of which the part is an entry; () for a mapping.
            place: the number of that entry in the list.
        """
        depth = len(inside)

        def moved(location: Location) -> Location:
            return (*inside, place, *location[depth + 1 :]) if depth else location

        for location, line in other._lines.items():
            if len(location) > depth or not depth:
                self._lines.setdefault(moved(location), line + offset)
        for location, text in other.written.items():
            self.written[moved(location)] = text
        self.changed |= {moved(location): value for location, value in other.changed.items()}
        self.cut += [CutValue(moved(c.location), c.line + offset, c.read) for c in other.cut]

    def at(self, location: Location) -> int:
        """The line of a location, or of the nearest value around it that has a line."""
        while location not in self._lines:
            location = location[:-1]
        return self._lines[location]


def decode(data: bytes) -> str:
    """The text of a UTF-8 file, with ``\\n`` at the end of every line.

    A byte order mark is dropped; line ends of Windows and old Macs are converted.

    Raises:
        FormatError: the bytes aren't UTF-8, or hold control or private-use characters.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        readable = exc.object[: exc.start]
        line = len(readable.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        raise FormatError(
            line, "bukan teks UTF-8", "simpan ulang sebagai UTF-8 di penyunting teks"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = _CONTROL_OR_PRIVATE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise FormatError(
            line,
            f"ada karakter kendali U+{ord(strange[0]):04X}",
            "hapus karakter itu, lalu simpan lagi",
        )
    return text


def load_yaml(text: str) -> tuple[dict[str, Any], LineMap]:
    """The mapping that a YAML text holds, and the line of every key and list entry.

    Raises:
        FormatError: the text isn't a mapping within the limits of this module.
    """
    tab = re.search(r"^ *\t", text, re.MULTILINE)
    if tab:
        line = text.count("\n", 0, tab.start()) + 1
        raise FormatError(line, "ada tab di awal baris", "ganti tab dengan spasi")
    try:
        return _DocumentReader(text).read()
    except yaml.YAMLError as exc:
        raise FormatError(*explained(exc, text)) from None


class _DocumentReader:
    """Builds the values of one document from the parser's events, checking each event.

    PyYAML's own loader first builds a tree of nodes, in which it follows aliases and any
    depth of nesting: a file of 10,000 opening brackets ends the process there.
    """

    def __init__(self, text: str) -> None:
        self._parser = PARSER(text)
        self._lines = LineMap()
        self._text_lines = text.split("\n") if " #" in text or "\t#" in text else None

    def read(self) -> tuple[dict[str, Any], LineMap]:
        """The mapping of the document, and its lines."""
        try:
            self._next_event()  # the start of the stream
            if isinstance(self._next_event(), yaml.StreamEndEvent):
                raise FormatError(1, "tidak berisi apa-apa", "isi kunci-kuncinya")
            start = self._next_event()
            if not isinstance(start, yaml.MappingStartEvent):
                raise FormatError(
                    _line(start),
                    "isinya bukan pasangan kunci dan nilai",
                    "tulis satu “kunci: nilai” per baris",
                )
            self._lines.add((), _line(start))
            values: dict[str, Any] = self._value(start, ())
            self._next_event()  # the end of the document
            after = self._next_event()
            if not isinstance(after, yaml.StreamEndEvent):
                raise FormatError(
                    _line(after), "berisi lebih dari satu dokumen YAML", "hapus baris --- itu"
                )
        finally:
            self._parser.dispose()
        return values, self._lines

    def _next_event(self) -> yaml.Event:
        event: yaml.Event = self._parser.get_event()  # type: ignore[no-untyped-call]  # PyYAML's
        if isinstance(event, yaml.AliasEvent):
            raise FormatError(
                _line(event), "memakai alias YAML (& dan *)", "tulis nilainya langsung"
            )
        return event

    def _value(self, first_event: yaml.Event, location: Location) -> Any:
        """The value that begins with an event; reads the parser's events up to its end."""
        if isinstance(first_event, yaml.ScalarEvent):
            return self._scalar(first_event, location)
        if len(location) >= MAX_DEPTH:
            raise FormatError(
                _line(first_event),
                "bersarang terlalu dalam",
                "tulis seperti contoh di content/README.md",
            )
        if isinstance(first_event, yaml.SequenceStartEvent):
            _check_tag(first_event, first_event.tag, _LIST_TAGS)
            return self._list(location)
        assert isinstance(first_event, yaml.MappingStartEvent)  # noqa: S101 - no other event begins a value
        _check_tag(first_event, first_event.tag, _MAPPING_TAGS)
        return self._mapping(location)

    def _list(self, location: Location) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := self._next_event(), yaml.SequenceEndEvent):
            entry_location = (*location, len(values))
            self._lines.add(entry_location, _line(event))
            values.append(self._value(event, entry_location))
        return values

    def _mapping(self, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(key_event := self._next_event(), yaml.MappingEndEvent):
            value_event = self._next_event()
            key, line = self._key(key_event), _line(key_event)
            if key in values:
                raise FormatError(line, f"kunci “{key}” tertulis dua kali", "hapus salah satunya")
            self._lines.add((*location, key), line)
            values[key] = self._value(value_event, (*location, key))
        return values

    def _key(self, event: yaml.Event) -> str:
        """The text of a key.

        YAML's merge key ``<<`` isn't text either: it would add keys that nobody sees there.
        """
        if not isinstance(event, yaml.ScalarEvent) or _CONTROL_IN_KEY.search(event.value):
            raise FormatError(_line(event), "kunci bukan teks biasa", "tulis “kunci: nilai”")
        if self._tag(event) != _TEXT:
            raise FormatError(
                _line(event), f"kunci “{event.value}” bukan teks", "tulis di antara tanda kutip"
            )
        return str(event.value)

    def _tag(self, event: yaml.ScalarEvent) -> str:
        """The type of a scalar: the tag written before it, else the type it looks like."""
        if event.tag not in {None, "!"}:
            return str(event.tag)
        # Most texts are quoted, or begin with a character that no number, date or truth
        # value begins with. They need no look at the whole text, which is slow.
        if not event.implicit[0] or event.value[:1] not in self._parser.yaml_implicit_resolvers:
            return _TEXT
        resolve = self._parser.resolve
        return str(resolve(yaml.ScalarNode, event.value, event.implicit))  # type: ignore[no-untyped-call]  # PyYAML's

    def _scalar(self, event: yaml.ScalarEvent, location: Location) -> Any:
        """The value of a scalar; an error if it looks like a number or date but isn't valid."""
        tag = self._tag(event)
        if self._text_lines and not event.style and self._is_cut(event, tag):
            self._lines.cut.append(CutValue(location, _line(event), event.value))
        if tag == _TEXT:
            return event.value
        _check_tag(event, tag, _SCALAR_TAGS)
        self._lines.written[location] = event.value
        try:
            value = self._parser.construct_object(yaml.ScalarNode(tag, event.value))
            if isinstance(value, int) and abs(value) > MAX_NUMBER:
                raise OverflowError
        except Exception:  # the constructors raise various errors for 2024-02-30 or !!int x
            raise FormatError(
                _line(event),
                f"nilai {event.value[:40]!a} tidak terbaca",
                "betulkan, atau tulis di antara tanda kutip",
            ) from None
        if isinstance(value, int) and tag == f"{_TAG}int" and event.value != str(value):
            self._lines.changed[location] = value
        return value

    def _is_cut(self, event: yaml.ScalarEvent, tag: str) -> bool:
        """Whether a comment behind a text without quotation marks looks like its end.

        A hash with a blank before and behind it, and a distance to the text, is a comment.
        """
        mark = event.end_mark
        if self._text_lines is None or mark is None or mark.line >= len(self._text_lines):
            return False
        comment = _COMMENT.match(self._text_lines[mark.line], mark.column)
        if comment is None or tag not in {_TEXT, f"{_TAG}null"}:
            return False
        meant = comment["blanks"] == " " and event.value != ""
        return meant or not comment["text"].startswith((" ", "#"))


def _line(event: yaml.Event) -> int:
    return (event.start_mark.line if event.start_mark else 0) + 1


def _check_tag(event: yaml.Event, tag: str | None, allowed: Set[str | None]) -> None:
    if tag not in allowed:
        raise FormatError(_line(event), f"memakai tag YAML ({tag!a})", "tulis nilainya tanpa tag")
