"""Arrays come back from their files as they were written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.index import arrays


def test_files_give_back_the_arrays(tmp_path):
    written: arrays.Arrays = {
        "whole": np.arange(5, dtype=np.int32),
        "bits": np.ones((3, 2), np.uint64),
        "empty": np.zeros(0, np.float32),
        "large": np.arange(100_000),
    }
    arrays.write(written, tmp_path / "snapshot")
    read = arrays.read(tmp_path / "snapshot")
    assert read.keys() == written.keys()
    for name, array in written.items():
        assert type(read[name]) is np.ndarray
        assert read[name].dtype == array.dtype
        assert np.array_equal(read[name], array)


@pytest.mark.parametrize("length", [5, 100_000])
def test_an_array_cannot_be_changed(tmp_path, length):
    arrays.write({"a": np.arange(length)}, tmp_path / "snapshot")
    with pytest.raises(ValueError, match="read-only"):
        arrays.read(tmp_path / "snapshot")["a"][0] = 1


@pytest.mark.parametrize("array", [np.arange(10, dtype=np.uint16), np.ones((4, 3))])
def test_parts_are_written_as_the_array_that_they_make(tmp_path, array):
    folder = arrays.Folder(tmp_path)
    folder.put_joined("joined", [array[:0], array[:2], array[2:]])
    folder["whole"] = array
    assert (tmp_path / "joined.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()


def test_a_file_that_holds_no_array_is_refused(tmp_path):
    (tmp_path / "a.npy").write_bytes(b"no array")
    with pytest.raises(ValueError):
        arrays.read(tmp_path)


@given(
    st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1))
)
def test_joined_texts_are_split_again(texts):
    assert arrays.split_texts(arrays.join_texts(texts)) == texts


@given(st.lists(st.booleans(), min_size=64, max_size=64))
def test_packed_flags_are_unpacked_again(flags):
    assert arrays.unpack(arrays.pack(np.array(flags))).tolist() == flags
