"""An event as digits: the parameter ``k`` of the participants' page, short enough for a QR code.

A code is a large number. Its bytes are the version, a CRC-32 of all that follows, the number
of cases, a key of five bytes for each case, and the details and the agenda as compressed
lines of text. Digits, because a QR code stores them in 3.3 bits each: a byte takes 8.03 bits,
where base64 would take 10.7.

A case's key is made from its slug alone, so that it stays right while the collection grows.
Two of 36,742 cases have the same key with a probability of 1 in 1,600.

Codes stand on paper, so every version must stay readable: the order of :data:`FIELDS`, the
words and the keys never change. A new field goes to the end; old codes have it empty.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.documents.event.agenda import KINDS, LEAST_MINUTES, MOST_MINUTES, MOST_SLOTS, Slot
from app.web.events.event_code_words import WORDS

#: The details that a code has, in its order: parameters of the kit.
FIELDS = (
    *("judul", "tema", "tanggal", "mulai", "selesai", "zona", "tempat", "penyelenggara"),
    *("akademisi", "instansi_akademisi", "moderator", "instansi_moderator"),
)

#: The longest code that is read, in digits; a readable QR code holds fewer.
LONGEST = 1200

_VERSION = b"\x01"

# The bytes of a case's key.
_KEY = 5

#: The most bytes that a code may unpack to: more than the longest code that the site makes.
MOST_TEXT = 8000

_ZDICT = WORDS.encode()

# A slot: kind, minutes, the number of a case that isn't the next one, a title.
_SLOT = re.compile(r"([a-z]+)(\d{1,3})(?:\.(\d{1,2}))?(?:\t([^\t]*)\t)?", re.ASCII)


@dataclass(frozen=True)
class CodedEvent:
    """What a code says.

    Attributes:
        details: parameter → text, for each of :data:`FIELDS`.
        cases: the keys of the cases.
        slots: the agenda; ``case`` is the key of a case.
        left_out: what the code leaves out to be short: names of parts, as of
            :mod:`app.web.events.participants_address`.
    """

    details: Mapping[str, str]
    cases: tuple[str, ...]
    slots: tuple[Slot, ...] = ()
    left_out: tuple[str, ...] = ()


def key_of(slug: str) -> str:
    """The key of a case, in hexadecimal digits."""
    return hashlib.sha256(slug.encode()).digest()[:_KEY].hex()


def encode(event: CodedEvent) -> str:
    """The digits of an event; none if the event is too long for a code."""
    presented = [slot.case for slot in event.slots if slot.case]
    keys = list(dict.fromkeys([*presented, *event.cases]))
    agenda = "".join(_tokens(event.slots, keys))
    details = [event.details.get(name, "") for name in FIELDS]
    lines = [",".join(event.left_out), agenda, *details]
    compress = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=_ZDICT)
    packed = compress.compress("\n".join(lines).encode()) + compress.flush()
    body = bytes([len(keys)]) + bytes.fromhex("".join(keys)) + packed
    # Below 2.41 digits a byte; Python refuses to write numbers of more than 4,300 digits.
    data = _VERSION + _checksum(body) + body
    return str(int.from_bytes(data)) if len(data) <= LONGEST // 2.41 else ""


def _checksum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4)


def _tokens(slots: Iterable[Slot], keys: Sequence[str]) -> Iterator[str]:
    """The slots as text; a slot of the next case in order doesn't name it."""
    following = 0
    for slot in slots:
        number = keys.index(slot.case) + 1 if slot.case else 0
        is_next = number == following + 1
        following = max(following, number)
        named = f".{number}" if slot.kind == "kasus" and not is_next else ""
        title = f"\t{slot.title}\t" if slot.title else ""
        yield f"{slot.kind}{slot.minutes}{named}{title}"


# --- reading --------------------------------------------------------------------------


def decode(code: str) -> CodedEvent | None:
    """The event of a code; None if the code is cut, mistyped or of an unknown version."""
    body = _body(code)
    if not body:
        return None
    end = 1 + body[0] * _KEY
    keys = tuple(body[at : at + _KEY].hex() for at in range(1, end, _KEY))
    text = _unpacked(body[end:])
    if text is None:
        return None
    left_out, agenda, *details = text.split("\n")
    slots = _slots(agenda, keys)
    if slots is None:
        return None
    padded = [*details, *[""] * len(FIELDS)]
    names = tuple(filter(None, left_out.split(",")))
    return CodedEvent(dict(zip(FIELDS, padded, strict=False)), keys, slots, names)


def _body(code: str) -> bytes:
    """The bytes after version and checksum; empty if these are wrong."""
    if not (code.isascii() and code.isdecimal() and len(code) <= LONGEST):
        return b""
    number = int(code)
    data = number.to_bytes((number.bit_length() + 7) // 8)
    checksum, body = data[1:5], data[5:]
    return body if data[:1] == _VERSION and checksum == _checksum(body) else b""


def _unpacked(packed: bytes) -> str | None:
    """The text of compressed bytes; None if they are damaged or unpack to too much."""
    unpack = zlib.decompressobj(-zlib.MAX_WBITS, zdict=_ZDICT)
    try:
        text = unpack.decompress(packed, MOST_TEXT).decode()
    except (zlib.error, UnicodeDecodeError):
        return None
    return text if unpack.eof and "\n" in text else None


def _slots(agenda: str, keys: Sequence[str]) -> tuple[Slot, ...] | None:
    """The slots of an agenda; None if it is damaged."""
    slots: list[Slot] = []
    end = following = 0
    for match in _SLOT.finditer(agenda):
        slot = _slot(match)
        if match.start() != end or slot is None or len(slots) == MOST_SLOTS:
            return None
        end = match.end()
        if slot.kind == "kasus":
            number = following + 1 if match[3] is None else int(match[3])
            if number > len(keys):
                return None
            following = max(following, number)
            slot = replace(slot, case=keys[number - 1] if number else "")
        slots.append(slot)
    return tuple(slots) if end == len(agenda) else None


def _slot(match: re.Match[str]) -> Slot | None:
    """A slot without its case; one of a kind that no longer exists has its name as title."""
    kind, minutes, title = match[1], int(match[2]), match[4] or ""
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        return None
    return Slot(kind, minutes, title) if kind in KINDS else Slot("lain", minutes, title or kind)
