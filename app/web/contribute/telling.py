"""A filled-in form as a draft, and the field that each part of the draft comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from app.contribution import fields
from app.contribution.case_file import HEADINGS
from app.contribution.draft import Draft, Paragraph, Place
from app.web.contribute.filled import Filled
from app.web.contribute.steps import TOLD_IN, row_name

# Keys whose entries stand on a line each, and may also be parted by commas.
_WITH_COMMAS = frozenset({"tags"})

# Keys that hold the slug of a case, of which people copy the whole address.
_SLUG_IN_ADDRESS = re.compile(r"^\s*(?:https?://[^/\s]+)?/?inovasi/([^/?#\s]+).*$", re.DOTALL)

_ITEM_SIGN = re.compile(r"^\s*(?:[-*+•–]|(?P<number>\d{1,3})[.)])\s+")


@dataclass(frozen=True)
class Telling:
    """A draft, and where in the form its parts were typed.

    Attributes:
        names: place in the draft → name of the field.
    """

    draft: Draft
    names: Mapping[Place, str]

    def name_of(self, place: Place) -> str:
        """The name of the field in which the part of the draft at a place was typed."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.names:
                return self.names[place[:length]]
        return ""


def tell(filled: Filled) -> Telling:
    """What was typed, as a draft."""
    names: dict[Place, str] = {}
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    rows: dict[str, tuple[Mapping[str, str], ...]] = {}
    for field in fields.FIELDS:
        names[(field.key,)] = _first_name(field)
        if field.kind == "rows":
            rows[field.key] = tuple(_rows(filled, field, names))
        elif field.kind == "list":
            lists[field.key] = tuple(_entries(filled, field.key))
        else:
            texts[field.key] = _text(filled, field.key)
    sections = {}
    for heading in HEADINGS:
        names[("sections", heading)] = row_name(heading, 1)
        paragraphs: list[Paragraph] = []
        for name, paragraph in (*_typed(filled, heading), *_told(filled, heading)):
            names[("sections", heading, len(paragraphs))] = name
            paragraphs.append(paragraph)
        sections[heading] = tuple(paragraphs)
    return Telling(Draft(texts, lists, rows, sections), names)


def _text(filled: Filled, key: str) -> str:
    text = filled.text(key)
    return _slug_in(text) if key == "adapted_from" else text


def _slug_in(text: str) -> str:
    """The slug in the address of a case; a text that is no address stays."""
    return _SLUG_IN_ADDRESS.sub(r"\1", text)


def _entries(filled: Filled, key: str) -> Iterator[str]:
    if key == "sdgs":
        yield from filled.chosen(key)
        return
    sign = r"[\n,;]" if key in _WITH_COMMAS else r"\n"
    for entry in re.split(sign, filled.text(key)):
        entry = _ITEM_SIGN.sub("", entry).strip() if key != "tags" else entry.strip()
        if entry:
            yield entry


def _rows(
    filled: Filled, field: fields.Field, names: dict[Place, str]
) -> Iterator[Mapping[str, str]]:
    """The rows of a key, empty ones too: their numbers are those of the form."""
    for n in range(filled.row_count(field.key)):
        names[(field.key, n)] = row_name(field.key, n + 1, field.columns[0].key)
        row = {}
        for column in field.columns:
            name = row_name(field.key, n + 1, column.key)
            names[(field.key, n, column.key)] = name
            row[column.key] = filled.text(name)
        if "case" in row:
            row["case"] = _slug_in(row["case"])
        yield row


# --- sections -------------------------------------------------------------------------


def _typed(filled: Filled, heading: str) -> Iterator[tuple[str, Paragraph]]:
    """The paragraphs of a section as they were typed, each with the name of its box.

    An empty line in a box ends a paragraph; a line that begins with a hyphen or a number is an
    item of a list. The line that introduces a list cites nothing itself: its items do.
    """
    for row in range(1, filled.row_count(heading) + 1):
        name = row_name(heading, row)
        sources = filled.cites(name)
        pieces = list(_pieces(filled.text(name)))
        for n, (text, item, numbered) in enumerate(pieces):
            introduces = text.endswith(":") and pieces[n + 1 : n + 2] and pieces[n + 1][1]
            cited = () if introduces and not item else sources
            yield name, Paragraph(text, cited, item, numbered)


def _pieces(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield (text, is an item, is numbered) of each paragraph and item in a box."""
    piece, item, numbered = "", False, False
    for line in [*text.split("\n"), ""]:
        sign = _ITEM_SIGN.match(line)
        if piece and (sign or not line.strip()):
            yield piece, item, numbered
            piece = ""
        if sign:
            piece, item, numbered = line[sign.end() :].strip(), True, bool(sign["number"])
        elif line.strip():
            if not piece:
                item = numbered = False
            piece = f"{piece} {line.strip()}".strip()


def _told(filled: Filled, heading: str) -> Iterator[tuple[str, Paragraph]]:
    """Answers outside the sections that belong to this one, with the sources chosen for them.

    The front matter of a case cites nothing, so that such an answer is told in the text as
    well, unless the text has it already with the same sources.
    """
    for item, (section, words) in TOLD_IN.items():
        if section != heading:
            continue
        for name, text in _answers(filled, item):
            sources = filled.cites(name)
            if text and sources and not _is_told(filled, heading, text, sources):
                sentence = f"{words}: {text}" if words else text
                yield _first(item, name), Paragraph(_ended(sentence), sources, item=True)


def _first_name(field: fields.Field) -> str:
    """The name of a field, or of the first one of its rows."""
    return row_name(field.key, 1, field.columns[0].key) if field.columns else field.key


def _first(item: str, name: str) -> str:
    """The field to which a message about an answer leads."""
    columns = fields.by_key(item).columns
    return f"{name}-{columns[0].key}" if columns else name


def _answers(filled: Filled, item: str) -> Iterator[tuple[str, str]]:
    """The name, without a column, and the text of each answer that a key holds."""
    if item not in _ROW_IN_WORDS:
        yield item, "; ".join(_entries(filled, item))
        return
    for row in range(1, filled.row_count(item) + 1):
        name = row_name(item, row)
        yield name, _ROW_IN_WORDS[item](partial(_cell, filled, name))


def _cell(filled: Filled, name: str, column: str) -> str:
    return " ".join(filled.text(f"{name}-{column}").split())


def _result(cell: Callable[[str], str]) -> str:
    measure, before, after = cell("measure"), cell("before"), cell("after")
    if not measure or not after:
        return ""
    return f"{measure}: dari {before} menjadi {after}" if before else f"{measure}: {after}"


def _award(cell: Callable[[str], str]) -> str:
    name, rank, year = cell("name"), cell("rank"), cell("year")
    return f"{', '.join(filter(None, (rank, name)))}{f' ({year})' if year else ''}" if name else ""


def _copy(cell: Callable[[str], str]) -> str:
    by, year, result = cell("by"), cell("year"), cell("result")
    if not by:
        return ""
    return f"{by}{f', {year}' if year else ''}{f': {result}' if result else ''}"


#: Key of rows → how a row is told in words, from a function that gives the text of a column.
_ROW_IN_WORDS: Mapping[str, Callable[[Callable[[str], str]], str]] = {
    "results": _result,
    "awards": _award,
    "replicated_by": _copy,
}


def _is_told(filled: Filled, heading: str, text: str, sources: tuple[int, ...]) -> bool:
    """Whether the paragraphs of a section have this text, and cite these sources."""
    rows = range(1, filled.row_count(heading) + 1)
    boxes = [row_name(heading, row) for row in rows]
    typed = " ".join(" ".join(filled.text(name).split()) for name in boxes).casefold()
    cited = {number for name in boxes for number in filled.cites(name)}
    return text.casefold() in typed and cited.issuperset(sources)


def _ended(sentence: str) -> str:
    """A sentence with its full stop."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
