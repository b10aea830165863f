"""The drawing of pictures: their size, and texts of any length."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.web.sharing import drawing
from app.web.sharing.drawing import HEIGHT, WIDTH, Picture, draw

USUAL = Picture("Gender", "Putik Sari", "Kabupaten Malang", "Desa (2021)", "0", "8")


def pixels(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG" and image.size == (WIDTH, HEIGHT)
    return image.convert("RGB")


def test_a_picture_is_small_and_always_the_same():
    png = draw(USUAL)
    pixels(png)
    assert len(png) < 40_000
    assert draw(USUAL) == png


@pytest.mark.parametrize("text", ["title", "place", "measure", "before", "after", "kind"])
def test_every_text_is_drawn(text):
    other = Picture(**{**vars(USUAL), text: "Zq"})
    assert pixels(draw(other)).tobytes() != pixels(draw(USUAL)).tobytes()


def test_a_figure_that_has_no_room_is_left_out_and_never_cut():
    long = Picture("x", "Nama", "Tempat", "Ukuran", "9" * 90, "8" * 90)
    assert draw(long) == draw(Picture("x", "Nama", "Tempat"))
    assert draw(Picture("x", "Nama", "Tempat", "ukuran " * 60, "1", "2")) == draw(
        Picture("x", "Nama", "Tempat")
    )


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.text(max_size=120), st.text(max_size=80))
def test_any_texts_stay_within_the_margins(title, place, after):
    image = pixels(draw(Picture("", title, place, "", "", after)))
    for x in (range(0, 60), range(WIDTH - 60, WIDTH)):
        strip = image.crop((x.start, 140, x.stop, HEIGHT - 60))
        assert strip.getcolors(1) is not None


def test_every_character_of_the_collection_is_in_the_fonts(real_engine):
    """A character that a font lacks is drawn as a box."""
    texts = set("→·…")
    for card in real_engine.cards():
        texts.update(card.title, card.government, card.province, *filter(None, card.result or ()))
    for theme in real_engine.themes.values():
        texts.update(theme.title, theme.question)
    for weight in ("Medium", "ExtraBold"):
        box = shape(weight, "\U0010ffff")
        assert [char for char in texts if char.strip() and shape(weight, char) == box] == []


def shape(weight, char):
    mask = drawing._font(weight, 40).getmask(char)
    return mask.getbbox(), bytes(mask)


def test_the_licence_of_the_fonts_lies_beside_them():
    assert "SIL OPEN FONT LICENSE" in (drawing.FONTS / "OFL.txt").read_text(encoding="utf-8")
