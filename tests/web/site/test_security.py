"""Headers, hostile content and hostile queries."""

from __future__ import annotations

import json
import re
import time
from xml.etree.ElementTree import Element

import html5lib
import pytest

from app.web.site import security
from tests.conftest import ROOT, ContentFolder
from tests.web.conftest import make_site, take_apart

# --- headers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/cari?q=anak", "/inovasi/putik-sari", "/tentang", "/tidak-ada", "/cari?page=0"),
        *("/api/v1/search", "/api/v1/search?sort=x", "/api/x", "/healthz", "/robots.txt"),
        *("/static/style.css", "/static/tidak-ada.css", "/?warna=gelap", "/inovasi/Putik-Sari"),
    ],
)
def test_every_answer_carries_the_headers(client, address):
    with client.get(address) as answer:
        headers = answer.headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "http" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/tidak-ada", "/inovasi/tidak-ada", "/acara.docx?s=putik-sari"])
def test_every_answer_says_whether_it_may_be_stored(client, path):
    """A 404 without it may be stored for as long as a browser likes."""
    with client.get(path) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


def test_the_answer_to_a_form_is_kept_by_its_own_browser_alone(client):
    answer = client.post("/rencana", data={"s": "putik-sari"})
    assert answer.headers["Cache-Control"] == "private, no-cache"


# --- limits ---------------------------------------------------------------------------


def test_the_documented_nginx_lets_through_whatever_the_site_accepts():
    """A smaller limit refuses every replication plan, whose form is sent by POST."""
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    (number, unit) = re.findall(r"client_max_body_size (\d+)([km]);", text)[0]
    size = int(number) * {"k": 2**10, "m": 2**20}[unit]
    assert security.MOST_BYTES <= size < 2 * security.MOST_BYTES


# --- hostile content ------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"><img src=x onerror='alert(1)'>{{ 7*7 }}&lt;b&gt;"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, case_text):
    """A site whose two cases hold markup wherever a file may hold text."""
    text = f"racun {SCRIPT} {IMAGE}"
    quoted = json.dumps(text)
    one_line = [
        *("title", "expansion", "agency", "government", "cost", "staff", "duration", "copy_terms")
    ]
    racun = case_text(
        f'\n## Masalah\n\nAda *racun* &lt;script&gt; `{"{{ 7*7 }}"}` & "><[x] [^1]\n'
        '\n## Solusi\n\nObat [racun](https://x.example/"onclick=alert(1)) [^1]\n',
        **dict.fromkeys(one_line, quoted),
        summary=json.dumps(f"{text} supaya panjangnya cukup."),
        tags=f"[{json.dumps('racun ' + SCRIPT)}, obat]",
        legal_basis=f"[{quoted}]",
        awards=f"[{{name: {quoted}, rank: {quoted}, year: 2021}}]",
        results=f"[{{measure: {quoted}, before: {quoted}, after: {quoted}}}]",
        replicated_by=f"[{{by: {quoted}, case: tiruan}}]",
        website="https://x.example/?a=%22onmouseover=alert(1)&b='",
        sources=f"[{{title: {quoted}, publisher: {quoted}, "
        'url: "https://x.example/?q=<script>\'"}]',
    )
    return make_site(
        ContentFolder(tmp_path_factory.mktemp("hostile") / "content"),
        {"racun": racun, "tiruan": racun.replace("case: tiruan", "case: racun")},
        withdrawn=f"tarik: {{reason: {quoted}, instead: racun}}\n",
    )


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/cari",
        "/cari?q=racun+script+alert",
        "/cari?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/cari?q=%22%3E%3Cimg+src=x+onerror=alert(1)%3E&category=%3Cscript%3E&sort=%22%3E%3Cscript%3E",
        "/cari?q=zzqqxx%22%3E%3Cscript%3E&%3Cscript%3E=1",
        "/inovasi/racun",
        "/inovasi/%3Cscript%3E",
        "/inovasi/tarik",
        "/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/?%22%3E%3Cscript%3E=1",
    ],
)
def test_markup_in_content_and_addresses_stays_text(hostile, address):
    page = take_apart(hostile, address)
    assert page.status < 500
    _has_no_active_markup(page.root)
    assert "49" not in page.text("//main")


def test_hostile_text_is_shown_as_it_was_written(hostile):
    page = take_apart(hostile, "/inovasi/racun")
    assert page.text("//h1") == f"racun {SCRIPT} {IMAGE}"
    assert set(take_apart(hostile, "/cari?q=racun").texts("//h3")) == {f"racun {SCRIPT} {IMAGE}"}
    (similar,) = page.texts("//section[@aria-labelledby='mirip']//h3")
    assert similar == f"racun {SCRIPT} {IMAGE}"


def test_highlights_of_hostile_text_hold_nothing_but_marks(hostile):
    answer = hostile.get("/api/v1/search?q=racun+script+onerror+lt+b+img+x").get_json()
    result = answer["results"][0]
    for name in ("title", "summary", "snippet"):
        fragment = html5lib.parseFragment(
            result["highlights"][name], namespaceHTMLElements=False, treebuilder="etree"
        )
        assert {element.tag for element in fragment.iter()} <= {"DOCUMENT_FRAGMENT", "mark"}
        assert fragment.find(".//mark") is not None


def test_html_of_sections_in_the_api_is_clean(hostile):
    case = hostile.get("/api/v1/cases/racun").get_json()
    for section in case["sections"]:
        fragment = html5lib.parseFragment(
            section["html"], namespaceHTMLElements=False, treebuilder="etree"
        )
        _has_no_active_markup(fragment)


def _has_no_active_markup(root: Element) -> None:
    for element in root.iter():
        assert element.tag not in {"iframe", "object"}, element.attrib
        if element.tag == "img":  # the QR code of the page itself
            assert re.fullmatch(r"/inovasi/[a-z0-9-]+/qr\.svg", element.get("src", ""))
        if element.tag == "script":
            if element.get("type") == "application/ld+json":  # data, which no browser runs
                assert not set(element.text or "") & set("<>&") and json.loads(element.text or "")
            else:
                assert element.get("src", "").startswith("/static/") and not element.text
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert not value.lower().strip().startswith("javascript:")


# --- hostile queries ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "kata " * 2_000,
        "memper" * 1_600,
        " ".join(f"kata{n}" for n in range(1_500)),
        '"' * 100,
        '"a b" ' * 500,
        "-" * 5_000,
        "-a " * 3_000,
        '-"anak sekolah" ' * 300,
        "\x00\x01\x02\x1b\x7f\u2028",
        "\u202eabc\u202c مرحبا שלום",
        "!?.,;:…—()[]{}<>/\\|@#$%^&*+=~`",
        "yang dan di ke dari untuk",
        "ا" * 3_000,
        "\u0301" * 5_000,
        "e\u0301" * 3_000,
        "👩‍👩‍👧‍👦" * 300,
        "AND OR NOT ( title:x^2 ~3 [a TO b] *",
        "*" * 1_000,
        "%s %(n)s {0} ${x}",
        "' OR 1=1 --",
        "../../etc/passwd",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_any_text_is_a_query_and_none_is_slow(client, text):
    started = time.perf_counter()
    for address in ("/cari", "/api/v1/search"):
        answer = client.get(address, query_string={"q": text})
        assert answer.status_code == 200
    assert time.perf_counter() - started < 3


def test_a_very_long_query_is_cut_with_a_notice(client):
    answer = client.get("/cari", query_string={"q": "stunting " * 300})
    assert "hanya bagian awalnya yang dibaca" in answer.text
    assert client.get("/api/v1/search", query_string={"q": "stunting " * 300}).get_json()[
        "interpretation"
    ]["cut"]


def test_no_file_outside_the_static_folder_is_served(client):
    for path in ("/static/../pages.py", "/static/%2e%2e/pages.py", "/static//etc/passwd"):
        assert client.get(path, follow_redirects=True).status_code == 404
