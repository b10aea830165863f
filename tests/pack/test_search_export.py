"""The data of the pack's search: what scripts find in them is what the site's index has."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest

from app.pack import search_tables as tables
from app.pack.search_export import as_script, load_search_data, search_data
from app.pack.search_index import SHARES, Selection, index_of
from app.pack.search_page import CARDS, SCRIPTS, groups_of
from app.search import language
from app.search.index import generations
from app.search.index.snapshot import Snapshot
from app.search.query import attribute_list, places, synonyms
from app.search.query.attributes import Attributes

STATIC = Path(tables.__file__).parent / "static"


@pytest.fixture(scope="module")
def snapshot(real_index: Path) -> Snapshot:
    return generations.open_current(real_index, check_whoosh=False).snapshot


@pytest.fixture(scope="module")
def everything(snapshot: Snapshot) -> Selection:
    return Selection.of(snapshot, snapshot.slugs)


@pytest.fixture(scope="module")
def few(snapshot: Snapshot) -> Selection:
    return Selection.of(snapshot, ["putik-sari", "jarik-ma-siti", "simba-asia", "no-such-case"])


def postings(index, term: str) -> list[tuple[int, float, bool]]:
    """The cases that hold a term, with its weight and whether it stands in a core field."""
    stems = [line.split(" ")[0] for line in index["stems"].split("\n")]
    row = index["postings"][[*stems, *index["phrases"].split("\n")].index(term)]
    docs = np.cumsum(row[::2]).tolist()
    counts = zip(docs, row[1::2], strict=True)
    return [(doc, (count >> 1) / SHARES, bool(count & 1)) for doc, count in counts]


def test_a_stem_is_held_by_the_cases_that_the_site_finds(everything, snapshot):
    index = index_of(everything, [])
    found = snapshot.stem("sampah")
    weights, _ = snapshot.occurrences("sampah", found.docs)
    listed = postings(index, "sampah")
    assert [doc for doc, _, _ in listed] == found.docs.tolist()
    assert [weight for _, weight, _ in listed] == pytest.approx(weights, abs=0.5 / SHARES + 1e-6)


def test_a_phrase_is_held_where_its_words_stand_together(everything, snapshot):
    phrase = ("bank", "sampah")
    listed = postings(index_of(everything, [phrase]), "bank sampah")
    assert [doc for doc, _, _ in listed] == snapshot.phrase(phrase).tolist()
    assert len(listed) < len(snapshot.stem("sampah").docs)


def test_a_core_field_is_told_from_the_rest(everything, snapshot):
    listed = postings(index_of(everything, []), "sampah")
    in_title = {doc for doc in range(snapshot.cases) if "Sampah" in snapshot.card(doc).title}
    assert in_title <= {doc for doc, _, core in listed if core}
    assert not all(core for _, _, core in listed)


def test_every_word_of_the_collection_stands_beside_its_stem(everything, snapshot):
    lines = index_of(everything, [])["stems"].split("\n")
    stems = {word: line.split(" ")[0] for line in lines for word in line.split(" ")}
    own = {word for word in snapshot.words if not word.startswith(language.ENGLISH_MARK)}
    for word in own - language.STOP_WORDS:
        assert stems[word] == language.stem(word)


def test_a_pack_of_few_cases_knows_those_alone(few):
    data = search_data(few, synonyms.Synonyms(), Attributes())
    assert sorted(data["slugs"]) == ["jarik-ma-siti", "putik-sari", "simba-asia"]
    number = data["slugs"].index("putik-sari")
    assert data["names"]["putiksari"] == [number]
    held = {doc for row in data["index"]["postings"] for doc in np.cumsum(row[::2]).tolist()}
    assert held == {0, 1, 2}
    assert len(data["index"]["lengths"]) == 3
    values = data["facets"]["category"]["values"]
    assert sum(map(len, values.values())) == 3


def test_no_cases_make_an_empty_index(snapshot):
    data = search_data(Selection.of(snapshot, []), synonyms.Synonyms(), Attributes())
    assert data["slugs"] == []
    assert data["index"]["postings"] == []


def test_alternatives_are_those_that_some_case_holds(content, real_index, snapshot):
    data = load_search_data(real_index, content, snapshot.slugs)
    alternatives = data["synonyms"]["alternatives"]
    assert "orang dengan gangguan jiwa" in alternatives["odgj"]
    phrases = set(data["index"]["phrases"].split("\n"))
    several = {other for others in alternatives.values() for other in others if " " in other}
    assert several
    assert several <= phrases


def test_a_place_is_found_by_each_of_its_names():
    table = tables.gazetteer()
    for name in ("jatim", "jawa timur"):
        label, facet, values = table["places"][table["names"][name]]
        assert (label, facet, values) == ("Jawa Timur", "province", ("Jawa Timur",))
    assert len(table["names"]) == len(places.gazetteer())


def test_an_attribute_has_the_cases_that_the_site_finds(content, everything):
    listed, _ = attribute_list.load(content)
    table = tables.attributes(everything, listed)
    label, docs, degrees, chosen = table["found"][table["phrases"]["hemat biaya"]]
    assert label
    assert len(docs) == len(degrees) > 0
    assert all(degree > 0 for degree in degrees)
    assert chosen is None or len(chosen) == 2
    assert any(behind for behind in table["announced"].values())


def test_the_same_collection_gives_the_same_bytes(content, real_index, snapshot):
    slugs = snapshot.slugs
    one, two = (
        as_script("pustakaData", load_search_data(real_index, content, order))
        for order in (slugs, list(reversed(slugs)))
    )
    assert one == two
    assert one.isascii()


@pytest.mark.parametrize(
    "text", ["</script><!--", "a\u2028b\u2029c", "it's \\' \"quoted\"", "Ma’Siti 😀", "\\u003c"]
)
def test_any_text_comes_through_a_script_unharmed(text):
    script = as_script("show", {"text": text})
    assert script.isascii()
    assert script.count("\n") == 1
    literal = re.fullmatch(r"show\(JSON\.parse\('(.*)'\)\);\n", script)
    assert literal
    # What JavaScript makes of the escapes between quotes.
    assert json.loads(re.sub(r"\\([\\'])", r"\1", literal[1])) == {"text": text}
    own = re.fullmatch(r"show\('(.*)'\);\n", as_script("show", text))
    assert own
    assert own[0].isascii()
    read = ast.literal_eval(f"'{own[1]}'").encode("utf-16", "surrogatepass").decode("utf-16")
    assert read == text


def test_cards_are_shared_among_scripts_in_order():
    slugs = [f"case-{number}" for number in range(2 * CARDS + 1)]
    scripts = groups_of(slugs)
    assert list(map(len, scripts)) == [CARDS, CARDS, 1]
    assert [slug for script in scripts for slug in script] == slugs


def test_minisearch_is_the_file_of_its_release():
    notice = (STATIC / "search-minisearch.txt").read_text("utf-8")
    written = re.search(r"SHA-256 of the file: ([0-9a-f]{64})", notice)
    assert written
    vendored = (STATIC / "search-minisearch.js").read_bytes()
    assert hashlib.sha256(vendored).hexdigest() == written[1]
    assert "Copyright 2022 Luca Ongaro" in notice


def test_every_script_of_the_search_is_loaded_by_its_page():
    assert set(SCRIPTS) == {path.name for path in STATIC.glob("search-*.js")}
