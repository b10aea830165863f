"""The processes of a build."""

from __future__ import annotations

import multiprocessing

from app.search.index import processes


def test_a_process_of_a_killed_builder_ends_without_a_traceback(capfd):
    spawned = multiprocessing.get_context("spawn")
    builders_end, end = spawned.Pipe()
    process = spawned.Process(target=processes._work, args=(end,))
    builders_end.close()
    process.start()
    end.close()
    process.join(60)
    assert process.exitcode == 0
    assert capfd.readouterr().err == ""
