"""Numbers as Indonesian offices type them: points between thousands, a comma for decimals."""

from __future__ import annotations

import re
from decimal import Decimal

# Two decimals at most: “2,500” is an English two thousand five hundred more often than a
# number with three decimals, so it is refused and not read as two and a half.
_NUMBER = re.compile(r"(\d{1,12}|\d{1,3}(?:\.\d{3}){1,3})(?:,(\d{1,2}))?", re.ASCII)

# Signs around an amount of money: “Rp 5.000,-”, “Rp. 5.000,00”.
_CURRENCY = re.compile(r"^rp\.?\s*|,\s?[-–]+$", re.IGNORECASE)

_TO_INDONESIAN = str.maketrans(",.", ".,")


def read_number(text: str) -> Decimal | None:
    """The number from 0 to below a trillion (10^12) that a text stands for; None if it is none.

    >>> read_number("1.250.000,50"), read_number("Rp 5.000,-"), read_number("1250000")
    (Decimal('1250000.50'), Decimal('5000'), Decimal('1250000'))
    >>> read_number("1.5") is read_number("1,250,000") is read_number("-1") is None
    True
    """
    parts = _NUMBER.fullmatch(_CURRENCY.sub("", text.strip()))
    if not parts:
        return None
    whole, decimals = parts.groups()
    return Decimal(f"{whole.replace('.', '')}.{decimals or ''}".rstrip("."))


def write_number(number: Decimal) -> str:
    """A number with points between thousands, and with two decimals unless it is whole.

    >>> write_number(Decimal("1250000.5")), write_number(Decimal(1250000))
    ('1.250.000,50', '1.250.000')
    """
    is_whole = number == number.to_integral_value()
    return f"{number:,.{0 if is_whole else 2}f}".translate(_TO_INDONESIAN)
