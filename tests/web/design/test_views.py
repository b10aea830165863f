"""The design page shows every component, once in use and once as a picture."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from jinja2.runtime import Macro

from app.web.design.views import still
from app.web.site import macro_cache
from tests.conftest import ROOT

SHARED = ROOT / "app/web/templates/site"


def test_every_macro_that_pages_share_stands_on_the_design_page(
    client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds a macro to ``templates/site`` adds it to ``templates/design/design.html``."""
    made: set[str] = set()
    invoke = Macro._invoke

    def note(macro, *arguments):
        made.add(macro.name)
        return invoke(macro, *arguments)

    monkeypatch.setattr(Macro, "_invoke", note)
    macro_cache._remembered.cache_clear()
    client.get("/tentang/gaya?s=putik-sari&s=tidak-ada")
    shared = {
        name
        for path in SHARED.glob("_*.html")
        for name in re.findall(r"{% macro (\w+)", path.read_text(encoding="utf-8"))
    }
    assert len(shared) > 40
    assert shared - made == set()


def test_components_stand_light_and_dark_with_a_word_on_when_to_use_them(get):
    page = get("/tentang/gaya")
    assert page.status == 200
    specimens = page.all("//section[@class='section']")
    assert len(specimens) > 15
    for specimen in specimens:
        assert len("".join(specimen.find("p").itertext())) > 40
        themes = [side.get("data-theme") for side in specimen.findall("./div/div")]
        assert themes == ["light", "dark"]
        assert specimen.find("./div/div[2]").get("inert") is not None


def test_no_name_is_twice_on_the_design_page(get):
    page = get("/tentang/gaya")
    names = Counter(e.get("id") for e in page.root.iter() if e.get("id"))
    assert [name for name, times in names.items() if times > 1] == []


def test_a_picture_of_a_component_loses_its_names_alone():
    html = '<label for="q">Cari</label><input id="q" name="q" value="a" class="x">'
    assert still(html) == '<label>Cari</label><input value="a" class="x">'


def test_search_engines_leave_the_design_page_out_and_the_about_page_leads_to_it(get):
    assert get("/tentang/gaya").only("//meta[@name='robots']").get("content") == "noindex"
    assert "/tentang/gaya" in get("/tentang").links


def test_a_collection_without_cases_has_a_design_page_too(site):
    page = site({}).get("/tentang/gaya")
    assert page.status_code == 200
    assert "Kartu kasus" not in page.text
