"""What an open project promises: free licences all the way down, and nothing half released."""

from __future__ import annotations

import re
from importlib import metadata

import pytest

from app.settings import ROOT

#: What each line of ``requirements.lock`` pins: name and release.
PINNED = dict(
    re.findall(r"^([\w.-]+)==([\w.+!]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.M)
)

# Approved by the Open Source Initiative, or free by the Free Software Foundation (CC0). MIT-CMU is
# the name that SPDX gives to Pillow's form of the Historical Permission Notice, which is approved.
FREE = (
    r"MIT|MIT-CMU|0BSD|BSD(-[23]-Clause)?|BSD License|MIT License|Apache-2\.0|PSF-2\.0|Zlib"
    r"|CC0-1\.0"
)


def licences(package: str) -> list[str]:
    """The licences a package declares: as an SPDX expression, a classifier or a short text."""
    about = metadata.metadata(package).json
    if expression := about.get("license_expression"):
        return re.split(r" AND ", str(expression))
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get("classifier", [])
        if line.startswith("License :: OSI Approved")
    ]
    return classified or re.split(r",\s*", str(about.get("license", "none declared")))


@pytest.mark.parametrize("package", PINNED)
def test_every_package_that_runs_is_free_software(package: str) -> None:
    for licence in licences(package):
        assert re.fullmatch(FREE, licence), f"{package}: {licence}"


@pytest.mark.parametrize("package", PINNED)
def test_no_package_is_a_pre_release(package: str) -> None:
    assert not re.search(r"(a|b|rc|dev)\d", PINNED[package])
