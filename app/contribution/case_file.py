"""Drafts → case files, and case files → drafts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import yaml

from app.collection import vocabulary
from app.collection.case import FrontMatter
from app.collection.files import divide
from app.collection.markup import LIST_ITEM, read_body
from app.collection.strict_yaml import decode, load_yaml
from app.contribution import plain_text
from app.contribution.conversion import value_of
from app.contribution.draft import Draft, Paragraph, Place

#: The keys that hold rows → the keys of a row, in the order in which curators write them.
ROWS: Mapping[str, tuple[str, ...]] = {
    "awards": ("name", "rank", "year"),
    "results": ("measure", "before", "after", "adverse", "examined_by"),
    "replicated_by": ("by", "year", "case", "result"),
    "sources": ("title", "publisher", "url", "date", "archived"),
}
#: The keys that hold a list of texts.
LISTS = ("problems", "tags", "sdgs", "legal_basis")
#: The keys with one value.
TEXTS = tuple(key for key in FrontMatter.model_fields if key not in ROWS and key not in LISTS)
#: The headings, in the order of the case format.
HEADINGS = tuple(label.id for label in vocabulary.SECTIONS.values())

# Lists of sentences rather than words.
_SENTENCES = frozenset({"problems", "legal_basis"})

# Longer than any value: each stays on one line.
_WIDTH = 1_000_000

_TAG = "tag:yaml.org,2002:"

_CITATIONS_AT_END = re.compile(r"\s*((?:\[\^[0-9]{1,6}\]\s*)+)$")
_ITEM = re.compile(r"(?:-|(?P<number>\d+)\.) (?P<text>\S.*)")


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as a case file, in parts that know where in the draft they come from.

    Attributes:
        values: the front matter.
        origins: place in the front matter → place in the draft, for entries of lists and rows
            and their values.
        body: each line of the body with the place in the draft that it comes from.
        sources: number of a source in the draft → its number in the file.
    """

    values: Mapping[str, Any]
    origins: Mapping[Place, Place]
    body: tuple[tuple[str, Place], ...]
    sources: Mapping[int, int]

    def text(self, *, one_value_a_line: bool = False) -> str:
        """The case file; entries stand on a line each, or else each value does."""
        values = _Keys(
            (key, _Sentences(value) if key in _SENTENCES else value)
            for key, value in self.values.items()
        )
        front_matter = yaml.dump(
            values,
            Dumper=_Dumper,
            allow_unicode=True,
            # None: a row, and a list of words, stands on one line.
            default_flow_style=False if one_value_a_line else None,
            sort_keys=False,
            width=_WIDTH,
        )
        body = "\n".join(line for line, _ in self.body)
        return f"---\n{front_matter}---\n{body}\n"


class _Dumper(yaml.SafeDumper):
    """Writes YAML as curators do, with the entries of a list indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _Sentences(list[str]):
    """A list of which each entry stands on a line of its own."""


class _Keys(dict[str, Any]):
    """A mapping of which each key stands on a line of its own."""


_Dumper.add_representer(
    _Sentences,
    lambda dumper, values: dumper.represent_sequence(f"{_TAG}seq", values, flow_style=False),
)
_Dumper.add_representer(
    _Keys, lambda dumper, values: dumper.represent_mapping(f"{_TAG}map", values, flow_style=False)
)


def case_text(draft: Draft, today: dt.date) -> str:
    """The case file of a draft.

    Empty texts, rows and paragraphs are left out. Texts stay as they were typed; years, dates,
    numbers and choices become values of the case format where they can be read as such.

    Args:
        draft: any draft; the file need not pass the check.
        today: becomes the date of the file, if the draft names none.
    """
    return write(draft, today).text()


def write(draft: Draft, today: dt.date) -> Written:
    """A draft as a case file, with the places its parts come from; see :func:`case_text`."""
    origins: dict[Place, Place] = {}
    values: dict[str, Any] = {}
    rows = {key: _filled_rows(draft, key) for key in ROWS}
    sources = {origin + 1: n for n, (origin, _) in enumerate(rows["sources"], 1)}
    for key in FrontMatter.model_fields:
        if key in ROWS:
            value: Any = _rows(key, rows[key], sources, origins)
        elif key in LISTS:
            value = _list(draft, key, origins)
        else:
            value = value_of(draft.texts.get(key, ""), key)
            if key == "updated" and value == "":
                value = today
        if value not in ("", []):
            values[key] = value
    return Written(values, origins, tuple(_body(draft, sources)), sources)


def _filled_rows(draft: Draft, key: str) -> list[tuple[int, Mapping[str, str]]]:
    """The rows that hold a text, each with its number in the draft, from 0."""
    rows = enumerate(draft.rows.get(key, ()))
    return [(n, row) for n, row in rows if any(row.get(name, "").strip() for name in ROWS[key])]


def _rows(
    key: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    sources: Mapping[int, int],
    origins: dict[Place, Place],
) -> list[dict[str, Any]]:
    """The rows under a key as values; their places are added to ``origins``."""
    written = []
    for n, (origin, row) in enumerate(rows):
        values = {name: value_of(row.get(name, ""), key, name) for name in ROWS[key]}
        if isinstance(values.get("examined_by"), int):
            values["examined_by"] = sources.get(values["examined_by"], row["examined_by"])
        if values.get("adverse") is False:
            del values["adverse"]
        origins[(key, n)] = (key, origin)
        origins |= {(key, n, name): (key, origin, name) for name in values}
        written.append({name: value for name, value in values.items() if value != ""})
    return written


def _list(draft: Draft, key: str, origins: dict[Place, Place]) -> list[Any]:
    """The filled texts of a list as values; their places are added to ``origins``."""
    filled = [(n, text) for n, text in enumerate(draft.lists.get(key, ())) if text.strip()]
    origins |= {(key, n): (key, origin) for n, (origin, _) in enumerate(filled)}
    return [value_of(text, key) for _, text in filled]


def _body(draft: Draft, sources: Mapping[int, int]) -> Iterator[tuple[str, Place]]:
    """The lines of the body, each with its place in the draft."""
    for heading in HEADINGS:
        paragraphs = [
            (("sections", heading, n), paragraph)
            for n, paragraph in enumerate(draft.sections.get(heading, ()))
            if paragraph.text.strip()
        ]
        if not paragraphs:
            continue
        place: Place = ("sections", heading)
        yield "", place
        yield f"## {heading}", place
        for kind, group in groupby(paragraphs, key=lambda pair: _list_kind(pair[1])):
            if kind:
                yield "", place
            for n, (place, paragraph) in enumerate(group, 1):
                if not kind:
                    yield "", place
                sign = {"": "", "-": "- ", "1.": f"{n}. "}[kind]
                lines = _paragraph(paragraph, sources).split("\n")
                yield f"{sign}{lines[0]}", place
                yield from ((line, place) for line in lines[1:])


def _list_kind(paragraph: Paragraph) -> str:
    """What the items of its list begin with; nothing if the paragraph stands alone."""
    if not paragraph.item:
        return ""
    return "1." if paragraph.numbered else "-"


def _paragraph(paragraph: Paragraph, sources: Mapping[int, int]) -> str:
    """A paragraph as Markdown, with its citations at the end."""
    if paragraph.markdown:
        text = plain_text.renumbered(paragraph.text.strip("\n"), sources)
    else:
        text = plain_text.to_markdown(paragraph.text, sources)
    cited = "".join(f"[^{sources.get(n, 0)}]" for n in paragraph.sources)
    return f"{text} {cited}" if cited else text


# --- the way back ---------------------------------------------------------------------


def draft_of(text: str | bytes) -> Draft:
    """A case file as a draft; writing the draft gives a file with an equal case.

    Raises:
        FormatError: the file has no front matter that can be read.
    """
    front_matter, markdown, _ = divide(decode(text.encode() if isinstance(text, str) else text))
    values, _ = load_yaml(front_matter)
    sources = values.get("sources")
    body = read_body(markdown, len(sources) if isinstance(sources, list) else 0)
    return Draft(
        texts={key: _typed(values[key]) for key in TEXTS if key in values},
        lists={
            key: tuple(map(_typed, values[key]))
            for key in LISTS
            if isinstance(values.get(key), list)
        },
        rows={
            key: tuple(_row(row) for row in values[key] if isinstance(row, dict))
            for key in ROWS
            if isinstance(values.get(key), list)
        },
        sections={
            vocabulary.SECTIONS[section.key].id: _paragraphs(section.key, section.markdown)
            for section in body.sections
        },
    )


def _typed(value: object) -> str:
    """A value as a contributor would type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _row(values: Mapping[str, object]) -> Mapping[str, str]:
    return {key: _typed(value) for key, value in values.items()}


def _paragraphs(key: str, markdown: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a section; as Markdown, where plain texts would read otherwise."""
    blocks = [block for block in re.split(r"\n[ \t]*\n", markdown) if block.strip()]
    plain = tuple(paragraph for block in blocks for paragraph in _block(block))
    if _reads_like(key, plain, markdown):
        return plain
    return tuple(Paragraph(block, markdown=True) for block in blocks)


def _block(block: str) -> Iterator[Paragraph]:
    """The paragraph of a block of lines, or the items of its list."""
    lines = block.strip().split("\n")
    if all(map(LIST_ITEM.match, lines)):
        for line in lines:
            if item := _ITEM.fullmatch(line.rstrip()):
                yield _one_paragraph(item["text"], item=True, numbered=bool(item["number"]))
            else:
                yield Paragraph(line, markdown=True)
    else:
        yield _one_paragraph(block)


def _one_paragraph(markdown: str, *, item: bool = False, numbered: bool = False) -> Paragraph:
    """A paragraph with the citations at its end as its sources."""
    cited = _CITATIONS_AT_END.search(markdown)
    without = markdown[: cited.start()] if cited else markdown
    sources = tuple(map(int, re.findall("[0-9]+", cited[1]))) if cited else ()
    text = plain_text.to_plain(without)
    if text is None:
        return Paragraph(without, sources, item, numbered, markdown=True)
    return Paragraph(text, sources, item, numbered)


def _reads_like(key: str, paragraphs: Sequence[Paragraph], markdown: str) -> bool:
    """Whether paragraphs read like the Markdown of a section."""
    heading = vocabulary.SECTIONS[key].id
    most = 10_000  # no source is checked here
    sources = {n: n for n in range(1, most)}
    lines = [line for line, _ in _body(Draft(sections={heading: tuple(paragraphs)}), sources)]
    texts = ("\n".join(lines), f"## {heading}\n\n{markdown}")
    first, second = (read_body(text, most).sections for text in texts)
    return [section.html for section in first] == [section.html for section in second]
