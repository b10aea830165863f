"""Slugs of new cases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.collection.case import SLUG, SLUG_MAX
from app.collection.file_names import RESERVED
from app.contribution.slugs import slug_for

titles = st.text(max_size=120) | st.sampled_from(sorted(RESERVED))


@given(st.lists(st.tuples(titles, titles), max_size=8))
def test_every_title_gets_a_slug_of_its_own(pairs):
    taken: set[str] = set()
    for title, place in [*pairs, *pairs]:
        slug = slug_for(title, taken, place)
        assert SLUG.fullmatch(slug)
        assert len(slug) <= SLUG_MAX
        assert slug not in taken | RESERVED
        taken.add(slug)


def test_a_long_title_ends_with_a_whole_word():
    slug = slug_for("Pelayanan Terpadu Satu Pintu " * 5)
    assert (
        slug == "pelayanan-terpadu-satu-pintu-pelayanan-terpadu-satu-pintu-pelayanan-terpadu-satu"
    )


def test_accents_are_left_out_and_apostrophes_divide():
    assert slug_for("Jarik Ma’Siti à la Séhat") == "jarik-ma-siti-a-la-sehat"


def test_the_place_tells_cases_of_one_name_apart_before_a_number_does():
    taken = {"samisake"}
    assert slug_for("Samisake", taken, "Kota Bengkulu") == "samisake-kota-bengkulu"
    taken.add("samisake-kota-bengkulu")
    assert slug_for("Samisake", taken, "Kota Bengkulu") == "samisake-2"
