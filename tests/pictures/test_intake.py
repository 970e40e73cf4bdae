"""What is sent in is looked at, refused with a sentence, or drawn anew without anything else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageOps

from pictures import intake
from pictures.intake import prepare

from . import samples
from .samples import BLUE, RED, dots, halves, saved, sent

ROOT = Path(__file__).resolve().parents[2]
LARGEST = intake.LARGEST


def refused(content: bytes, **as_said: str) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        prepare(sent(content, **as_said))
    return caught.value.code, caught.value.messages[0]


def near(image: Image.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    found = image.convert("RGB").getpixel(place)
    return all(abs(one - other) < 12 for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_people_send_is_taken(kind):
    prepared = prepare(sent(saved(halves(), kind)))
    assert (prepared.width, prepared.height) == (64, 48)
    assert prepared.format == "jpeg"
    image = dots(prepared.content)
    assert near(image, (5, 5), RED)
    assert near(image, (5, 40), BLUE)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (samples.SVG, "svg"),
        (samples.SVG_WITH_SCRIPT, "svg"),
        (samples.HEIC, "apple"),
        (saved(halves(), "AVIF"), "apple"),
        (samples.VIDEO, "unknown"),
        (b"<!doctype html><script>alert(1)</script>", "unknown"),
        (b"%PDF-1.7 and so on", "unknown"),
        (saved(halves(), "BMP"), "unknown"),
        (saved(halves(), "TIFF"), "unknown"),
        (samples.moving("GIF"), "moving"),
        (samples.moving("WEBP"), "moving"),
        (samples.moving("PNG"), "moving"),
        (saved(halves(640, 480))[:-2000], "damaged"),
        (saved(halves(640, 480))[:100], "damaged"),
        (saved(halves(640, 480), "PNG")[:-60], "damaged"),
        (saved(halves(640, 480), "WEBP")[:-60], "damaged"),
        (saved(halves(640, 480), "GIF")[:200], "damaged"),
        (samples.jpeg_of(9000, 9000), "too_many_pixels"),
        (samples.png_bomb(6000, 5000), "too_many_pixels"),
        (samples.png_bomb(60_000, 60_000), "too_many_pixels"),
        (samples.png_bomb(3000, 3000), "damaged"),
        (samples.webp_bomb(), "too_many_pixels"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_a_sentence(content, code):
    assert refused(content)[0] == code


def test_sentences_name_the_numbers(settings):
    settings.MAX_PICTURE_BYTES = 2_000_000
    assert "2 MB" in refused(bytes(2_000_001))[1]
    assert "50" in refused(samples.jpeg_of(9000, 9000))[1]
    assert "20" in refused(samples.png_bomb(6000, 5000))[1]


def test_only_the_content_counts():
    page = b"<!doctype html><script>alert(1)</script>"
    assert refused(page, name="foto.jpg", kind="image/jpeg")[0] == "unknown"
    assert prepare(sent(saved(halves(), "PNG"), "x.svg", "image/svg+xml")).width == 64


def test_nothing_but_the_dots_is_kept():
    content = samples.with_position() + b"PK\x03\x04 <script>alert('secret archive')</script>"
    assert content.count(b"secret") == 5
    prepared = prepare(sent(content))
    assert b"secret" not in prepared.content
    image = dots(prepared.content)
    assert dict(image.getexif()) == {}
    assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(image.info)


def test_a_photo_on_its_side_is_turned():
    prepared = prepare(sent(samples.with_position()))
    assert (prepared.width, prepared.height) == (48, 64)
    # Turned to the right, what was above is on the right.
    image = dots(prepared.content)
    assert near(image, (40, 30), RED)
    assert near(image, (8, 30), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_as_pillow_says(orientation):
    image = Image.new("RGB", (40, 20), RED)
    image.paste(BLUE, (0, 0, 8, 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(image, "PNG", exif=exif)
    expected = ImageOps.exif_transpose(dots(content))
    kept = dots(prepare(sent(content)).content)
    assert kept.size == expected.size
    for corner in [(3, 3), (kept.width - 4, 3), (3, kept.height - 4)]:
        assert near(kept, corner, expected.getpixel(corner))


def test_a_broken_note_of_the_camera_is_no_reason_to_refuse():
    content = saved(halves(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7fgarbage")
    assert prepare(sent(content)).width == 64


def test_colours_are_turned_into_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (lab, b"no profile at all"):
        image = dots(prepare(sent(saved(halves(), icc_profile=profile))).content)
        assert near(image, (5, 5), RED)
    swapped = prepare(sent(saved(halves(), icc_profile=swapped_profile())))
    assert not near(dots(swapped.content), (5, 5), RED)


def swapped_profile() -> bytes:
    """sRGB with the colorants of red and blue exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


def test_print_colours_and_greys_are_taken():
    assert near(
        dots(prepare(sent(saved(halves(mode="RGB").convert("CMYK")))).content), (5, 5), RED
    )
    grey = Image.new("I;16", (10, 10), 32768)
    assert near(dots(prepare(sent(saved(grey, "PNG"))).content), (5, 5), (128, 128, 128))
    assert prepare(sent(saved(halves().convert("1"), "PNG"))).width == 64


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_see_through_stays_so(mode):
    image = samples.see_through()
    if mode == "P":
        content = saved(image.convert("RGBA").quantize(8), "PNG")
    else:
        content = saved(image.convert(mode), "PNG")
    prepared = prepare(sent(content))
    assert prepared.format == "webp"
    alpha = dots(prepared.content).convert("RGBA").getchannel("A")
    assert alpha.getpixel((5, 5)) == 255
    assert alpha.getpixel((60, 5)) == 0


def test_an_alpha_channel_that_hides_nothing_makes_no_difference():
    assert prepare(sent(saved(halves().convert("RGBA"), "PNG"))).format == "jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_kept_is_no_larger_than_any_page_shows(kind):
    prepared = prepare(sent(saved(halves(5200, 1300), kind)))
    assert (prepared.width, prepared.height) == (LARGEST, 600)
    assert dots(prepared.content).size == (LARGEST, 600)
    assert prepare(sent(saved(halves(8000, 2), kind))).height == 1


def test_of_a_phones_photo_with_more_behind_it_the_first_is_taken():
    content = saved(halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))])
    image = dots(prepare(sent(content)).content)
    assert near(image, (5, 5), RED)


def test_who_waits_too_long_is_asked_to_come_again(monkeypatch):
    monkeypatch.setattr(intake, "PATIENCE_SECONDS", 0.01)
    with intake._one_at_a_time:
        assert refused(saved(halves()))[0] == "busy"
    assert prepare(sent(saved(halves()))).width == 64


def test_a_refused_file_lets_the_next_one_through(monkeypatch):
    monkeypatch.setattr(intake, "PATIENCE_SECONDS", 0.01)
    refused(samples.png_bomb(3000, 3000))
    assert prepare(sent(saved(halves()))).width == 64


def test_taking_the_largest_photo_takes_little_memory(tmp_path):
    """48 million pixels in nearly 15 MB: unpacked they would be 144 MB."""
    photo = tmp_path / "photo.jpg"
    make = Image.new("L", (8000, 6000))
    tile = Image.effect_noise((1000, 1000), 70)
    for place in range(48):
        make.paste(tile, (place % 8 * 1000, place // 8 * 1000))
    make.convert("RGB").save(photo, "JPEG", quality=25)
    del make
    assert 10_000_000 < photo.stat().st_size < 15_000_000
    script = """
import json, resource, sys
from django.conf import settings
settings.configure(MAX_PICTURE_BYTES=15_000_000, USE_I18N=False)
from PIL import Image
from pictures.intake import prepare
import PIL.JpegImagePlugin, PIL.WebPImagePlugin
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak()
with open(sys.argv[1], "rb") as file:
    prepared = prepare(file)
print(json.dumps([prepared.width, peak() - before]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(photo)],
        env={"PYTHONPATH": f"{ROOT}/platform", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    width, megabytes = json.loads(done.stdout)
    assert width == LARGEST
    assert megabytes < 100
