"""The English texts of the interface compared with the texts in code and templates."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from app.web.site.i18n import LOCALES

# Lines of the catalogue are broken here, as in the code.
_WIDTH = 100

_HEADER = """\
# The English texts of the interface. `./pustaka translations` keeps this file in step with the
# code; docs/translation.md has the terms and the style."""

#: What gettext, or a script in the browser, puts a value into; %% is a percent sign.
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")


def used_texts(root: Path) -> Catalog:
    """The texts that code and templates below a folder pass to gettext.

    Raises:
        FileNotFoundError: the folder has no ``babel.cfg``, so it is no source code.
    """
    with (root / "babel.cfg").open(encoding="utf-8") as source:
        methods, options = parse_mapping_cfg(source)  # type: ignore[no-untyped-call]
    used = Catalog()
    for path, line, text, _comments, context in extract_from_dir(str(root), methods, options):
        used.add(text, None, [(path, line)], context=context)
    return used


def read_catalogue(path: Path) -> Catalog:
    """The texts in English."""
    with path.open("rb") as source:
        return read_po(source, locale=LOCALES["en"])


def updated(known: Catalog, used: Catalog) -> Catalog:
    """A catalogue with the texts that are used, each with its translation if there is one."""
    result = Catalog(
        locale=LOCALES["en"],
        project="Pustaka Inovasi",
        version="1",
        msgid_bugs_address="CONTRIBUTING.md",
        language_team="English",
        header_comment=_HEADER,
        # Dates would change with every update, and say nothing that git doesn't.
        creation_date=known.creation_date,
        revision_date=known.revision_date,
        fuzzy=False,
    )
    for message in sorted(_messages(used), key=_place):
        old = known.get(message.id, message.context)
        result.add(
            message.id,
            old.string if old else None,
            [(path, 0) for path in sorted({path for path, _line in message.locations})],
            flags=message.flags,
            context=message.context,
        )
    return result


def as_file(catalogue: Catalog) -> bytes:
    """A catalogue as a PO file; lines of the code are left out, which change all the time."""
    file = io.BytesIO()
    write_po(file, catalogue, width=_WIDTH, include_lineno=False)
    return file.getvalue()


def problems(known: Catalog, used: Catalog) -> Iterator[str]:
    """What is wrong with the English texts, in words."""
    for message in _messages(used):
        translated = known.get(message.id, message.context)
        if translated is None:
            yield f"belum ada di berkas: {_short(message)}"
        elif not all(_strings(translated)):
            yield f"belum diterjemahkan: {_short(message)}"
        elif translated.fuzzy:
            yield f"masih bertanda fuzzy: {_short(message)}"
        elif not _same_placeholders(translated):
            yield f"isian %(…)s atau {{}} berbeda: {_short(message)}"
    for message in _messages(known):
        if used.get(message.id, message.context) is None:
            yield f"tidak dipakai lagi: {_short(message)}"


def _messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def _place(message: Message) -> tuple[str, int]:
    """The first place in code or templates where a text is used."""
    path, line = min(message.locations, key=lambda place: (place[0], place[1] or 0))
    return path, line or 0


def _short(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _same_placeholders(message: Message) -> bool:
    """Whether each form of a translation has the placeholders of the text.

    The form for one may do without the number: “this case”.
    """
    text = message.id if isinstance(message.id, str) else message.id[0]
    expected = sorted(_PLACEHOLDER.findall(text))
    return all(sorted(_PLACEHOLDER.findall(form)) == expected for form in _strings(message))
