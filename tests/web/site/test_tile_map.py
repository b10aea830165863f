"""The map of provinces."""

from __future__ import annotations

from app.collection import vocabulary
from app.web.site.tile_map import TILES, shade_names, tiles
from app.web.statistics.charts import SHADES


def test_the_map_has_every_province_once_and_no_two_in_one_place():
    assert TILES.keys() == vocabulary.PROVINCES.keys() - {vocabulary.NATIONAL}
    assert len({(row, column) for row, column, _ in TILES.values()}) == len(TILES)


def test_the_legend_names_each_shade_with_its_numbers_of_cases():
    assert shade_names(SHADES) == ("0–2", "3–7", "8–19", "20–39", "40+")


def test_a_province_without_cases_has_the_lightest_tile():
    of = {tile.name: tile for tile in tiles({"Bali": 4}, (1, 3, 8), lambda _name, count: None)}
    assert (of["Bali"].count, of["Bali"].shade) == (4, 2)
    assert (of["Aceh"].count, of["Aceh"].shade) == (0, 0)
