"""Three nodes behind HAProxy, set up and updated as deploy/nodes.md says, while readers ask.

``python -m bench.nodes`` plays the same scenes with 10,000 requests each.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from app.settings import ROOT
from bench import nodes
from bench.nodes import Outcome, Site

pytestmark = pytest.mark.slow  # starts three sites

#: Cases that name no other.
SLUGS = ("air-murah", "putik-sari")

#: The requests of each scene.
REQUESTS = 300

#: Seconds between an answer and the next request, so that two cores have time for the restarts.
PAUSE = 0.1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Three nodes with a few cases, behind HAProxy."""
    if missing := nodes.missing_program():
        if os.environ.get("PUSTAKA_REQUIRE_SERVERS") == "1":
            pytest.fail(f"needs {missing}")
        pytest.skip(f"needs {missing}")
    folder = tmp_path_factory.mktemp("nodes")
    innovations = folder / "content" / "innovations"
    innovations.mkdir(parents=True)
    for slug in SLUGS:
        shutil.copy(ROOT / "content" / "innovations" / f"{slug}.md", innovations)
    with Site(folder, folder / "content") as made:
        yield made


def _answers(site: Site, scene: nodes.Scene) -> Outcome:
    outcome = nodes.play(site, scene, REQUESTS, PAUSE)
    assert outcome.failed == []
    assert outcome.answers >= REQUESTS
    return outcome


def test_new_content_reaches_everybody_at_the_same_moment(site):
    outcome = _answers(site, nodes.content_update)
    old, new = sorted(outcome.by_index)
    assert outcome.totals[new] == {total + 1 for total in outcome.totals[old]}
    assert len(outcome.totals[old]) == 1


def test_new_code_reaches_everybody_at_the_same_moment(site):
    outcome = _answers(site, nodes.code_update)
    old, new = sorted(outcome.by_index)
    assert (outcome.releases[old], outcome.releases[new]) == ({""}, {"2"})


@pytest.mark.parametrize("scene", [nodes.loss, nodes.failing_build, nodes.slow_node])
def test_nobody_notices(site, scene):
    assert len(_answers(site, scene).by_index) == 1


def test_a_node_that_comes_back_with_an_older_index_stays_out(site):
    """It was away during an update: its readers would go back."""
    site.kill("n3")
    site.haproxy(f"set map {site.folder / 'index.map'} current gen-9")
    site.wait(lambda: "UP" not in site.statuses())
    site.haproxy(f"set map {site.folder / 'index.map'} current gen-")
    site.wait(lambda: site.statuses().count("UP") == 2)
