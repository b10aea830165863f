"""The Containerfile, as far as it can be read: building it needs a container builder."""

from __future__ import annotations

import json
import re

from app.settings import ROOT, Settings
from tests.deploy.conftest import DEPLOY


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile in order, each with its arguments on one line."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    parts = (line.partition(" ") for line in lines if line)
    return [(name, rest.strip()) for name, _, rest in parts]


def test_the_site_runs_as_a_user_without_rights_and_builds_its_index_as_that_user():
    names = [name for name, _ in instructions()]
    assert dict(instructions())["USER"] == "pustaka"
    assert names.index("USER") < names.index("RUN", names.index("USER"))
    assert ("RUN", "./pustaka index") in instructions()[names.index("USER") :]
    assert json.loads(dict(instructions())["CMD"]) == ["./pustaka", "serve"]


def test_the_health_check_asks_the_port_that_is_served():
    health = dict(instructions())["HEALTHCHECK"]
    [command] = re.findall(r"CMD (\[.*\])$", health)
    port = Settings.model_fields["port"].default
    assert f"http://127.0.0.1:{port}/healthz" in json.loads(command)[-1]
    assert dict(instructions())["EXPOSE"] == str(port)


def test_an_image_is_not_made_of_what_a_checkout_has_gathered():
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".git", ".venv", "build", "index/gen-*", "inbox"} <= set(left_out)


def test_the_documented_run_is_as_shut_in_as_the_service():
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    [command] = re.findall(r"^podman run (?:.*\\\n)*.*$", page, re.MULTILINE)
    for option in ("--read-only", "--cap-drop all", "no-new-privileges", "--memory 2g"):
        assert option in command
    assert "--publish 127.0.0.1:8000:8000" in command  # not to the whole network
