"""The body of a case: safe HTML, numbered citations, and mistakes with their line."""

from __future__ import annotations

import re
import time

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.collection.markup import ALLOWED_TAGS, read_body

REQUIRED = "## Masalah\n\n{}\n\n## Solusi\n\nAda. [^1]\n"


def elements(markup):
    """Every element of a piece of HTML as a browser would see it."""
    root = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [element for element in root.iter() if isinstance(element.tag, str)][1:]


def check_harmless(markup):
    """Only the allowed elements and attributes; links lead to http(s) or to a source."""
    for element in elements(markup):
        assert element.tag in ALLOWED_TAGS
        for name, value in element.attrib.items():
            if element.tag == "a":
                assert name in {"href", "title", "rel", "aria-label"}
            elif element.tag == "sup":
                assert (name, value) == ("class", "ref") or name == "id"
            else:
                assert (element.tag, name) == ("ol", "start")
            assert name != "href" or re.match("https?://|#s[0-9]+$", value)
            assert name != "id" or re.fullmatch("r[0-9]+-[0-9]+", value)


def mistakes(text, sources=3):
    return [(line, message) for line, message, _ in read_body(text, sources).mistakes]


# --- nothing executable ---------------------------------------------------------------

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//jahat.id/x></SCRIPT>",
    '<img src=x onerror="alert(1)">',
    "<p onclick=alert(1)>x</p>",
    "<svg/onload=alert(1)>",
    "<style>@import '//jahat.id'</style>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<!-- --!><script>alert(1)</script> -->",
    "<?php x ?>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JavaScript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\\script:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//jahat.id/)",
    "[x](/admin)",
    "![x](javascript:alert(1))",
    "![x](https://jahat.id/pelacak.png)",
    "![x][y]",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]: javascript&#58;alert(1)",
    "[x][y]\n\n [y]: <javascript:alert(1)> 'x'",
    "[y]\n\n[y]: /admin",
    "[y]\n\n[y]:\njavascript:alert(1)",
    "<javascript:alert(1)>",
    "<orang@contoh.go.id>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_harmless_and_reported(attack):
    body = read_body(REQUIRED.format(f"Teks. [^1]\n\n{attack}"), 1)
    for section in body.sections:
        check_harmless(section.html)
        assert "alert" not in "".join(str(e.attrib) for e in elements(section.html))
    assert body.mistakes
    first = min(line for line, _, _ in body.mistakes)
    assert 5 <= first <= 5 + attack.count("\n")


@pytest.mark.parametrize(
    "text", ["5 < 6 dan 7 > 6", "a & b &amp; c", "<https://contoh.go.id/a>", "luar biasa![^1][^2]"]
)
def test_signs_in_everyday_texts_are_no_mistake(text):
    assert mistakes(REQUIRED.format(text)) == []


# Pieces that mean something in Markdown, HTML or citations, and any other characters.
PIECES = [
    *"[]()<>!&#;:^\\`*_\"'/=|-+. \n\t1x",
    *("[^1]", "[^2]", "](", "]: ", "[a]", "    ", "\n\n", "- ", "1. ", "> ", "a|b\n-|-\n"),
    *("http://a.id", "/a", "javascript:", "<script>", "</p>", "<a href=", "onload=", "<!--"),
    *("&#xE000;", "&#57345;", "&lt;", "&#60;", "&quot;", "&#58;", "\ue000", "\ue001"),
]
MARKDOWN = st.lists(
    st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), max_size=60
).map("".join)


@given(MARKDOWN)
@example("[x](http://a.id/[^1]onmouseover=alert(1)//)")
@example('[x](http://a.id "[^1] &lt;img src=x onerror=alert(1)&gt;")')
@example("[x][y]\n\n[y]: /admin")
@example("&#xE000;" + "9" * 5000 + "&#xE001;")
def test_no_text_at_all_becomes_executable(text):
    """Even a text that is refused and so isn't shown."""
    body = read_body(REQUIRED.format(text), 3)
    for section in body.sections:
        check_harmless(section.html)


# --- citations ------------------------------------------------------------------------


def test_citations_are_numbered_through_all_sections():
    body = read_body(
        "## Masalah\n\nA [^1][^2]. B [^1].\n\n## Solusi\n\n- C [^1]\n- D [^2]\n\n"
        "## Dampak\n\n| a | b |\n|---|---|\n| E [^3] | F |\n",
        3,
    )
    links = [
        (sup.get("id"), sup.find("a").get("href"), sup.find("a").text)
        for section in body.sections
        for sup in elements(section.html)
        if sup.tag == "sup"
    ]
    assert links == [
        ("r1-1", "#s1", "[1]"),
        ("r2-1", "#s2", "[2]"),
        ("r1-2", "#s1", "[1]"),
        ("r1-3", "#s1", "[1]"),
        ("r2-2", "#s2", "[2]"),
        ("r3-1", "#s3", "[3]"),
    ]
    assert [section.cites for section in body.sections] == [(1, 2, 1), (1, 2), (3,)]
    assert body.mistakes == body.warnings == []


@pytest.mark.parametrize("cite", ["9", "0", "4", "-1", "x", "1a", "²", "٣", "1" * 40])
def test_a_citation_without_source_is_a_mistake_on_its_line(cite):
    text = f"## Masalah\n\nA [^1]\nB [^{cite}]\n\n## Solusi\n\nC [^1]\n"
    assert mistakes(text) == [(4, f"[^{cite}] tidak menunjuk sumber mana pun")]


def test_citations_count_every_mark_in_every_real_case(real_cases):
    """The page has as many links as the file has citations, numbered for each source."""
    for parsed in real_cases.values():
        for n, times in enumerate(parsed.case.citations(), 1):
            text = "\n".join(section.markdown for section in parsed.case.sections)
            markup = "\n".join(section.html for section in parsed.case.sections)
            assert text.count(f"[^{n}]") == times
            numbers = re.findall(rf'id="r{n}-([0-9]+)"', markup)
            assert numbers == [str(k) for k in range(1, times + 1)]


@given(MARKDOWN)
@example("&#xE000;99&#xE001;")
@example("&#57344;1&#57345;")
@example("&\\#xE000;1&\\#xE001;")
def test_nothing_but_a_citation_poses_as_one(text):
    text = re.sub("[\ue000-\uf8ff]", "", text)  # a file that holds any is refused
    body = read_body(REQUIRED.format(text), 3)
    for section in body.sections:
        written = re.findall(r"\[\^([0-9]+)\]", section.markdown)
        assert len(section.cites) <= len(written)
        assert set(map(str, section.cites)) <= {str(int(n)) for n in written}


def test_a_citation_in_a_link_is_a_mistake():
    """A link in a link is no valid HTML."""
    text = REQUIRED.format("Lihat [berita [^1]](https://contoh.go.id) itu.")
    assert mistakes(text) == [(3, "ada rujukan di dalam tautan")]


# --- headings -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("## Masalah\n\nA\n\n## Solusi\n\nB\n\n## Biaya\n\nC\n", 9, "judul “Biaya” tidak dikenal"),
        ("## masalah\n\nA\n\n## Solusi\n\nB\n", 1, "judul “masalah” tidak dikenal"),
        ("## Solusi\n\nA\n\n## Masalah\n\nB\n", 5, "judul “Masalah” tidak pada urutannya"),
        ("## Masalah\n\nA\n\n## Masalah\n\nB\n", 5, "judul “Masalah” tertulis dua kali"),
        ("# Masalah\n\nA\n", 1, "judul “Masalah” berpangkat #"),
        ("## Masalah\n\nA\n\n### Solusi\n\nB\n", 5, "judul “Solusi” berpangkat ###"),
        ("## Masalah\n\nA\n\n### Sub\n\nB\n", 5, "judul “Sub” tidak dikenal"),
        ("## Masalah\n\nA\n\n##\n\nB\n", 5, "judul “” tidak dikenal"),
        ("Pengantar\n\n## Masalah\n\nA\n", 1, "ada teks sebelum judul bagian"),
        ("\n\n\nPengantar\n\n## Masalah\n\nA\n", 4, "ada teks sebelum judul bagian"),
        ("## Masalah\n\n## Solusi\n\nB\n", 1, "bagian “Masalah” kosong"),
        ("## Masalah\n\nA\n\nBiaya\n-----\n\nB\n", 6, "ada judul bergaris bawah"),
        ("## Masalah\n\nA\n\nBiaya\n==\n\nB\n", 6, "ada judul bergaris bawah"),
    ],
)
def test_a_wrong_heading_is_a_mistake_on_its_line(text, line, message):
    starts = [(number, text[: len(message)]) for number, text in mistakes(text)]
    assert (line, message) in starts


@pytest.mark.parametrize("heading", ["##Masalah", "##  Masalah  ", "## Masalah ##", "## Masalah"])
def test_a_heading_may_be_written_as_markdown_allows(heading):
    body = read_body(f"{heading}\n\nA [^1]\n", 1)
    assert [section.key for section in body.sections] == ["masalah"]
    assert body.mistakes == []


def test_a_line_of_hyphens_after_a_blank_line_is_no_heading():
    assert mistakes("## Masalah\n\nA\n\n---\n\nB\n") == []


def test_the_sections_of_a_real_case_are_found_in_order(real_cases):
    case = real_cases["putik-sari"].case
    assert [section.heading for section in case.sections] == [
        *("Masalah", "Solusi", "Pelaksanaan", "Dampak", "Pembelajaran", "Replikasi")
    ]


# --- paragraphs without citation ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A.", [3]),
        ("A. [^1]\n\nB.", [5]),
        ("A.\nB. [^1]", []),
        ("Ada dua:\n\n- satu [^1]\n- dua", []),
        ("Ada dua: [^1]\n\n- satu\n- dua", []),
        ("Ada dua:\n\n1. satu\n\n2. dua [^1]", []),
        ("- satu\n- dua [^1]", []),
        ("- satu\n- dua", [3]),
        ("Ada dua.\n\n- satu [^1]", [3]),
        ("Ada dua:\n\n- satu\n\nSudah. [^1]", [3]),
        ("| a |\n|---|\n| b [^1] |", []),
    ],
)
def test_a_paragraph_needs_a_citation(text, lines):
    """A list and the line that introduces it are one paragraph."""
    body = read_body(f"## Masalah\n\n{text}\n", 1)
    assert [line for line, _, _ in body.warnings] == lines
    assert all("paragraf tanpa rujukan" in message for _, message, _ in body.warnings)
    assert body.mistakes == []


def test_a_paragraph_without_citation_is_quoted_in_short():
    body = read_body(f"## Masalah\n\n{'kata ' * 40}\n", 1)
    ((_, message, remedy),) = body.warnings
    assert "“kata kata kata" in message
    assert len(message) < 90
    assert "[^n]" in remedy


# --- sentences ------------------------------------------------------------------------


def test_sentences_of_a_real_case_are_plain_and_whole(real_cases):
    case = real_cases["putik-sari"].case
    sentences = {section.key: section.sentences for section in case.sections}
    assert sentences["masalah"] == (
        "Kecamatan Wonosari terletak di kaki Gunung Kawi, terdiri atas delapan desa dengan "
        "48.375 penduduk.",
        "Desa-desanya punya potensi, tetapi belum digali secara maksimal.",
        "Pandemi memperberat keadaan: pengembangan potensi antardesa tidak sinergis, kesadaran "
        "warga terhadap lingkungan masih rendah, dan ekonomi melambat.",
    )
    assert sentences["pelaksanaan"][:2] == (
        "Kecamatan menjalankan tiga peran:",
        "Memfasilitasi pengembangan produk unggulan desa.",
    )
    assert (
        "Kelompok kopi mengelola lahan 5.500 m² dengan hasil 1.200 kg kopi kering, dan omzet "
        "Kampung Wisata Tanaka mencapai Rp1,2 miliar per tahun."
    ) in sentences["dampak"]


def test_sentences_keep_names_and_drop_emphasis(real_cases):
    case = real_cases["jarik-ma-siti"].case
    sentences = {section.key: section.sentences for section in case.sections}
    assert sentences["masalah"][0].startswith(
        "Pada tahun ajaran 2018/2019 SMPN 10 Malang menemukan 24 siswa dengan kategori mentally "
        "retarded, borderline, below average, dan ADD/ADHD"
    )
    assert "Ada dua perangkat utama:" in sentences["solusi"]
    assert any(s.startswith("Gadis Mening Pinter: gali data") for s in sentences["solusi"])


def test_no_sentence_of_a_real_case_holds_markup_or_citations(real_cases):
    for parsed in real_cases.values():
        for section in parsed.case.sections:
            assert section.sentences
            for sentence in section.sentences:
                assert sentence == " ".join(sentence.split()) != ""
                assert not re.search(r"\[\^?[0-9]+\]|</?[a-z]+|&[a-z]+;|\*\*", sentence)
                assert not re.search(r"\s[.,;](?!\w)", sentence)


# --- no text takes long ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "![" * 50_000,
        "> " * 90_000,
        "`` `a" * 30_000,
        "*_" * 50_000,
        "# a" + " " * 100_000 + "b",
        "# a" + "#" * 100_000 + "b",
        "<http://" * 20_000,
        "&a;" * 30_000,
        "Ada:\n" + "- a\n" * 30_000,
        "\n\n".join(["[" * 3_000] * 30),
        "\n\n".join(["![a] " * 30] * 300),
        "1. " * 1_000,
        "\n\n".join("    " * depth + "- a" for depth in range(300)),
        "\n\n".join(["`\\" * 1_500] * 30),
    ],
    ids=lambda text: re.sub(r"\s+", " ", text[:9]),
)
def test_no_text_takes_long_or_goes_too_deep(text):
    """Each text is refused or rendered within seconds; some of them once took hours."""
    started = time.process_time()
    body = read_body(REQUIRED.format(text), 1)
    assert time.process_time() - started < 5
    assert [section.key for section in body.sections] == ["masalah", "solusi"]


def test_a_paragraph_too_long_is_a_mistake_on_its_line():
    text = REQUIRED.format("A [^1]\n\n" + "kata " * 2_000)
    assert mistakes(text) == [(5, "paragraf terlalu panjang: 10000 huruf")]
