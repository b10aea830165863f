"""What can be read of a YAML text with mistakes: all of them at once, and the values around.

:func:`app.collection.strict_yaml.load_yaml` stops at the first mistake. The text is cut here
into its keys, and a list into its entries; each is read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.collection.strict_yaml import FormatError, LineMap, Location, load_yaml

#: The most mistakes that are told of a text.
MAX_MISTAKES = 50

# A line that belongs to the key above it: indented, an entry of a list, a closing bracket, a
# comment, or blank.
_CONTINUES = re.compile(r"[ \t#\]}]|-(?: |$)|$")
_KEY = re.compile(r"(?P<key>[\w-]+)[ \t]*:(?:[ \t]|$)")
_ENTRY = re.compile(r"(?P<indent> *)-(?: |$)")


@dataclass
class Salvaged:
    """What can be read of a text.

    Attributes:
        values: the values; None stands for each that can't be read.
        lines: their lines.
        mistakes: what is wrong, at least one.
        broken: the locations of the values that can't be read.
    """

    values: dict[str, Any] = field(default_factory=dict)
    lines: LineMap = field(default_factory=LineMap)
    mistakes: list[FormatError] = field(default_factory=list)
    broken: set[Location] = field(default_factory=set)

    def is_broken(self, location: Location) -> bool:
        """Whether a location lies in a value that can't be read."""
        return any(location[: len(place)] == place for place in self.broken)


def salvage(text: str, first_mistake: FormatError) -> Salvaged:
    """What can be read of a YAML text that :func:`load_yaml` refuses with this mistake."""
    salvaged = Salvaged()
    for offset, part in _parts(text):
        if len(salvaged.mistakes) >= MAX_MISTAKES:
            break
        _read_part(salvaged, offset, part)
    if not salvaged.values:
        salvaged.mistakes = [first_mistake]
    elif not salvaged.mistakes:  # the parts are right, but not together
        salvaged.mistakes.append(first_mistake)
    return salvaged


def _parts(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of lines above, lines) of each key with what belongs to it."""
    start: int | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not _CONTINUES.match(line):
            if start is not None:
                yield start, lines[start:number]
            start = number
        elif start is None and line.strip() and not line.startswith("#"):
            start = number  # no key stands above it
    if start is not None:
        yield start, lines[start:]


def _read_part(salvaged: Salvaged, offset: int, part: list[str]) -> None:
    """Read a key with its value into ``salvaged``."""
    match = _KEY.match(part[0])
    key = match["key"] if match else None
    if key in salvaged.values:
        salvaged.mistakes.append(
            FormatError(offset + 1, f"kunci “{key}” tertulis dua kali", "hapus salah satunya")
        )
        return
    try:
        values, lines = load_yaml("\n".join(part))
    except FormatError as mistake:
        if key is None:
            words = ("baris ini bukan “kunci: nilai”", "tulis “kunci: nilai”")
            salvaged.mistakes.append(FormatError(offset + 1, *words))
            return
        salvaged.lines.add((key,), offset + 1)
        entries = _entries(part)
        if entries:
            _read_entries(salvaged, key, offset, entries)
            return
        salvaged.mistakes.append(_moved(mistake, offset))
        salvaged.values[key] = None
        salvaged.broken.add((key,))
        return
    salvaged.values |= values
    salvaged.lines.add_all(lines, offset, (), 0)


def _entries(part: list[str]) -> list[tuple[int, list[str]]]:
    """(line within the part, lines) of each entry, if the part is a list over several lines."""
    first = next((n for n, line in enumerate(part[1:], 1) if line.strip()), None)
    match = _ENTRY.match(part[first]) if first is not None else None
    if match is None or part[0].rstrip()[-1] != ":":
        return []
    starts = [n for n, line in enumerate(part) if n and line.startswith(f"{match['indent']}-")]
    return [
        (start, part[start:end])
        for start, end in zip(starts, [*starts[1:], len(part)], strict=True)
    ]


def _read_entries(
    salvaged: Salvaged, key: str, offset: int, entries: list[tuple[int, list[str]]]
) -> None:
    """Read the entries of a list into ``salvaged``."""
    read: list[Any] = []
    for place, (start, entry) in enumerate(entries):
        if len(salvaged.mistakes) >= MAX_MISTAKES:
            salvaged.broken.add((key,))
            break
        line = offset + start
        try:
            values, lines = load_yaml("\n".join([f"{key}:", *entry]))
        except FormatError as mistake:
            salvaged.mistakes.append(_moved(mistake, line - 1))
            salvaged.lines.add((key, place), line + 1)
            salvaged.broken.add((key, place))
            read.append(None)
        else:
            salvaged.lines.add_all(lines, line - 1, (key,), place)
            read.append(values[key][0])
    salvaged.values[key] = read


def _moved(mistake: FormatError, offset: int) -> FormatError:
    return FormatError(mistake.line + offset, mistake.message, mistake.remedy)
