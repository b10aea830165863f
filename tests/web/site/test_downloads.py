"""A worker that shows pages loads no writers of office files and no builders of an index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WRITERS = {"docx", "openpyxl", "lxml", "segno", "icalendar"}
INDEXERS = {"whoosh", "markdown", "nh3"}

_SHOW = """
import sys
from pathlib import Path
import app.server
from app.web.application import create_app
from app.settings import Settings
client = create_app(Settings(content=Path(sys.argv[1]), index=Path(sys.argv[2]))).test_client()
for address in ("/", "/cari?q=obat", "/inovasi/putik-sari", "/acara?s=putik-sari", "/pilihan"):
    assert client.get(address).status_code == 200, address
print(*sys.modules)
"""


def test_a_worker_that_shows_pages_stays_small(content: Path, real_index: Path) -> None:
    command = [sys.executable, "-c", _SHOW, str(content), str(real_index)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert not (WRITERS | INDEXERS) & set(done.stdout.split())
