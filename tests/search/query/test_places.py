"""A place is known by all its names, and moves its cases up without hiding others."""

from __future__ import annotations

import pytest

from app.collection import vocabulary
from app.collection.regions import Region, regions
from app.search.language import term
from app.search.query import places
from app.search.query.places import Place
from app.search.query.query import Query

REGIONS = list(regions().values())


def read(text: str) -> Place | None:
    """The place that the whole of a text names."""
    found = places.find(term(text), 0)
    return found[0] if found and found[1] == len(term(text)) else None


def bare_name(region: Region) -> str:
    """What people call a region: its name without Kabupaten or Kota."""
    if region.level == "provinsi":
        return region.name
    return region.name.split(" ", 1)[1].removeprefix("Administrasi ")


def is_region(place: Place | None, region: Region) -> bool:
    if place is None or region.province not in place.provinces:
        return False
    return region.level == "provinsi" or region.code in place.codes


def test_the_list_holds_every_region():
    assert len(REGIONS) == 552


def test_every_region_is_known_by_its_full_name():
    assert [r.name for r in REGIONS if not is_region(read(r.name), r)] == []


def test_every_kabupaten_and_kota_is_known_by_its_bare_name():
    """But those that share it with a province mean the province; ordinary words are words."""
    provinces = {r.name for r in REGIONS if r.level == "provinsi"} | {"Yogyakarta"}
    unknown, alone = [], 0
    for region in REGIONS:
        bare = bare_name(region)
        if region.level == "provinsi" or bare in provinces:
            continue
        if " ".join(term(bare)) in places.ORDINARY_WORDS:
            assert read(bare) is None
            continue
        alone += 1
        if not is_region(read(bare), region):
            unknown.append(region.name)
    assert unknown == []
    assert alone > 480


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("NTT", "Nusa Tenggara Timur"),
        ("ntb", "Nusa Tenggara Barat"),
        ("Jatim", "Jawa Timur"),
        ("jabar", "Jawa Barat"),
        ("Jateng", "Jawa Tengah"),
        ("DIY", "DI Yogyakarta"),
        ("jogja", "DI Yogyakarta"),
        ("Daerah Istimewa Yogyakarta", "DI Yogyakarta"),
        ("DKI", "DKI Jakarta"),
        ("jakarta", "DKI Jakarta"),
        ("Sulsel", "Sulawesi Selatan"),
        ("sultra", "Sulawesi Tenggara"),
        ("kaltara", "Kalimantan Utara"),
        ("babel", "Kepulauan Bangka Belitung"),
        ("kepri", "Kepulauan Riau"),
        ("NAD", "Aceh"),
        ("papua barat", "Papua Barat"),
        ("papua barat daya", "Papua Barat Daya"),
    ],
)
def test_provinces_are_known_by_their_everyday_names(text, province):
    place = read(text)
    assert place is not None and place.provinces == (province,)
    assert place.codes == ()


def test_every_abbreviation_stands_for_a_region_of_the_list():
    names = {region.name for region in REGIONS}
    abbreviations = {**vocabulary.PROVINCE_ABBREVIATIONS, **places.REGION_ABBREVIATIONS}
    assert set(abbreviations.values()) <= names
    for text, name in abbreviations.items():
        assert is_region(read(text), regions()[name]), text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kukar", "Kabupaten Kutai Kartanegara"),
        ("tangsel", "Kota Tangerang Selatan"),
        ("Jakarta Selatan", "Kota Administrasi Jakarta Selatan"),
        ("kota jakarta selatan", "Kota Administrasi Jakarta Selatan"),
        ("kab. Malang", "Kabupaten Malang"),
        ("pemkot malang", "Kota Malang"),
        ("kotamadya Malang", "Kota Malang"),
        ("fakfak", "Kabupaten Fak Fak"),
        ("Palangka Raya", "Kota Palangkaraya"),
        ("pangkalpinang", "Kota Pangkal Pinang"),
        ("lima puluh kota", None),
        ("kabupaten lima puluh kota", "Kabupaten Lima Puluh Kota"),
    ],
)
def test_kabupaten_and_kota_are_known_by_their_everyday_names(text, name):
    place = read(text)
    assert (place.codes if place else None) == ((regions()[name].code,) if name else None)


def test_a_name_shared_by_a_kabupaten_and_a_kota_means_both():
    place = read("malang")
    assert place is not None
    assert set(place.codes) == {regions()["Kabupaten Malang"].code, regions()["Kota Malang"].code}
    assert place.label == "Malang"


def test_papua_means_its_six_provinces():
    place, land = read("papua"), read("tanah papua")
    assert place is not None
    assert len(place.provinces) == 6
    assert all("Papua" in name for name in place.provinces)
    assert land is not None and land.provinces == place.provinces


@pytest.mark.parametrize("island", vocabulary.ISLANDS)
def test_an_island_means_its_provinces(island):
    place = read(island)
    assert place is not None and place.provinces == vocabulary.ISLANDS[island]


@pytest.mark.parametrize(("text", "island"), [("sumatra", "Sumatera"), ("borneo", "Kalimantan")])
def test_islands_have_other_names(text, island):
    place = read(text)
    assert place is not None and place.provinces == vocabulary.ISLANDS[island]


@pytest.mark.parametrize("word", sorted(places.ORDINARY_WORDS))
def test_an_ordinary_word_is_a_place_only_behind_a_word_that_announces_a_place(word):
    assert places.find(term(f"usaha {word}"), 1) is None
    assert places.find(term(f"{word} rakyat"), 0) is None
    announced = places.find(term(f"puskesmas di {word}"), 2)
    assert announced is not None and announced[1] == len(term(f"puskesmas di {word}"))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("stunting di jawa timur", "Jawa Timur"),
        ("jawa tengah sampah", "Jawa Tengah"),
        ("kota jawa timur", "Jawa Timur"),
        ("kabupaten bandung barat", "Kabupaten Bandung Barat"),
    ],
)
def test_the_longest_name_counts(text, label):
    words = term(text)
    labels = [place[0].label for n in range(len(words)) if (place := places.find(words, n))]
    assert label in labels
    assert "Jawa" not in labels[: labels.index(label)]
    assert "Kabupaten Bandung" not in labels


def test_every_name_is_found_to_its_last_word():
    for name, place in places.gazetteer().items():
        announced = ("di", *name)  # some are ordinary words, too
        assert places.find(announced, 1) == (place, len(announced))


# --- searches -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subject", "provinces", "top"),
    [
        ("kesehatan di NTT", "kesehatan", ("Nusa Tenggara Timur",), 4),
        ("jawa tengah sampah", "sampah", ("Jawa Tengah",), 2),
        ("stunting sulsel", "stunting", ("Sulawesi Selatan",), 2),
        ("sampah di bali", "sampah", ("Bali",), 4),
        ("puskesmas kalimantan", "puskesmas", vocabulary.ISLANDS["Kalimantan"], 4),
        ("kampung adat papua", "kampung adat", vocabulary.ISLANDS["Papua"], 2),
    ],
)
def test_cases_of_the_place_come_first_and_others_stay(real_engine, text, subject, provinces, top):
    """A place doesn't filter; the page offers a filter."""
    results = real_engine.search(Query(text, per_page=100, related=True))
    cards = [hit.card for hit in results.hits]
    assert {card.province for card in cards[:top]} <= set(provinces)
    elsewhere = {card.slug for card in cards if card.province not in provinces}
    best = [hit.card for hit in real_engine.search(Query(subject, per_page=3)).hits]
    assert {card.slug for card in best if card.province not in provinces} <= elsewhere
    assert elsewhere
    (place,) = results.interpretation.places.values()
    assert place.provinces == provinces


def test_a_kabupaten_brings_the_cases_it_runs(real_engine):
    results = real_engine.search(Query("banyuwangi", per_page=3))
    assert {hit.card.government for hit in results.hits} == {"Pemerintah Kabupaten Banyuwangi"}


def test_a_place_taken_literally_is_words(real_engine):
    text = "kesehatan nusa tenggara timur"
    reading = real_engine.search(Query(text)).interpretation
    literal = real_engine.search(Query(text, literal=("places",))).interpretation
    assert set(reading.places) == {"nusa tenggara timur"}
    assert literal.places == {}
    assert literal.terms == ("kesehatan", "nusa", "tenggara", "timur")


def test_a_place_is_never_corrected(real_engine):
    """Not even a place without a case (Tarakan is no tabrakan)."""
    corrected = {}
    for region in REGIONS:
        for text in {region.name, bare_name(region)}:
            reading = real_engine.search(Query(text, per_page=1)).interpretation
            if reading.corrected:
                corrected[text] = reading.corrected
    assert corrected == {}
