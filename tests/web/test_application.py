"""What a worker loads before it answers its first request."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app.search.engine import Engine
from app.search.query.spelling import Speller
from app.settings import Settings
from app.web.application import create_app, warm_up


@pytest.mark.parametrize("path", ["/", "/cari?q=puskesmsa+airr", "/inovasi/putik-sari"])
def test_after_the_warm_up_a_first_page_loads_neither_index_nor_templates(
    path, content, real_index, monkeypatch
):
    app = create_app(Settings(content=content, index=real_index))
    warm_up(app)

    def fail(*_arguments, **_more):
        raise AssertionError("it was to be loaded by now")

    monkeypatch.setattr(Engine, "open", fail)
    monkeypatch.setattr(Speller, "__init__", fail)
    monkeypatch.setattr(app.jinja_env, "compile", fail)
    assert app.test_client().get(path).status_code == 200


def test_the_warm_up_builds_no_index(content, tmp_path):
    warm_up(create_app(Settings(content=content, index=tmp_path / "index")))
    assert not (tmp_path / "index").exists()


# Libraries for files that few visitors ask for, for builds and for commands.
UNNEEDED = (
    *("PIL", "docx", "icalendar", "lxml", "markdown", "nh3", "openpyxl", "prometheus_client"),
    *("segno", "urllib3", "watchfiles", "whoosh"),
)

_PROGRAM = """
import json, sys
from pathlib import Path
from app.cli import main
from app.settings import Settings
main.commands["serve"]
import app.server, app.server_worker
from app.web.application import create_app, warm_up

site = create_app(Settings(content=Path(sys.argv[1]), index=Path(sys.argv[2])))
warm_up(site)
pages = ("/", "/cari?q=air", "/inovasi/putik-sari", "/tema", "/tema/mengelola-sampah")
answers = [site.test_client().get(path).status_code for path in pages]
print(json.dumps([answers, sorted(sys.modules)]))
"""


def test_a_worker_imports_no_library_that_the_commonest_pages_need_not(content, real_index):
    """Each takes memory of every worker, and time of every start."""
    command = [sys.executable, "-c", _PROGRAM, str(content), str(real_index)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    statuses, modules = json.loads(run.stdout)
    assert set(statuses) == {200}
    assert "numpy" in modules
    assert [name for name in modules if name.partition(".")[0] in UNNEEDED] == []
