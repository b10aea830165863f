"""The unit of systemd, as systemd itself judges it."""

from __future__ import annotations

import re
import shutil
import subprocess

from tests.deploy.conftest import DEPLOY, program

#: The most exposure that is allowed, of 10; "OK" begins below 5.
MOST_EXPOSED = 3.0


def test_the_service_is_shut_in(tmp_path):
    unit = tmp_path / "pustaka.service"
    unit.write_text((DEPLOY / "pustaka.service").read_text("utf-8"))
    command = [program("systemd-analyze", "systemd"), "security", "--no-pager", "--offline=true"]
    judged = subprocess.run([*command, str(unit)], capture_output=True, text=True, check=False)
    found = re.search(r"Overall exposure level for pustaka.service: ([0-9.]+)", judged.stdout)
    assert found, judged.stderr
    assert float(found[1]) < MOST_EXPOSED


def test_the_unit_has_no_mistake(tmp_path):
    """systemd takes an unknown key or a bad value for a warning, and goes on without it."""
    text = (DEPLOY / "pustaka.service").read_text("utf-8")
    unit = tmp_path / "pustaka.service"
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text))
    shutil.copy(DEPLOY / "pustaka.socket", tmp_path)
    command = [program("systemd-analyze", "systemd"), "verify", str(unit)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    about_it = [line for line in judged.stderr.splitlines() if "pustaka" in line]
    assert about_it == []


def test_every_failure_is_followed_by_a_new_start():
    """By default five quick failures end a service until somebody looks."""
    text = (DEPLOY / "pustaka.service").read_text("utf-8")
    assert re.search(r"^StartLimitIntervalSec=0$", text, re.MULTILINE)
    assert re.search(r"^Restart=always$", text, re.MULTILINE)
