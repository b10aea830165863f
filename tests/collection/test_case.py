"""A case that exists may be shown; anything else gives an explanation, never an exception."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.collection import files, vocabulary
from app.collection.case import Case, FrontMatter

# --- arbitrary front matter -----------------------------------------------------------

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(1900, 2100),
    st.floats(),
    st.text(max_size=30),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=5),
    st.sampled_from(
        ["kesehatan", "https://contoh.go.id", "javascript:x", "a" * 400, "3", "{0}", "{}"]
    ),
)
KNOWN_KEYS = ["name", "rank", "year", "measure", "before", "after", "by", "case", "title", "url"]
VALUES = st.recursive(
    SCALARS,
    lambda values: st.one_of(
        st.lists(values, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(KNOWN_KEYS), SCALARS), values, max_size=4),
        st.sets(st.text(max_size=3), max_size=3),
    ),
    max_leaves=12,
)


def dump(value):
    """A value as a single line of YAML."""
    text = yaml.safe_dump([value], default_flow_style=True, width=10**6, allow_unicode=True)
    return text[1:-2]


RAW = st.one_of(
    VALUES.map(dump),
    st.text(
        alphabet=st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=40
    ),
)


def case_of(text):
    """The case that a text holds."""
    case = files.parse(Path("x.md"), text.encode()).case
    assert case is not None
    return case


def check_explained(parsed, text):
    """Either a case or the reason; every finding points into the file and can be printed."""
    errors = [finding for finding in parsed.findings if finding.level == "error"]
    assert (parsed.case is None) == bool(errors)
    for finding in parsed.findings:
        assert 1 <= finding.line <= text.count("\n") + 1
        assert finding.message and finding.remedy
        assert not re.search("[\x00-\x1f\x7f-\x9f]", str(finding))


@given(key=st.sampled_from([*FrontMatter.model_fields, "lain"]), value=RAW)
@example("started", '!!int ""')
@example("updated", "2024-02-30")
@example("tags", "!!set {a, b}")
@example("sources", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]")
def test_any_value_of_any_key_is_accepted_or_explained(case_text, key, value):
    text = case_text(**{key: value})
    check_explained(files.parse(Path("x.md"), text.encode()), text.replace("\r", "\n"))


@given(key=st.sampled_from(["awards", "results", "replicated_by", "sources"]), value=VALUES)
def test_any_entry_of_any_list_is_accepted_or_explained(case_text, key, value):
    text = case_text(**{key: f"[{dump(value)}]"})
    check_explained(files.parse(Path("x.md"), text.encode()), text)


@given(st.text(max_size=200))
def test_any_body_is_accepted_or_explained(case_text, body):
    text = case_text(body)
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    check_explained(files.parse(Path("x.md"), text.encode("utf-8", "replace")), normal)


@given(st.text(max_size=100))
def test_a_text_that_is_accepted_stays_as_it_is(case_text, text):
    """Nothing but white space and its runs may change on the way from file to case."""
    case = files.parse(Path("x.md"), case_text(title=dump(text)).encode()).case
    assert case is None or case.title == " ".join(text.split())


# --- values ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("title", '"  Antar \\n Obat  "', "Antar Obat"),
        ("title", "Ma'Siti: baru", None),
        ("title", "'Ma''Siti: baru'", "Ma'Siti: baru"),
        ("title", "100% Sehat", "100% Sehat"),
        ("title", "Ya", "Ya"),
        ("expansion", "Kampung Tematik", "Kampung Tematik"),
        ("sdgs", "[3, 17]", (3, 17)),
        ("started", "1945", 1945),
        ("status_checked", "2024-01-31", dt.date(2024, 1, 31)),
        ("adapted_from", "putik-sari", "putik-sari"),
        ("website", "http://contoh.go.id:8080/a?b=c#d", "http://contoh.go.id:8080/a?b=c#d"),
        ("website", "https://contoh.go.id:70000/", None),
        ("website", "https://[::1/", None),
        ("legal_basis", "[Perbup 1/2020]", ("Perbup 1/2020",)),
        ("summary_en", "x" * 39, None),
        ("summary_en", "x" * 40, "x" * 40),
        ("summary_en", "x" * 330, "x" * 330),
        ("summary_en", "x" * 331, None),
        ("problems", "obat menumpuk di apotek", None),
        ("problems", "[obat menumpuk di  apotek]", ("obat menumpuk di apotek",)),
        ("problems", f"[{'x' * 19}]", None),
        ("problems", f"[{'x' * 20}, {'y' * 140}]", ("x" * 20, "y" * 140)),
        ("problems", f"[{'x' * 141}]", None),
        ("problems", "[obat menumpuk di apotek, Obat menumpuk di apotek]", None),
        ("problems", "['antre obat berjam-jam lamanya']", ("antre obat berjam-jam lamanya",)),
        ("problems", dump([f"obat menumpuk di apotek {n}" for n in "abcdefghi"]), None),
    ],
)
def test_values_are_taken_as_written_or_refused(case_text, key, raw, value):
    case = files.parse(Path("x.md"), case_text(**{key: raw}).encode()).case
    assert (case and getattr(case, key)) == value


def test_facts_that_a_file_leaves_out_are_unknown(case_text):
    case = case_of(case_text(started=None, awards=None, results=None))
    assert (case.started, case.cost, case.website, case.expansion) == (None,) * 4
    assert case.awards == case.results == case.replicated_by == case.sdgs == ()
    assert (case.summary_en, case.problems) == (None, ())


def test_a_case_cannot_be_changed(real_cases):
    case = real_cases["putik-sari"].case
    with pytest.raises(ValidationError):
        case.title = "Lain"


# --- facts worked out from others -----------------------------------------------------


def source(n, date):
    return f"{{title: S{n}, url: 'https://contoh.go.id/{n}'{f', date: {date}' if date else ''}}}"


@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        ([None], None),
        ([2023], 2023),
        (["2022-12-31", 2023, None], 2023),
        ([2023, "2023-01-01"], dt.date(2023, 1, 1)),
        (["2023-01-02", "2023-01-10"], dt.date(2023, 1, 10)),
    ],
)
def test_the_status_is_as_old_as_the_newest_source(case_text, dates, newest):
    """A full date counts as newer than its year alone."""
    sources = ", ".join(source(n, date) for n, date in enumerate(dates))
    case = case_of(case_text(sources=f"[{sources}]"))
    assert case.newest_source == case.status_as_of == newest


def test_the_status_is_as_old_as_its_check(case_text):
    case = case_of(case_text(status_checked="2020-02-03"))
    assert case.status_as_of == dt.date(2020, 2, 3)
    assert case.newest_source == dt.date(2021, 3, 4)


def test_facts_of_a_real_case_are_those_of_its_file(real_cases):
    case = real_cases["putik-sari"].case
    assert (case.slug, case.title) == ("putik-sari", "Putik Sari")
    assert case.expansion == "Kampung Tematik Wonosari Berseri"
    assert (case.started, case.status, case.region) == (2019, "berkembang", "35.07")
    assert (case.awards[0].rank, case.awards[0].year) == ("Top 30", 2022)
    assert (case.results[0].before, case.results[0].after) == (
        "0 (7 Maju, 1 Berkembang; 2021)",
        "8 (2023)",
    )
    assert case.newest_source == dt.date(2024, 8, 1)
    assert len(case.citations()) == 9
    assert case.citations()[2:4] == (2, 2)


def test_every_real_case_survives_storage_unchanged(real_cases):
    for parsed in real_cases.values():
        stored = parsed.case.model_dump_json(exclude_none=True)
        assert Case.model_validate_json(stored) == parsed.case


def test_a_stored_case_reads_the_same_with_and_without_the_checks(real_cases):
    """Types and the keys that the file has, too: ``==`` takes True for 1."""
    cases = [parsed.case for parsed in real_cases.values()]
    # What no real case has yet.
    copied = next(case for case in cases if case.replicated_by)
    extra = {
        "status_checked": dt.date(2026, 3, 1),
        "sources": tuple(
            source.model_copy(update={"archived": "https://web.archive.org/x"})
            for source in copied.sources
        ),
        "replicated_by": tuple(
            copy.model_copy(update={"result": "3 desa (2024)"}) for copy in copied.replicated_by
        ),
    }
    seen = set()
    for case in (*cases, copied.model_copy(update=extra)):
        stored = case.model_dump_json(exclude_none=True)
        read = Case.read_back(stored.encode())
        assert read == case
        assert repr(read) == repr(Case.model_validate_json(stored))
        entries = (*read.awards, *read.results, *read.replicated_by)
        for value in (read, *entries, *read.sources, *read.sections):
            seen |= {(type(value), key) for key in value.model_fields_set}
    models = {model for model, _key in seen}
    assert seen == {(model, key) for model in models for key in model.model_fields}


@given(
    problems=st.lists(
        st.text(alphabet=st.characters(categories=["L", "P", "Zs"]), min_size=20, max_size=140),
        max_size=8,
        unique_by=lambda text: " ".join(text.split()).casefold(),
    )
)
def test_problems_are_kept_as_written_and_in_order(case_text, problems):
    parsed = files.parse(Path("x.md"), case_text(problems=dump(problems)).encode())
    folded = [" ".join(problem.split()) for problem in problems]
    if all(len(problem) >= 20 for problem in folded):
        assert parsed.case is not None
        assert list(parsed.case.problems) == folded
    else:
        # A text that looks wrongly decoded has a warning beside the error.
        assert parsed.case is None
        assert "error" in {finding.level for finding in parsed.findings}


@pytest.mark.parametrize("missing", vocabulary.REQUIRED_SECTIONS)
def test_a_case_has_its_required_sections(case_text, missing):
    other = {"masalah": "Solusi", "solusi": "Masalah"}[missing]
    parsed = files.parse(Path("x.md"), case_text(f"## {other}\n\nX [^1]\n").encode())
    (finding,) = parsed.findings
    assert f"bagian “{vocabulary.SECTIONS[missing].id}” tidak ada" in finding.message
    assert finding.remedy == f"tambahkan “## {vocabulary.SECTIONS[missing].id}”"


def test_a_section_is_found_by_its_key(case_text):
    case = case_of(case_text())
    problem = case.section("masalah")
    assert problem is not None
    assert problem.heading == "Masalah"
    assert case.sentences("masalah") == problem.sentences
    assert case.section("dampak") is None
    assert case.sentences("dampak") == ()
