"""A theme as a Word file of some pages, to be handed out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from app.collection import vocabulary
from app.collection.markup import CITATION, LIST_ITEM
from app.collection.theme import ThemeSection
from app.collection.theme_overview import ApproachOverview, CaseOfTheme, ThemeOverview
from app.collection.wording import long_date, place, result, status_with_age
from app.documents.office.content import Content, Span
from app.documents.office.word import Align, WordDocument

# Emphasis of Markdown, which a Word file writes without its signs.
_EMPHASIS = re.compile(r"(\*\*|\*|__|_)(?=\S)(.+?)(?<=\S)\1")

_GAP = "Belum ada data"


def theme_document(overview: ThemeOverview, page: str, today: dt.date) -> bytes:
    """A theme as a Word file: question, map of evidence, approaches, text, cases.

    Args:
        overview: the theme with its cases.
        page: the address of its page.
        today: the day on which the file is made.
    """
    theme = overview.theme
    document = WordDocument(theme.title, created=today, size=9.5, bound=False)
    document.title(theme.title, theme.question)
    document.paragraph(theme.summary)
    document.paragraph(_in_numbers(overview), small=True)
    document.heading("Bukti yang tercatat untuk tiap cara")
    document.paragraph(
        "Tabel ini menunjukkan bukti apa yang tercatat, bukan cara mana yang berhasil. "
        "Angka adalah jumlah kasus.",
        small=True,
    )
    _write_map(document, overview)
    document.heading("Cara yang sudah dicoba")
    for approach in overview.approaches:
        _write_approach(document, approach)
    for section in theme.sections:
        document.heading(section.heading)
        _write_section(document, section)
    document.heading("Kasus yang dirujuk")
    document.paragraph(_cited(overview), small=True)
    document.paragraph(
        [
            f"Sumber tiap fakta ada pada halaman kasusnya. Tema ini terakhir dikerjakan "
            f"{long_date(theme.updated)}. ",
            Span(page, url=page),
        ],
        small=True,
    )
    return document.to_bytes()


def _in_numbers(overview: ThemeOverview) -> str:
    return (
        f"{len(overview.approaches)} cara, {len(overview.cases)} kasus; "
        f"{overview.measured} dengan angka hasil, {overview.compared} di antaranya dengan "
        "angka sebelum dan sesudah."
    )


def _write_map(document: WordDocument, overview: ThemeOverview) -> None:
    steps = vocabulary.EVIDENCE
    rows: list[list[Content]] = [
        [approach.approach.name, *(str(count) for count in approach.by_step.values())]
        for approach in overview.approaches
    ]
    rows.append(["Semua cara", *(str(count) for count in overview.by_step.values())])
    right: Align = "right"
    document.table(
        ["Cara", *(label.id for label in steps.values())],
        rows,
        widths=[7, *([2] * len(steps))],
        aligns=["left", *([right] * len(steps))],
        small=True,
    )


def _write_approach(document: WordDocument, approach: ApproachOverview) -> None:
    """The approach, a table of its cases with results, and a paragraph of those without."""
    document.heading(f"{approach.number}. {approach.approach.name}", level=2)
    document.paragraph(approach.approach.how, keep=bool(approach.cases))
    with_results = [entry for entry in approach.cases if entry.best or entry.adverse]
    if with_results:
        document.table(
            ["Kasus", "Hasil yang paling kuat", "Bukti", "Status"],
            [_row(entry) for entry in with_results],
            widths=[5, 5.5, 2.5, 3.5],
            small=True,
        )
    without = [entry.case for entry in approach.cases if not (entry.best or entry.adverse)]
    if without:
        names = "; ".join(
            f"{case.title}, {place(case)}: {status_with_age(case)}" for case in without
        )
        document.paragraph([Span("Belum ada data hasil: ", "gap"), names], small=True)


def _row(entry: CaseOfTheme) -> list[Content]:
    return [
        [Span(entry.case.title, "strong"), f", {place(entry.case)}"],
        _figures(entry),
        vocabulary.EVIDENCE[str(entry.step)].id,
        status_with_age(entry.case),
    ]


def _figures(entry: CaseOfTheme) -> Content:
    """The best proven result with what weakens it, and the worsenings that the case tells."""
    worse = (f"\n{result(other)}" for other in entry.adverse)
    if entry.best is None:
        return [Span(_GAP, "gap"), *worse]
    # The step of evidence beside it says whether there is a figure from before.
    notes = "; ".join(
        weakness.text() for weakness in entry.weaknesses if weakness.key != "no_baseline"
    )
    return [result(entry.best), *([Span(f" · {notes}", "soft")] if notes else ()), *worse]


def _cited(overview: ThemeOverview) -> str:
    """The cases that the text cites: ``[1] Putik Sari; [2] Desa Sehat, Kota Batu``.

    The place of a case that stands in an approach is told there.
    """
    of_approaches = set(overview.theme.cases)
    names = []
    for number, slug in enumerate(overview.theme.cited, 1):
        case = overview.cited.get(number)
        name = case.title if case else slug
        if case and slug not in of_approaches:
            name = f"{name}, {place(case)}"
        names.append(f"[{number}] {name}")
    return "; ".join(names)


def _write_section(document: WordDocument, section: ThemeSection) -> None:
    """The paragraphs and list items of a section, with citations as numbers in brackets."""
    for text, is_item in _blocks(section.markdown):
        if is_item:
            document.bullets([text])
        else:
            document.paragraph(text)


def _blocks(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield (text, whether it is a list item) of each paragraph and list item."""
    text, is_item = "", False
    for line in [*markdown.splitlines(), ""]:
        starts_item = LIST_ITEM.match(line)
        if text and (not line.strip() or starts_item):
            yield _plain(text), is_item
            text = ""
        if not text:
            is_item = bool(starts_item)
        stripped = line[starts_item.end() :] if starts_item else line.strip()
        text = f"{text} {stripped}".strip()


def _plain(markdown: str) -> str:
    return _EMPHASIS.sub(r"\2", CITATION.sub(r"[\1]", markdown))
