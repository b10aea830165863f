"""The body of a case: Markdown → sections of clean HTML with links to the sources.

Content is untrusted. Markdown is turned into HTML by Python-Markdown, cleaned by nh3
with a short list of allowed elements, and only then are the citations put in, so that
nothing a file contains can pose as one.
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

# What Markdown could do and a case doesn't: pattern in a line → (message, remedy).
FORBIDDEN: Mapping[re.Pattern[str], tuple[str, str]] = {
    RAW_HTML: ("ada HTML di dalam teks", "hapus, dan pakai Markdown saja"),
    IMAGE: ("ada gambar", "hapus; kasus hanya memuat teks"),
    LINK_DEFINITION: (
        "alamat tautan terpisah dari teksnya",
        "tulis [teks](https://alamat) di tempatnya",
    ),
    CITATION_IN_LINK: ("ada rujukan di dalam tautan", "pindahkan ke belakang tautannya"),
}

#: The longest block of text rendered, in characters (the longest real one has 606), and
#: the most opening brackets in it besides citations. Python-Markdown's time grows with
#: the square of both.
MAX_BLOCK = 4_000
MAX_BRACKETS = 40

ALLOWED_TAGS = {
    *("p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "sub", "sup"),
    *("table", "thead", "tbody", "tr", "th", "td", "del"),
}
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

_KEYS = {label.id: key for key, label in vocabulary.SECTIONS.items()}

# Citations pass through Markdown and cleaning as private-use characters, which the
# format check keeps out of the files themselves.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKER = re.compile(f"{_OPEN}([0-9]{{1,40}}){_CLOSE}")
# Together with the white space before it: a citation stays on the line of its sentence.
_CITED = re.compile(rf"\s*{_MARKER.pattern}")
_WORD_JOINER = "\u2060"
_BLOCK_END = re.compile(r"</(?:p|li|td|th|blockquote)>|<br ?/?>")
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Body:
    """The sections of a body and the mistakes found in it.

    ``mistakes`` and ``warnings`` are ``(line, message, remedy)``; lines count from 1 at
    the first line of the text given to :func:`read_body`.
    """

    sections: list[Section] = field(default_factory=list)
    mistakes: list[tuple[int, str, str]] = field(default_factory=list)
    warnings: list[tuple[int, str, str]] = field(default_factory=list)


def read_body(text: str, sources: int) -> Body:
    """Split a body into its sections, render them, and check their form.

    ``sources`` is the number of entries a citation may point to.
    """
    body = Body()
    renderer = _Renderer()
    previous = -1
    for line, heading, lines in _split(text):
        if heading is None:
            text_at = next((n for n, part in enumerate(lines, line) if part.strip()), None)
            if text_at is not None:
                body.mistakes.append(
                    (text_at, "ada teks sebelum judul bagian", "awali dengan “## Masalah”")
                )
            continue
        mistake, position = _check_heading(heading, previous)
        if mistake:
            body.mistakes.append((line, *mistake))
        if position is None:
            continue
        previous = max(previous, position)
        if not any(part.strip() for part in lines):
            body.mistakes.append(
                (line, f"bagian “{heading[1]}” kosong", "isi, atau hapus judulnya")
            )
        _check_lines(body, line + 1, lines, sources)
        key = list(vocabulary.SECTIONS)[position]
        too_much = list(_check_blocks(line + 1, lines))
        body.mistakes += too_much
        try:
            body.sections.append(renderer.section(key, [] if too_much else lines))
        except RecursionError:
            body.mistakes.append(
                (line, f"bagian “{heading[1]}” bersarang terlalu dalam", "sederhanakan daftarnya")
            )
            body.sections.append(renderer.section(key, []))
    return body


def _split(text: str) -> Iterator[tuple[int, tuple[str, str] | None, list[str]]]:
    """Yield (line of the heading, (marks, heading), lines below it); first what precedes any."""
    start, heading, lines = 1, None, []  # type: int, tuple[str, str] | None, list[str]
    for number, line in enumerate(text.splitlines(), 1):
        found = HEADING.fullmatch(line)
        if found:
            yield start, heading, lines
            start, heading, lines = number, (found[1], found[2].strip().rstrip("#").rstrip()), []
        else:
            lines.append(line)
    yield start, heading, lines


def _check_heading(
    heading: tuple[str, str], previous: int
) -> tuple[tuple[str, str] | None, int | None]:
    """What is wrong with a heading, if anything, and which section of the format it is."""
    marks, words = heading
    known = ", ".join(_KEYS)
    if words not in _KEYS:
        return (f"judul “{words}” tidak dikenal", f"pakai salah satu: {known}"), None
    if marks != "##":
        return (f"judul “{words}” berpangkat {marks}", f"tulis “## {words}”"), None
    position = list(_KEYS).index(words)
    if position == previous:
        return (f"judul “{words}” tertulis dua kali", "gabungkan kedua bagiannya"), None
    if position < previous:
        return (f"judul “{words}” tidak pada urutannya", f"urutannya: {known}"), None
    return None, position


def _check_lines(body: Body, first: int, lines: list[str], sources: int) -> None:
    previous = ""
    for number, line in enumerate(lines, first):
        if UNDERLINE.fullmatch(line) and previous.strip():
            body.mistakes.append(
                (number, "ada judul bergaris bawah", "hapus garisnya, atau beri baris kosong")
            )
        previous = line
        for cite in CITATION.findall(line):
            if not cite.isascii() or not cite.isdigit() or not 1 <= int(cite) <= sources:
                body.mistakes.append(
                    (
                        number,
                        f"[^{cite}] tidak menunjuk sumber mana pun",
                        f"pakai nomor 1 sampai {sources}, atau tambahkan sumbernya",
                    )
                )
        without_links = AUTOLINK.sub("", line)
        for pattern, mistake in FORBIDDEN.items():
            if pattern.search(without_links):
                body.mistakes.append((number, *mistake))
        for target in LINK.findall(line):
            if not target.startswith(("http://", "https://")):
                body.mistakes.append(
                    (
                        number,
                        f"tautan “{target[:60]}” bukan http atau https",
                        "tulis alamat lengkap, atau hapus tautannya",
                    )
                )
    for number, paragraph in _paragraphs(first, lines):
        if not CITATION.search(paragraph):
            body.warnings.append(
                (
                    number,
                    f"paragraf tanpa rujukan: “{_shorten(paragraph)}”",
                    "tambahkan [^n] di ujungnya, atau hapus bila tak ada sumbernya",
                )
            )


def _check_blocks(first: int, lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """What would take too long to render, as ``(line, message, remedy)``."""
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

    A list and the line that introduces it ("Ada dua perangkat utama:") are one
    paragraph, since the collection cites either at the introduction or at the items.
    """
    start, text, after_blank = 0, "", True
    for number, line in enumerate(lines, first):
        if not line.strip():
            after_blank = True
            continue
        introduced = LIST_ITEM.match(line) and (
            LIST_ITEM.match(text) or "\n" in text or CITATION.sub("", text).rstrip().endswith(":")
        )
        if after_blank and not introduced:
            if text:
                yield start, text
            start, text = number, line.strip()
        else:
            text += f"\n{line.strip()}"
        after_blank = False
    if text:
        yield start, text


def _shorten(text: str, length: int = 50) -> str:
    text = text.split("\n", 1)[0]
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


class _Renderer:
    """Renders the sections of one case; numbers its citations from first to last."""

    def __init__(self) -> None:
        self._seen: Counter[int] = Counter()

    def section(self, key: str, lines: list[str]) -> Section:
        source = "\n".join(lines).strip()
        marked = CITATION.sub(lambda cite: f"{_OPEN}{cite[1]}{_CLOSE}", source)
        # No character written by its number: it could become half of a marker.
        clean = _CLEANER.clean(_to_html(marked).replace("&#", "&amp;#"))
        cites = tuple(int(n) for n in _MARKER.findall(clean))
        return Section(
            key=key,
            markdown=source,
            html=_CITED.sub(self._reference, clean),
            sentences=tuple(_sentences(clean)),
            cites=cites,
        )

    def _reference(self, marker: re.Match[str]) -> str:
        number = int(marker[1])
        self._seen[number] += 1
        return (
            f'{_WORD_JOINER}<sup class="ref" id="r{number}-{self._seen[number]}">'
            f'<a href="#s{number}" aria-label="Sumber {number}">[{number}]</a></sup>'
        )


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    """Links lead out of the site by a full address; no citation goes into an attribute."""
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

_local = threading.local()


def _to_html(text: str) -> str:
    """Markdown as HTML.

    Making a converter takes as long as using it, and one may not serve two threads.

    Raises:
        RecursionError: the text nests too deeply.
    """
    converter = getattr(_local, "converter", None)
    if converter is None:
        converter = markdown.Markdown(extensions=["sane_lists", "tables"], output_format="html")
    _local.converter = None  # one that has failed is not used again
    rendered = str(converter.reset().convert(text))
    _local.converter = converter
    return rendered


def _sentences(clean: str) -> Iterator[str]:
    """The sentences of clean HTML as plain text, without citations and headings."""
    text = _CITED.sub("", _BLOCK_END.sub("\n", clean.replace("\n", " ")))
    for block in html.unescape(_TAG.sub("", text)).splitlines():
        yield from split_sentences(" ".join(block.split()))
