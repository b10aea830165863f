"""What is wrong with a draft, and where: the findings about its case file, led back to it.

The rules are those of :mod:`app.collection.files` and :mod:`app.collection.check`. A
contributor sees neither the file nor its keys, so the most frequent findings are told in
other words, and what is empty is looked for in the draft itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from app.collection import vocabulary
from app.collection.case import Award, Case, FrontMatter, Replication, Result, Source
from app.collection.check import check_alone
from app.collection.files import MAX_BYTES
from app.collection.markup import CITATION
from app.contribution import plain_text
from app.contribution.case_file import HEADINGS, LISTS, ROWS, TEXTS, Written, write
from app.contribution.draft import Draft, Mistake, Paragraph, Place
from app.contribution.form_words import in_words, without_key

# The name under which a draft is checked; no finding shows it.
_FILE = Path("usulan.md")

_ROW_MODELS: Mapping[str, type[BaseModel]] = {
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
}

#: The keys that a case must have. The day of the last change isn't asked for.
MANDATORY = tuple(
    key
    for key, field in FrontMatter.model_fields.items()
    if field.is_required() and key != "updated"
)
#: The headings that a case must have.
MANDATORY_HEADINGS = tuple(vocabulary.SECTIONS[key].id for key in vocabulary.REQUIRED_SECTIONS)
#: Key of rows → the keys that each of its rows must have.
MANDATORY_IN_ROW: Mapping[str, tuple[str, ...]] = {
    key: tuple(name for name in ROWS[key] if model.model_fields[name].is_required())
    for key, model in _ROW_MODELS.items()
}

# Findings about what this module looks for in the draft itself.
_TOLD_OTHERWISE = re.compile(
    r"kunci “.*” tidak ada|sections: bagian “.*” tidak ada|\[\^0\] tidak menunjuk sumber mana pun"
    r"|sumber \d+ tidak pernah dirujuk|.*memuat karakter kendali U\+FFFD"
    r"|ada huruf yang rusak \(U\+FFFD\)"
)
_EMPTY = ("belum diisi", "isi; tanpa ini kasus belum bisa terbit")


def mistakes(
    draft: Draft, today: dt.date, cases: Mapping[str, Case] | None = None
) -> list[Mistake]:
    """What is wrong with a draft, in the order of the case format; no text makes it raise.

    A draft without errors gives a file that can be published.

    Args:
        draft: any draft.
        today: the day that counts as today.
        cases: the cases that it may name, by slug; None leaves links to cases unchecked.
    """
    written = write(draft, today)
    found = [
        *_unknown(draft),
        *_empty(draft),
        *_characters(draft),
        *_sources(draft, written),
        *_as_told(written, today, cases),
    ]
    return sorted(dict.fromkeys(found), key=_order)


def _order(mistake: Mistake) -> tuple[Any, ...]:
    """The draft as a whole comes last, the others in the order of the case format."""
    order = [*FrontMatter.model_fields, "sections"]
    place = mistake.place
    if not place or place[0] not in order:
        return (len(order),)
    steps = (HEADINGS.index(str(step)) if step in HEADINGS else step for step in place[1:])
    # Figures and names of columns can't be compared with each other.
    return (order.index(str(place[0])), *((isinstance(step, str), step) for step in steps))


# --- looked for in the draft ----------------------------------------------------------


def _unknown(draft: Draft) -> Iterator[Mistake]:
    """What the case format has no place for, so that no file holds it."""
    remedy = "pindahkan ke isian yang ada, atau hapus"
    for place in (
        *((key,) for key in draft.texts if key not in TEXTS),
        *((key,) for key in draft.lists if key not in LISTS),
        *((key,) for key in draft.rows if key not in ROWS),
        *(
            (key, n, name)
            for key, names in ROWS.items()
            for n, row in enumerate(draft.rows.get(key, ()))
            for name in row
            if name not in names and row[name].strip()
        ),
        *(("sections", heading) for heading in draft.sections if heading not in HEADINGS),
    ):
        yield Mistake(place, "error", f"“{place[-1]}” tidak dikenal", remedy)


def _empty(draft: Draft) -> Iterator[Mistake]:
    """What a case must have, and the draft doesn't."""
    for key in MANDATORY:
        if key in TEXTS:
            filled = bool(draft.texts.get(key, "").strip())
        elif key in LISTS:
            filled = any(map(str.strip, draft.lists.get(key, ())))
        else:
            filled = any(map(_is_filled, draft.rows.get(key, ())))
        if not filled:
            yield Mistake((key,), "error", *_EMPTY)
    for key, names in MANDATORY_IN_ROW.items():
        for n, row in enumerate(draft.rows.get(key, ())):
            for name in names:
                if _is_filled(row) and not row.get(name, "").strip():
                    yield Mistake((key, n, name), "error", *_EMPTY)
    for heading in MANDATORY_HEADINGS:
        if not any(paragraph.text.strip() for paragraph in draft.sections.get(heading, ())):
            yield Mistake(("sections", heading), "error", *_EMPTY)


def _is_filled(row: Mapping[str, str]) -> bool:
    return any(map(str.strip, row.values()))


def _characters(draft: Draft) -> Iterator[Mistake]:
    """Characters that no file may hold."""
    for place, text in texts_of(draft):
        strange = plain_text.forbidden_in(text)
        if strange:
            yield Mistake(
                place,
                "error",
                f"memuat karakter yang tidak bisa ditulis (U+{ord(strange):04X})",
                "hapus karakter itu",
            )


def texts_of(draft: Draft) -> Iterator[tuple[Place, str]]:
    """Every text of a draft, with its place."""
    yield from (((key,), text) for key, text in draft.texts.items())
    for key, texts in draft.lists.items():
        yield from (((key, n), text) for n, text in enumerate(texts))
    for key, rows in draft.rows.items():
        for n, row in enumerate(rows):
            yield from (((key, n, name), text) for name, text in row.items())
    for place, paragraph in _paragraphs(draft):
        yield place, paragraph.text


def _paragraphs(draft: Draft) -> Iterator[tuple[Place, Paragraph]]:
    for heading, paragraphs in draft.sections.items():
        for n, paragraph in enumerate(paragraphs):
            yield ("sections", heading, n), paragraph


def _sources(draft: Draft, written: Written) -> Iterator[Mistake]:
    """Citations that lead to no source, and sources without a citation."""
    cited = set()
    for place, paragraph in _paragraphs(draft):
        if not paragraph.text.strip():
            continue
        typed = (n for n in CITATION.findall(paragraph.text) if n.isascii() and n.isdigit())
        for number in dict.fromkeys([*map(int, typed), *paragraph.sources]):
            cited.add(number)
            if number not in written.sources:
                yield Mistake(
                    place,
                    "error",
                    f"merujuk sumber {number}, yang belum diisi",
                    "isi sumber itu, atau pilih sumber yang lain",
                )
    for number in written.sources.keys() - cited:
        yield Mistake(
            ("sources", number - 1),
            "error",
            "belum dirujuk oleh satu paragraf pun",
            "pilih sumber ini pada paragraf yang memakainya, atau hapus sumbernya",
        )


# --- told by the check ----------------------------------------------------------------


def _as_told(
    written: Written, today: dt.date, cases: Mapping[str, Case] | None
) -> Iterator[Mistake]:
    """The findings about the case file, led back to the draft."""
    data = written.text(one_value_a_line=True).encode()
    if len(data) > MAX_BYTES:  # its check could take long
        yield Mistake(
            (), "error", "terlalu panjang untuk satu kasus", "ringkas sampai kira-kira 10 halaman"
        )
        return
    places = _places(written)
    titles = [case.title for case in (cases or {}).values()]
    for finding in check_alone(_FILE, data, cases, titles, today):
        place = places[finding.line] if finding.line < len(places) else ()
        if not _TOLD_OTHERWISE.fullmatch(without_key(finding.message, place)):
            yield in_words(finding, place)


def _places(written: Written) -> list[Place]:
    """The place in the draft that each line of the file comes from; index 0 is no line.

    The file holds one value a line.
    """
    places: list[Place] = [(), ()]  # the line above the front matter
    for key, value in written.values.items():
        places.append((key,))
        for n, entry in enumerate(value if isinstance(value, list) else ()):
            if isinstance(entry, dict):
                places += (written.origins[(key, n, name)] for name in entry)
            else:
                places.append(written.origins[(key, n)])
    return [*places, (), *(place for _, place in written.body)]
