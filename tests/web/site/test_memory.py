"""Memory that the C library keeps."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from app.web.site import memory

# Small blocks with a needle between them: what is freed lies between what is in use.
_PROGRAM = """
from pathlib import Path
from app.web.site import memory

def own():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))

memory.share_one_arena()
blocks = [bytearray(30_000) for _ in range(2_000)]
needles = blocks[::20]
full = own()
del blocks
memory.return_freed()
print(full - own())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_freed_memory_goes_back_to_the_system():
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("another C library than glibc")
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM], check=True, capture_output=True, text=True
    )
    assert int(run.stdout) > 40_000, "kilobytes; the blocks take 60 MB"


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr("ctypes.CDLL", lambda _name: object())
    memory.share_one_arena()
    memory.return_freed()
