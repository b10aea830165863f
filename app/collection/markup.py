"""The body of a case or theme: Markdown → sections of safe HTML with links to what it cites.

Content is not trusted. Python-Markdown turns it into HTML, nh3 removes every element that
is not on a short list of allowed elements, and only then are the citations put in as
links. So no text of a file can produce a script, or a link that poses as a citation.
"""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from app.collection import list_check, vocabulary
from app.collection.near_values import near_heading
from app.collection.sentences import split_sentences
from app.collection.wording import shortened

# Markdown and nh3 are loaded by the first text that is rendered: a worker of the site shows what
# the index has rendered, and needs neither unless somebody proposes a case.
if TYPE_CHECKING:
    import nh3

CITATION = re.compile(r"\[\^([^\]\s]{1,40})\]")
# Numbers in brackets, as people write citations: [1], [1, 3], ^[1], [^ 1]. Not the text of a link.
MEANT_CITATION = re.compile(
    r"\^?\[(?!\^[^\]\s]{1,40}\])\s?\^?\s?(\d{1,3}(?:\s?[,;&]\s?\d{1,3})*)\s?\](?!\()"
)
HEADING = re.compile(r"(#{1,6})(.*)")
RAW_HTML = re.compile(r"<[A-Za-z/!?]|&#")
LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
IMAGE = re.compile(r"!\[(?!\^)")
LINK_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]]*\]:")
CITATION_IN_LINK = re.compile(r"\[\^[^\]\s]{1,40}\][^\[\]]*\]\(")
AUTOLINK = re.compile(r"<https?://[^\s<>]*>")
UNDERLINE = re.compile(r"(?:=+|-+) *")
LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")

#: The Markdown that a case may not use: pattern of a line → (message, remedy).
FORBIDDEN: Mapping[re.Pattern[str], tuple[str, str]] = {
    RAW_HTML: ("ada HTML di dalam teks", "hapus, dan pakai Markdown saja"),
    IMAGE: ("ada gambar", "hapus; kasus hanya memuat teks"),
    LINK_DEFINITION: (
        "alamat tautan terpisah dari teksnya",
        "tulis [teks](https://alamat) di tempatnya",
    ),
    CITATION_IN_LINK: ("ada rujukan di dalam tautan", "pindahkan ke belakang tautannya"),
}

#: The most characters in a block of text, and the most opening brackets in it besides those
#: of citations. Python-Markdown's time grows with the square of both. The longest block of
#: a real case has 606 characters.
MAX_BLOCK = 4_000
MAX_BRACKETS = 40

ALLOWED_TAGS = {
    *("p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "sub", "sup"),
    *("table", "thead", "tbody", "tr", "th", "td", "del"),
}
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

# On its way through Markdown and nh3, a citation is its number between two private-use
# characters. strict_yaml.decode refuses files that hold such characters, so no text can
# pose as a citation.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKER = re.compile(f"{_OPEN}([0-9]{{1,40}}){_CLOSE}")
# A citation with the white space before it, which is dropped.
_SPACED_MARKER = re.compile(rf"\s*{_MARKER.pattern}")
# Keeps the citation on the line of the word before it.
_WORD_JOINER = "\u2060"
_BLOCK_END = re.compile(r"</(?:p|li|td|th|blockquote)>|<br ?/?>")
_TAG = re.compile(r"<[^>]+>")

# (line, message, remedy); lines count from 1 at the first line of the body.
Mistake = tuple[int, str, str]


@dataclass(frozen=True)
class BodyFormat:
    """What a body consists of.

    Attributes:
        sections: the sections, in the order that the format prescribes.
        must_cite: the keys of the sections in which each paragraph must cite.
        items_cite: whether each item of a list must cite by itself.
        citation: what a citation looks like, for remedies.
        cited: what a citation points to, as its link names it.
    """

    sections: vocabulary.Vocabulary
    must_cite: Collection[str]
    items_cite: bool = False
    citation: str = "[^n]"
    cited: str = "Sumber"

    @property
    def key_of_heading(self) -> Mapping[str, str]:
        """Heading → key, in the order of the sections."""
        return {label.id: key for key, label in self.sections.items()}


#: The format of the bodies of cases.
CASE_BODY = BodyFormat(vocabulary.SECTIONS, must_cite=vocabulary.SECTIONS)


@dataclass(frozen=True)
class RenderedSection:
    """A section after rendering; see :class:`app.collection.case.SectionText`."""

    key: str
    markdown: str
    html: str
    sentences: tuple[str, ...]
    cites: tuple[int, ...]


@dataclass
class Body:
    """The sections of a body, and what is wrong with it.

    Attributes:
        sections: the sections that could be read.
        mistakes: errors as (line, message, remedy); line 1 is the first line of the body.
        warnings: warnings in the same form.
    """

    sections: list[RenderedSection] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)


def read_body(text: str, sources: int | None, body_format: BodyFormat = CASE_BODY) -> Body:
    """Split a body into its sections, check their form, and render them.

    Args:
        text: the Markdown of the body.
        sources: the number of sources that a citation may point to; None if it isn't known.
        body_format: what the body consists of.
    """
    body = Body()
    renderer = _Renderer(body_format.cited)
    keys = list(body_format.sections)
    previous = -1
    for line, heading, lines in _split(text):
        if heading is None:
            with_text = [number for number, text in enumerate(lines, line) if text.strip()]
            if with_text:
                first = body_format.sections[keys[0]].id
                body.mistakes.append(
                    (with_text[0], "ada teks sebelum judul bagian", f"awali dengan “## {first}”")
                )
            continue
        mistake, position = _check_heading(heading, previous, body_format)
        if mistake:
            body.mistakes.append((line, *mistake))
        if position is not None and not (mistake and position <= previous):
            previous = max(previous, position)
            section = _SectionLines(keys[position], line, lines)
            _read_section(body, renderer, section, sources, body_format)
    return body


@dataclass(frozen=True)
class _SectionLines:
    """A section as the file has it: its key, the line of its heading, and the lines below."""

    key: str
    line: int
    lines: list[str]


def _read_section(
    body: Body,
    renderer: _Renderer,
    section: _SectionLines,
    sources: int | None,
    body_format: BodyFormat,
) -> None:
    """Add a section to a body, with what is wrong with it."""
    key, line, lines = section.key, section.line, section.lines
    heading = body_format.sections[key].id
    if not any(map(str.strip, lines)):
        body.mistakes.append((line, f"bagian “{heading}” kosong", "isi, atau hapus judulnya"))
    body.mistakes += _check_lines(line + 1, lines, sources)
    body.mistakes += list_check.mistakes(line + 1, lines)
    if key in body_format.must_cite:
        body.warnings += _check_citations(line + 1, lines, body_format)
    too_long = list(_check_blocks(line + 1, lines))
    body.mistakes += too_long
    try:
        body.sections.append(renderer.section(key, [] if too_long else lines))
    except RecursionError:
        body.mistakes.append(
            (line, f"bagian “{heading}” bersarang terlalu dalam", "sederhanakan daftarnya")
        )
        body.sections.append(renderer.section(key, []))


def _split(text: str) -> Iterator[tuple[int, tuple[str, str] | None, list[str]]]:
    """Yield (line of the heading, (``#`` signs, heading), lines below it) for each heading.

    The lines above the first heading come first, with None as their heading.
    """
    start, heading, lines = 1, None, []  # type: int, tuple[str, str] | None, list[str]
    for number, line in enumerate(text.splitlines(), 1):
        match = HEADING.fullmatch(line)
        if match:
            yield start, heading, lines
            start, heading, lines = number, (match[1], match[2].strip().rstrip("#").rstrip()), []
        else:
            lines.append(line)
    yield start, heading, lines


# --- checks ---------------------------------------------------------------------------


def _check_heading(
    heading: tuple[str, str], previous: int, body_format: BodyFormat
) -> tuple[tuple[str, str] | None, int | None]:
    """What is wrong with a heading, if anything, and the number of its section in the format.

    Args:
        heading: its ``#`` signs and its words.
        previous: the number of the section above it, or -1.
        body_format: the format of the body.
    """
    marks, words = heading
    headings = list(body_format.key_of_heading)
    known = ", ".join(headings)
    if words not in headings:
        near = near_heading(words, headings)
        meant = f"maksudnya “## {near}”? Atau " if near else ""
        # The text below it is checked as what was probably meant.
        place = headings.index(near) if near else None
        return (f"judul “{words}” tidak dikenal", f"{meant}pakai salah satu: {known}"), place
    if marks != "##":
        return (f"judul “{words}” berpangkat {marks}", f"tulis “## {words}”"), None
    position = headings.index(words)
    if position == previous:
        return (f"judul “{words}” tertulis dua kali", "gabungkan kedua bagiannya"), None
    if position < previous:
        return (f"judul “{words}” tidak pada urutannya", f"urutannya: {known}"), None
    return None, position


def _check_lines(first: int, lines: list[str], sources: int | None) -> Iterator[Mistake]:
    """The mistakes in each line of a section; ``first`` is the number of the first line."""
    previous = ""
    for number, line in enumerate(lines, first):
        if UNDERLINE.fullmatch(line) and previous.strip():
            yield number, "ada judul bergaris bawah", "hapus garisnya, atau beri baris kosong"
        previous = line
        for cite in CITATION.findall(line):
            if mistake := _citation_mistake(cite, sources):
                yield (number, *mistake)
        without_links = AUTOLINK.sub("", line)
        for pattern, mistake in FORBIDDEN.items():
            if pattern.search(without_links):
                yield (number, *mistake)
        for target in LINK.findall(line):
            if not target.startswith(("http://", "https://")):
                yield (
                    number,
                    f"tautan “{target[:60]}” bukan http atau https",
                    "tulis alamat lengkap, atau hapus tautannya",
                )


def _citation_mistake(cite: str, sources: int | None) -> tuple[str, str] | None:
    """What is wrong with the inside of a citation, if anything."""
    message = f"[^{cite}] tidak menunjuk sumber mana pun"
    numbers = re.split("[,;&^]+", cite)
    if len(numbers) > 1 and all(n.isascii() and n.isdigit() for n in numbers):
        return message, f"tulis satu per satu: {''.join(f'[^{n}]' for n in numbers)}"
    if not cite.isascii() or not cite.isdigit():
        return message, "tulis nomor urut sumbernya, misalnya [^1]"
    if sources is not None and not 1 <= int(cite) <= sources:
        return message, f"pakai nomor 1 sampai {sources}, atau tambahkan sumbernya"
    return None


def _check_citations(first: int, lines: list[str], body_format: BodyFormat) -> Iterator[Mistake]:
    """The paragraphs of a section that cite nothing."""
    divide = _statements if body_format.items_cite else _paragraphs
    for number, paragraph in divide(first, lines):
        meant = MEANT_CITATION.search(paragraph)
        if meant:
            cites = "".join(f"[^{n}]" for n in re.findall(r"\d+", meant[1]))
            line = number + paragraph.count("\n", 0, meant.start())
            yield line, f"“{meant[0]}” bukan rujukan", f"maksudnya {cites}? Tulis dengan tanda ^"
        elif not CITATION.search(paragraph):
            start = shortened(paragraph.split("\n", 1)[0], 50, inside_words=True)
            yield (
                number,
                f"paragraf tanpa rujukan: “{start}”",
                f"tambahkan {body_format.citation} di ujungnya, atau hapus bila tak ada sumbernya",
            )


def _check_blocks(first: int, lines: list[str]) -> Iterator[Mistake]:
    """The blocks of a section that would take too long to render."""
    for is_blank, block in groupby(enumerate(lines, first), key=lambda item: not item[1].strip()):
        numbers, texts = zip(*block, strict=True)
        text = "\n".join(texts)
        if not is_blank and len(text) > MAX_BLOCK:
            yield (
                numbers[0],
                f"paragraf terlalu panjang: {len(text)} huruf",
                f"bagi menjadi beberapa, masing-masing paling banyak {MAX_BLOCK} huruf",
            )
        elif CITATION.sub("", text).count("[") > MAX_BRACKETS:
            yield numbers[0], "terlalu banyak tanda “[” dalam satu paragraf", "hapus yang berlebih"


def _paragraphs(first: int, lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of each paragraph.

    A list and the line that introduces it ("Ada dua perangkat utama:") are one paragraph,
    since cases cite either at the introduction or at the items.
    """
    start, text, after_blank = 0, "", True
    for number, line in enumerate(lines, first):
        if not line.strip():
            after_blank = True
            continue
        continues_list = LIST_ITEM.match(line) and (
            LIST_ITEM.match(text) or "\n" in text or CITATION.sub("", text).rstrip().endswith(":")
        )
        if after_blank and not continues_list:
            if text:
                yield start, text
            start, text = number, line.strip()
        else:
            text += f"\n{line.strip()}"
        after_blank = False
    if text:
        yield start, text


def _statements(first: int, lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of each paragraph and each item of a list.

    A line that introduces a list ("Ada dua jenis:") states nothing, so it is left out.
    """
    start, text = 0, ""
    for number, line in enumerate([*lines, ""], first):
        if text and (not line.strip() or LIST_ITEM.match(line)):
            if not text.endswith(":"):
                yield start, text
            text = ""
        if line.strip():
            start, text = (start, f"{text}\n{line.strip()}") if text else (number, line.strip())


# --- rendering ------------------------------------------------------------------------


class _Renderer:
    """Renders the sections of one body; numbers the citations of each source through all."""

    def __init__(self, cited: str) -> None:
        self._cited = cited
        self._citations: Counter[int] = Counter()  # by source, so far

    def section(self, key: str, lines: list[str]) -> RenderedSection:
        """A section from the Markdown lines below its heading.

        Raises:
            RecursionError: the text nests too deeply.
        """
        source = "\n".join(lines).strip()
        marked = CITATION.sub(lambda cite: f"{_OPEN}{cite[1]}{_CLOSE}", source)
        # A character written by its number (&#xE000;) could become half of a marker.
        clean = _cleaner().clean(_to_html(marked).replace("&#", "&amp;#"))
        return RenderedSection(
            key=key,
            markdown=source,
            html=_SPACED_MARKER.sub(self._link, clean),
            sentences=tuple(_sentences(clean)),
            cites=tuple(int(n) for n in _MARKER.findall(clean)),
        )

    def _link(self, marker: re.Match[str]) -> str:
        """The link to a source; its id lets the list of sources lead back to it."""
        source = int(marker[1])
        self._citations[source] += 1
        return (
            f'{_WORD_JOINER}<sup class="ref" id="r{source}-{self._citations[source]}">'
            f'<a href="#s{source}" aria-label="{self._cited} {source}">[{source}]</a></sup>'
        )


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute without citation markers; None for a link inside the site.

    Links of a case lead out of the site; a citation inside an attribute would break it.
    """
    if name == "href" and not value.startswith(("http://", "https://")):
        return None
    return re.sub(f"[{_OPEN}{_CLOSE}]", "", value)


@cache
def _cleaner() -> nh3.Cleaner:
    """Removes what is not allowed from HTML."""
    import nh3

    return nh3.Cleaner(
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_safe_attribute,
        url_schemes={"http", "https"},
        link_rel="noopener",
    )


# Making a converter takes as long as using it, so each thread keeps one for itself: a
# converter can't serve two threads.
_thread = threading.local()


def _to_html(text: str) -> str:
    """The HTML of a Markdown text.

    Raises:
        RecursionError: the text nests too deeply.
    """
    converter = getattr(_thread, "converter", None)
    if converter is None:
        import markdown

        converter = markdown.Markdown(extensions=["sane_lists", "tables"], output_format="html")
    _thread.converter = None  # a converter that has failed isn't used again
    rendered = str(converter.reset().convert(text))
    _thread.converter = converter
    return rendered


def _sentences(clean: str) -> Iterator[str]:
    """The sentences of clean HTML as plain text, without citations and headings."""
    text = _SPACED_MARKER.sub("", _BLOCK_END.sub("\n", clean.replace("\n", " ")))
    for block in html.unescape(_TAG.sub("", text)).splitlines():
        yield from split_sentences(" ".join(block.split()))
