"""Cases are chosen by a search, a theme, a region or a list."""

from __future__ import annotations

import pytest

from app.pack import choice
from app.pack.names import PackError
from app.search.engine import Engine
from app.search.query.query import Query


def test_all_cases(real_engine: Engine) -> None:
    chosen = choice.everything(real_engine)
    assert len(chosen.slugs) == real_engine.cases
    assert chosen.whole


def test_a_search_gives_the_cases_about_it_as_the_site_lists_them(real_engine: Engine) -> None:
    chosen = choice.by_query(real_engine, "stunting")
    found = real_engine.search(Query("stunting"))
    assert len(chosen.slugs) == found.total
    assert chosen.slugs[: len(found.hits)] == tuple(hit.card.slug for hit in found.hits)
    assert chosen.title == "Pencarian “stunting”"


def test_a_theme_gives_the_cases_of_its_approaches_and_those_it_cites(real_engine: Engine) -> None:
    chosen = choice.by_theme(real_engine, "mengelola-sampah")
    theme = real_engine.themes["mengelola-sampah"]
    assert set(theme.approaches[0].cases) <= set(chosen.slugs)
    assert set(theme.cited) <= set(chosen.slugs)


@pytest.mark.parametrize("name", ["35", "Jawa Timur", "Pemerintah Provinsi Jawa Timur"])
def test_a_province_gives_its_cases_and_those_inside_it(real_engine: Engine, name: str) -> None:
    chosen = choice.by_region(real_engine, name)
    assert "putik-sari" in chosen.slugs
    assert chosen.region == "35"


def test_a_list_keeps_its_order_and_each_case_once(real_engine: Engine) -> None:
    chosen = choice.by_list(real_engine, ["simba-asia", " putik-sari", "simba-asia", ""])
    assert chosen.slugs == ("simba-asia", "putik-sari")


def test_what_does_not_exist_is_named(real_engine: Engine) -> None:
    with pytest.raises(PackError, match="tema “tidak-ada”"):
        choice.by_theme(real_engine, "tidak-ada")
    with pytest.raises(PackError, match="daerah “Atlantis”"):
        choice.by_region(real_engine, "Atlantis")
    with pytest.raises(PackError, match="kasus “tidak-ada”"):
        choice.by_list(real_engine, ["putik-sari", "tidak-ada"])
    with pytest.raises(PackError, match="tidak ada kasusnya"):
        choice.by_query(real_engine, "zzzxxyyqqw")
    with pytest.raises(PackError, match="paling banyak"):
        choice.by_list(real_engine, choice.everything(real_engine).slugs)
