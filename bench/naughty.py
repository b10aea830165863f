"""Texts that programs stumble over, for :mod:`bench.fuzz`.

Each stands for a mistake that some program has made: an escape left out, a number out of range, a
character that isn't what it looks like. They are made by rule, so that a kind is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product

_CONTROL = [*range(0x20), *range(0x7F, 0xA0)]

# Invisible characters, those that turn the direction, separators of lines, non-characters,
# halves of pairs, signs of other planes, and marks that join what stands before them.
_ODD = [
    *(0xA0, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x1680, 0x17B4, 0x180E, 0x3000, 0x3164),
    *range(0x2000, 0x2010),
    *range(0x2028, 0x2030),
    *range(0x2060, 0x2070),
    *(0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, *range(0xFFF9, 0x10000), *range(0xFDD0, 0xFDD4)),
    *(0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xF8FF),
    *(0x1D173, 0x1F468, 0x1F1EE, 0x1F3FF, 0xE0001, 0xE0020, 0xE007F, 0x1FFFE, 0x10FFFF),
    *(0x300, 0x489, 0x20DD, 0x130, 0x131, 0xDF, 0x1E9E, 0x345, 0x3C2, 0xFB03, 0x2126, 0x212A),
]

_MARKUP = [
    *(
        "<",
        ">",
        "&",
        '"',
        "'",
        "`",
        "</",
        "<!--",
        "-->",
        "]]>",
        "<![CDATA[",
        "<?php",
        "&lt",
        "&#0;",
    ),
    *("&#x110000;", "&amp;amp;", "<script>alert(1)</script>", "<ScRiPt src=//x.example>", "<svg/"),
    *("<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<a href='javascript:x'>"),
    *("<base href=//x.example>", "<meta http-equiv=refresh content=0>", "<iframe srcdoc=x>"),
    *("</title><b>", "</textarea><b>", "</style><b>", "</script><b>", "<plaintext>", "<template>"),
    *("javascript:alert(1)", "data:text/html,<b>", "vbscript:x", " onfocus=x autofocus "),
    *("{{7*7}}", "{% raw %}", "{#", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{config}}", "[[7*7]]"),
    *("{{''.__class__}}", "@{7*7}", "*{7*7}", "{{%s}}", "{0.__class__}", "{", "}", "{}", "{!r}"),
]
_AROUND = ["{}", '"{}', "'{}", "a{}b", "{}{}"]

_QUERIES = [
    *("' OR 1=1 --", "1; DROP TABLE x", "' UNION SELECT NULL --", "\\' OR 1=1", "admin'/*", "%27"),
    *("$ne", "[$gt]", "*)(uid=*", "' or '1'='1", "//*", "(|(a=b", "; ls", "| id", "`id`", "$(id)"),
    *("&& id", "\nid", ">/tmp/x", "%0aid", "--help", "-rf /", "~root", "@file", "!history"),
    *(
        "judul:",
        "judul:(",
        "judul:)",
        "judul:[1 TO",
        "judul:{a TO b]",
        "[TO]",
        "a AND",
        "OR",
        "NOT",
    ),
    *("a NOT NOT NOT b", "((((((((((a", "a))))))))", '"a', '"a"~', '"a"~99999999', "a^", "a^9999"),
    *("a^-1", "a~", "a~9", "*", "?", "**", "*a*", "?*?*?*", "a*b*c*d*e*f", "tahun:[* TO *]", "\\"),
    *("tahun:>", "tahun:99999999999999", ":", "::", "a:b:c", "-", "--", "- -", "+a -a", "-(-(-a))"),
    *("judul:sampah ATAU", "DAN DAN", "BUKAN", "judul:*", "^", "(a+)+$", "[a-z", "(?P<x>", "\\1"),
    *("[]", "()", '""', "''", "“a", "„a”", "a..b", "2015-", "-2018", "2018-2015", "0-99999"),
]

_FILES = [
    *("../", "..\\", "/etc/passwd", "../../../../etc/passwd", "....//....//etc/passwd", ".", ".."),
    *("..%2f..%2fetc", "%2e%2e%2f", "..%252f", "/", "//", "///x", "\\\\x\\y", "C:\\x", "file:///x"),
    *("/proc/self/environ", "/dev/zero", "CON", "NUL", "aux.md", "a.md", ".git/config", "a/b"),
    *("putik-sari.md", "putik-sari/", "/putik-sari", "PUTIK-SARI", "putik sari", "putik-sari\0x"),
    *("putik-sari%00", "putik–sari", "putik_sari", "-", "a" * 81, ".putik-sari", "putik-sari."),
]

_ADDRESSES = [
    *("http://[", "http://]", "https://[foo]/", "http://[::1", "http://[::1]:x/", "http://:80/"),
    *(
        "http://a:99999/",
        "http://a:-1/",
        "http://a b/",
        "http://",
        "https:",
        "//",
        "///",
        "http:///x",
    ),
    *(
        "http://user:pw@x/",
        "http://x@y@z/",
        "http://x\\y/",
        "http://xn--/",
        "http://%00/",
        "ftp://x",
    ),
    *("http://127.0.0.1/", "http://169.254.169.254/", "http://0/", "http://0x7f.1/", "mailto:a@b"),
    *(
        "http://x/?q=%",
        "http://x/%zz",
        "http://x/#%",
        "http://" + "a" * 64 + ".id/",
        "http://a..b/",
    ),
    *("//x.example", "\\\\x.example", "/\\x.example", "https:x.example", "http:/x.example", "?x"),
    *(
        "a@b",
        "a@@b.id",
        "a@b.id\nBcc: c@d",
        '"a b"@c.id',
        "a@[1.2.3.4]",
        "+62 812",
        "0812-3456-7890",
    ),
    *("/acara?tempel=/acara?tempel=/acara", "/pilihan?s=" + "a," * 300, "/cari?q=" + "%41" * 300),
]

_NUMBERS = [
    *("0", "-0", "00", "01", "1", "-1", "+1", "1.0", "1,0", "1e3", "1e309", "-1e309", "NaN", "nan"),
    *(
        "inf",
        "-inf",
        "Infinity",
        "0x10",
        "0b1",
        "0o7",
        "1_000",
        "1 000",
        "1.000",
        "½",
        "²",
        "٣",
        "３",
    ),
    *("①", "Ⅳ", "万", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "1" * 400),
    *("9" * 4301, "0.1" * 50, "1/0", "1%", "Rp1", "--1", "1-", "1e", ".", ".5", "5.", "0.0000001"),
    *("4294967296", "18446744073709551616", "-9223372036854775809", "999999999999999999", "1;2"),
]

_DATES = [
    *("2027-02-29", "2027-02-30", "2027-13-01", "2027-00-01", "2027-01-00", "0000-01-01"),
    *("0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "31/02/2027", "29/2/2028", "1/1/1"),
    *("31 Februari 2027", "2027-W01-1", "2027-001", "20270101", "2027-1-1", "27-01-01", "besok"),
    *(
        "24:00",
        "23:60",
        "25:00",
        "23:59:60",
        "7",
        "07.00",
        "7.5",
        "-1:00",
        "00:00",
        "99:99",
        "٠٧:٠٠",
    ),
    *("2027-01-01T00:00:00Z", "2027-01-01 00:00+25:00", "1970-01-01", "1969-12-31", "3000-01-01"),
]

_DATA = [
    *(
        "null",
        "true",
        "false",
        "undefined",
        "None",
        "[]",
        "{}",
        '{"a":',
        '{"a":1e999}',
        '"\\ud800"',
    ),
    *("[" * 500, '{"a":' * 200, '{"judul": ["x"]}', '{"versi": 99}', '{"s": {"s": 1}}', "[[[]]]"),
    *(
        "---\na: b\n---",
        "---",
        "- a\n- b",
        "a: !!python/object:os.system x",
        "&a [*a]",
        "*a",
        "? x",
    ),
    *(
        "<?xml version='1.0'?>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "<!ENTITY % a SYSTEM 'file:///x'>",
    ),
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", ";=1+1", "'=1"),
    *(
        '=HYPERLINK("http://x")',
        "%s%s%s%n",
        "%d",
        "%x%x",
        "%(a)s",
        "%",
        "%%",
        "%1",
        "{a}",
        "{a!r:>99}",
    ),
    *(
        "a\r\nSet-Cookie: x=y",
        "a\nLocation: //x",
        "a%0d%0aX: y",
        "BEGIN:VCALENDAR\r\n",
        "END:VEVENT",
    ),
    *("constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "__class__", "self"),
    *("endpoint", "_external", "_anchor", "_scheme", "_method", "values", "request", "lambda"),
    *(
        "<w:p>",
        "]]></w:t>",
        "&w:t;",
        "\x0cnew page",
        "a\tb\tc",
        "| a | b |",
        "[^1]",
        "[a](b)",
        "![](x)",
    ),
    *(
        "# a",
        "> a",
        "```",
        "    a",
        "* * *",
        "<http://x>",
        "[[a]]",
        "$$",
        "\\(x\\)",
        "[" * 45,
        "*" * 99,
    ),
]

_WORDS = [
    *("", " ", "  a  ", "\n", "\r\n", "\t", "a\n" * 200, "a " * 500, "a" * 1001, "a" * 9000),
    *(
        "ä" * 500,
        "😀" * 300,
        "👨‍👩‍👧‍👦",
        "🇮🇩",
        "e\u0301",
        "é",
        "ﬀ",
        "İ",
        "ı",
        "ß",
        "ẞ",
        "ΐ",
        "Ω",
        "K",
        "ﷺ" * 40,
    ),
    *(
        "مرحبا",
        "עברית",
        "中文字符",
        "日本語",
        "한국어",
        "ไทย",
        "हिन्दी",
        "Ελληνικά",
        "Кириллица",
        "ꦗꦮ",
        "ᬩᬮᬶ",
    ),
    *("Z̴̛a̶l̸g̵o̷" * 9, "a\u0300" * 300, "\u202eabc", "\u2066a\u2069", "O'Hara", "d’Arc", "Müller"),
    *(
        "Ma'ruf",
        "Nur'aini",
        "jum'at",
        "di di di di",
        "dan atau bukan",
        "yang",
        "se-Indonesia",
        "2/3",
    ),
    *(
        "dari 2020 sampai 2010",
        "sejak 20201",
        "paling hemat biaya di di",
        "kota kota",
        "malang di malang",
    ),
    *(
        "35.07",
        "35.99",
        "99.99",
        "35",
        "35.",
        ".07",
        "3507",
        "35.07.01",
        "35,07",
        "pukul 7",
        "Top 99",
    ),
    *(
        "Jawa Timur",
        "jawa timur",
        "JAWA TIMUR",
        "Jawa  Timur",
        "Jawa Timur ",
        "jwa timr",
        "Pap",
        "DKI",
    ),
    *(
        "abcdefghij" * 12,
        "x" * 64,
        "ab" * 40,
        "sampah" * 20,
        "menyapu-nyapukannyalah",
        "ke-an-an-an",
    ),
]


def _listed() -> Iterator[str]:
    yield from (chr(code) for code in (*_CONTROL, *_ODD))
    yield from (f"a{chr(code)}b" for code in (*_CONTROL, *_ODD))
    for form, text in product(_AROUND, _MARKUP):
        yield form.replace("{}", text)
    for group in (_QUERIES, _FILES, _ADDRESSES, _NUMBERS, _DATES, _DATA, _WORDS):
        yield from group
    yield from (json.dumps(text) for text in (*_QUERIES, *_ADDRESSES))


def naughty_texts() -> tuple[str, ...]:
    """All of them, each once, in an order that never changes."""
    return tuple(dict.fromkeys(_listed()))
