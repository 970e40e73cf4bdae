from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image, features

from web import images
from web.images import APRICOT, CELL, FIELD_TOP, MARGIN, PETROL, share_image, wrap

TITLES = {
    "de": "Wo ich lebe, will ich wählen",
    "en": "Where I live, I want to vote",
    "tr": "Yaşadığım yerde oy kullanmak istiyorum",
    "ar": "حيث أعيش أريد أن أنتخب",
}


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def dot_colours(image: Image.Image) -> list[tuple[int, int, int]]:
    start = (images.WIDTH - images.COLUMNS * CELL) // 2
    row = FIELD_TOP + 4 + 9
    return [image.getpixel((start + n * CELL + 13, row)) for n in range(images.COLUMNS)]


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("language", TITLES)
def test_a_picture_in_every_language(language):
    image = opened(share_image(TITLES[language], "Dortmund", 20, 80, language, place="NRW"))
    assert image.size == (1200, 630)
    dots = [colour == rgb(APRICOT) for colour in dot_colours(image)]
    assert sum(dots) == 10
    assert dots[-1 if language == "ar" else 0]


@pytest.mark.parametrize(("count", "filled"), [(0, 0), (1, 1), (9999, 39), (10_000, 40)])
def test_the_field_tells_the_truth_at_its_ends(count, filled):
    dots = dot_colours(opened(share_image("Titel", "", count, 10_000, "de")))
    if count == 9999:  # the open dot is the last of its column, not of the first row
        filled = 40
    assert dots.count(rgb(APRICOT)) == filled


def test_arabic_text_is_drawn_from_the_right():
    image = opened(share_image(TITLES["ar"], "", 0, 0, "ar"))
    title = image.crop((0, 110, 1200, 460))
    left, _, right, _ = Image.eval(title.convert("L"), lambda v: 255 * (v > 150)).getbbox()
    assert right >= 1200 - MARGIN - 12
    assert left > 300


def test_arabic_letters_are_joined():
    apart = "\u200c".join("ععع")  # zero-width non-joiners
    assert images._Text("ععع", 60).width != images._Text(apart, 60).width


def test_without_raqm_an_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(features, "check", lambda feature: False)
    with pytest.raises(ImproperlyConfigured, match="Raqm"):
        share_image(TITLES["ar"], "", 1, 10, "ar")


def test_long_titles_end_after_three_lines():
    lines = wrap("Wir brauchen mehr Sprachen " * 20, 54, 1072, most=3, bold=True)
    assert len(lines) == 3
    assert lines[-1].text.endswith("…")
    assert all(line.width <= 1072 for line in lines)


def test_a_word_wider_than_the_picture_is_cut():
    [line] = wrap("Donaudampfschifffahrtsgesellschaft" * 4, 54, 1072, most=1)
    assert line.width <= 1072


def test_empty_texts_draw_nothing_and_do_not_fail():
    assert opened(share_image("", "", 0, 0, "de")).getpixel((600, 300)) == rgb(PETROL)
