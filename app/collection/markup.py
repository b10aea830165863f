"""The body of a case: Markdown → sections of safe HTML with links to the sources.

Content is not trusted. Python-Markdown turns it into HTML, nh3 removes every element that
is not on a short list of allowed elements, and only then are the citations put in as
links. So no text of a file can produce a script, or a link that poses as a citation.
"""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import markdown
import nh3

from app.collection import vocabulary
from app.collection.case import Section
from app.collection.sentences import split_sentences
from app.collection.wording import shortened

CITATION = re.compile(r"\[\^([^\]\s]{1,40})\]")
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

_KEY_OF_HEADING = {label.id: key for key, label in vocabulary.SECTIONS.items()}

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


@dataclass
class Body:
    """The sections of a body, and what is wrong with it.

    Attributes:
        sections: the sections that could be read.
        mistakes: errors as (line, message, remedy); line 1 is the first line of the body.
        warnings: warnings in the same form.
    """

    sections: list[Section] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)


def read_body(text: str, sources: int) -> Body:
    """Split a body into its sections, check their form, and render them.

    Args:
        text: the Markdown of the body.
        sources: the number of sources that a citation may point to.
    """
    body = Body()
    renderer = _Renderer()
    previous = -1
    for line, heading, lines in _split(text):
        if heading is None:
            with_text = [number for number, text in enumerate(lines, line) if text.strip()]
            if with_text:
                body.mistakes.append(
                    (with_text[0], "ada teks sebelum judul bagian", "awali dengan “## Masalah”")
                )
            continue
        mistake, position = _check_heading(heading, previous)
        if mistake:
            body.mistakes.append((line, *mistake))
        if position is not None:
            previous = max(previous, position)
            key = list(vocabulary.SECTIONS)[position]
            _read_section(body, renderer, key, line, lines, sources)
    return body


def _read_section(
    body: Body, renderer: _Renderer, key: str, line: int, lines: list[str], sources: int
) -> None:
    """Add a section to a body; ``line`` is its heading's, ``lines`` are those below it."""
    heading = vocabulary.SECTIONS[key].id
    if not any(map(str.strip, lines)):
        body.mistakes.append((line, f"bagian “{heading}” kosong", "isi, atau hapus judulnya"))
    body.mistakes += _check_lines(line + 1, lines, sources)
    body.warnings += _check_citations(line + 1, lines)
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
    heading: tuple[str, str], previous: int
) -> tuple[tuple[str, str] | None, int | None]:
    """What is wrong with a heading, if anything, and the number of its section in the format.

    Args:
        heading: its ``#`` signs and its words.
        previous: the number of the section above it, or -1.
    """
    marks, words = heading
    known = ", ".join(_KEY_OF_HEADING)
    if words not in _KEY_OF_HEADING:
        return (f"judul “{words}” tidak dikenal", f"pakai salah satu: {known}"), None
    if marks != "##":
        return (f"judul “{words}” berpangkat {marks}", f"tulis “## {words}”"), None
    position = list(_KEY_OF_HEADING).index(words)
    if position == previous:
        return (f"judul “{words}” tertulis dua kali", "gabungkan kedua bagiannya"), None
    if position < previous:
        return (f"judul “{words}” tidak pada urutannya", f"urutannya: {known}"), None
    return None, position


def _check_lines(first: int, lines: list[str], sources: int) -> Iterator[Mistake]:
    """The mistakes in each line of a section; ``first`` is the number of the first line."""
    previous = ""
    for number, line in enumerate(lines, first):
        if UNDERLINE.fullmatch(line) and previous.strip():
            yield number, "ada judul bergaris bawah", "hapus garisnya, atau beri baris kosong"
        previous = line
        for cite in CITATION.findall(line):
            if not cite.isascii() or not cite.isdigit() or not 1 <= int(cite) <= sources:
                yield (
                    number,
                    f"[^{cite}] tidak menunjuk sumber mana pun",
                    f"pakai nomor 1 sampai {sources}, atau tambahkan sumbernya",
                )
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


def _check_citations(first: int, lines: list[str]) -> Iterator[Mistake]:
    """The paragraphs of a section that cite no source."""
    for number, paragraph in _paragraphs(first, lines):
        if not CITATION.search(paragraph):
            start = shortened(paragraph.split("\n", 1)[0], 50, inside_words=True)
            yield (
                number,
                f"paragraf tanpa rujukan: “{start}”",
                "tambahkan [^n] di ujungnya, atau hapus bila tak ada sumbernya",
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


# --- rendering ------------------------------------------------------------------------


class _Renderer:
    """Renders the sections of one case; numbers the citations of each source through all."""

    def __init__(self) -> None:
        self._citations: Counter[int] = Counter()  # by source, so far

    def section(self, key: str, lines: list[str]) -> Section:
        """A section from the Markdown lines below its heading.

        Raises:
            RecursionError: the text nests too deeply.
        """
        source = "\n".join(lines).strip()
        marked = CITATION.sub(lambda cite: f"{_OPEN}{cite[1]}{_CLOSE}", source)
        # A character written by its number (&#xE000;) could become half of a marker.
        clean = _CLEANER.clean(_to_html(marked).replace("&#", "&amp;#"))
        return Section(
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
            f'<a href="#s{source}" aria-label="Sumber {source}">[{source}]</a></sup>'
        )


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute without citation markers; None for a link inside the site.

    Links of a case lead out of the site; a citation inside an attribute would break it.
    """
    if name == "href" and not value.startswith(("http://", "https://")):
        return None
    return re.sub(f"[{_OPEN}{_CLOSE}]", "", value)


_CLEANER = nh3.Cleaner(
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
