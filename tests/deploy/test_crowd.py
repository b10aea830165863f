"""The crowd of ``bench.crowd``: its scenes before a real site, and what it calls too slow."""

from __future__ import annotations

from collections import Counter

import pytest

from bench import crowd, nginx
from bench.crowd import COLD, SCENES, Outcome, Things
from tests.deploy.conftest import SLUGS, program

WORDS = ("puskesmas", "sampah", "antrean", "perizinan", "stunting")

#: The answers that an attacker gets in each scene.
STATUSES = {
    "right after the start": {200},
    "misspelt searches": {200},
    "pasted lists": {400},
    "proposals for an event": {200},
    "letters as Word": {200, 429},
    "forms of 100,000 fields": {413},
    "pages, no address twice": {200},
}


@pytest.mark.slow  # starts a site, and nginx for each scene
@pytest.mark.parametrize("name", SCENES)
def test_the_visitor_gets_every_page_and_the_attacker_what_the_scene_is_about(
    name, site_port, tmp_path
):
    for needed, package in nginx.PROGRAMS.items():
        program(needed, package)
    outcome = crowd.play(site_port, tmp_path, name, Things(WORDS, SLUGS, 1), 1, 2)
    assert outcome.visitor == {200: 5}
    assert set(outcome.attacker) <= {*STATUSES[name], 429}
    assert not STATUSES[name].isdisjoint(outcome.attacker)


def test_no_search_and_no_address_comes_twice():
    things = Things(WORDS, SLUGS, 1)
    for name, make in SCENES.items():
        if name != "proposals for an event":  # few words, so few texts
            requests = [make(things) for _ in range(50)]
            assert len(set(requests)) == 50, name
    assert COLD in SCENES


def test_a_wait_of_a_second_or_a_page_that_failed_misses_the_goal():
    good = Outcome([20.0, 30.0, 999.0], Counter({200: 3}), Counter({200: 9, 429: 1}))
    assert good.is_good
    assert crowd.row("x", good) == "| x | 30 | 999 | 999 | 3 × 200 | 9 × 200, 1 × 429 |"
    assert not Outcome([1000.0], Counter({200: 1})).is_good
    assert not Outcome([20.0, 20.0], Counter({200: 1, 503: 1})).is_good
