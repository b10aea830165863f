"""Numbers and days of Excel's cells as their reader sees them, in Indonesian.

A cell holds a bare number and a format; the sender saw both together: 0.254 as “25,4%”,
1212 as “1.212” or “Rp1.212”. What the sender saw is what the sender means.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from babel.numbers import format_decimal

from app.collection.wording import MONTHS, long_date

# Pieces of a format that stand for themselves, or for nothing: “"Rp"”, “\-”, “[$Rp-421]”,
# “[Red]”, “_)”, “* ”.
_LITERAL = re.compile(
    r"\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*]."
)
_DIGITS = re.compile(r"[#0?][#0?,.]*")
# Excel counts in 15 figures.
_MOST = 10**15
# A format with an exponent or a fraction is shown as the bare number.
_SCIENTIFIC = re.compile(r"[eE][+-]|/")


def shown_number(value: int | float, number_format: str) -> str:
    """A number as Excel shows it under an Indonesian Windows.

    >>> shown_number(0.254, "0.0%"), shown_number(1212, "#,##0"), shown_number(45.5, "General")
    ('25,4%', '1.212', '45,5')
    >>> shown_number(1250000, '[$Rp-421]#,##0'), shown_number(2019, "0")
    ('Rp1.250.000', '2019')
    """
    positive, *others = (number_format or "General").split(";")
    section = others[0] if others and others[0] and value < 0 else positive
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match["quoted"] or match["escaped"] or match["currency"] or "")
        return "\0"

    bare = _LITERAL.sub(keep, section)
    digits = _DIGITS.search(bare)
    if digits is None or _SCIENTIFIC.search(bare) or abs(value) >= _MOST:
        return plain_number(value)
    number = Decimal(repr(value)) * (100 if "%" in bare else 1)
    if section is not positive:
        number = abs(number)  # the format of negative numbers writes the sign itself
    pattern = digits[0].replace("?", "#").rstrip(",.") or "0"
    text = f"{bare[: digits.start()]}{format_decimal(number, pattern, 'id')}{bare[digits.end() :]}"
    for literal in literals:
        text = text.replace("\0", literal, 1)
    return " ".join(text.split())


def plain_number(value: int | float) -> str:
    """A number with a decimal comma and no points.

    >>> plain_number(2019.0), plain_number(45.5)
    ('2019', '45,5')
    """
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{value:.15g}".replace(".", ",")


def shown_day(value: dt.date, number_format: str) -> str:
    """A day in Indonesian words; the month and year alone if the format shows no more.

    >>> shown_day(dt.date(2024, 8, 1), "dd/mm/yyyy"), shown_day(dt.date(2024, 8, 1), "mmm-yy")
    ('1 Agustus 2024', 'Agustus 2024')
    """
    if "d" in _LITERAL.sub("", number_format).casefold():
        return long_date(value)
    return f"{MONTHS[value.month - 1].id} {value.year}"
