"""What the tests of statistics share."""

from __future__ import annotations

import csv
import io

from werkzeug.test import TestResponse


def rows_of(answer: TestResponse) -> list[list[str]]:
    """The rows of a CSV file above its empty line, the header first."""
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    return rows[: rows.index([])]
