"""The files that pages show: how wide, how heavy, and on which paper."""

import pytest
from PIL import Image

from pictures import drawing

from .samples import BLUE, RED, dots, halves, saved, see_through


def scene(width: int, height: int) -> Image.Image:
    """As rough as a photo: shapes of every size, and the larger they are the stronger."""
    image = Image.new("L", (width, height), 128)
    for step in (1, 2, 4, 8, 16, 32, 64, 128):
        layer = Image.effect_noise((width // step, height // step), 120)
        image = Image.blend(image, layer.resize(image.size, Image.Resampling.BICUBIC), 0.15)
    return image.convert("RGB")


@pytest.mark.parametrize(
    ("width", "files"),
    [
        (2400, [("webp", 480), ("webp", 960), ("webp", 1600), ("jpeg", 960)]),
        (1000, [("webp", 480), ("webp", 960), ("webp", 1000), ("jpeg", 960)]),
        (960, [("webp", 480), ("webp", 960), ("jpeg", 960)]),
        (300, [("webp", 300), ("jpeg", 300)]),
    ],
)
def test_no_file_is_wider_than_its_picture(width, files):
    assert drawing.widths(width) == files


@pytest.mark.parametrize(("kind", "width"), drawing.widths(2000))
def test_each_is_drawn_in_its_width(kind, width):
    drawn = drawing.draw(saved(halves(2000, 1000)), kind, width)
    image = dots(drawn.content)
    assert (image.format, image.size) == (kind.upper(), (width, width // 2))
    assert (drawn.format, drawn.width) == (kind, width)


def test_a_picture_as_wide_as_a_page_is_light():
    photo = saved(scene(1600, 1200), quality=90)
    assert len(photo) > 0.25 * 1600 * 1200
    assert len(drawing.draw(photo, "webp", 960).content) < 120_000


def test_even_what_is_rough_throughout_ends_at_the_lowest_quality():
    noise = Image.effect_noise((960, 720), 90)
    drawn = drawing.draw(saved(noise, quality=90), "webp", 960)
    finest = saved(noise.convert("RGB"), "WEBP", quality=80)
    assert len(drawn.content) < 0.9 * len(finest)


def test_see_through_stays_so_in_webp_and_stands_on_paper_in_jpeg():
    content, kind = drawing.original(see_through())
    assert kind == "webp"
    assert dots(drawing.draw(content, "webp", 64).content).mode == "RGBA"
    paper = dots(drawing.draw(content, "jpeg", 64).content)
    assert all(abs(one - 250) < 12 for one in paper.getpixel((60, 20)))


def test_the_original_is_quick_and_fine():
    content, kind = drawing.original(halves())
    image = dots(content)
    assert (kind, image.format) == ("jpeg", "JPEG")
    assert abs(image.getpixel((5, 5))[0] - RED[0]) < 4
    assert abs(image.getpixel((5, 40))[2] - BLUE[2]) < 4
