"""The fields of the organisers' pages: a new picture, another one in its place, other words."""

import pytest
from django.utils import translation

from pictures import services
from pictures.forms import PictureForm, takes_picture
from pictures.models import Picture

from .samples import SVG, about, photo, sent

pytestmark = pytest.mark.django_db

WORDS = {
    "alt_de": "Zwei Frauen halten ein Banner",
    "alt_tr": "İki kadın bir pankart tutuyor",
    "credit": "Gül Demir",
    "licence": "own",
    "focus": "top",
}


def filled(file=None, picture=None, **changes):
    files = {"file": file} if file else {}
    return PictureForm(WORDS | changes, files, picture=picture)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_new_picture():
    form = filled(photo())
    assert form.is_valid()
    picture = form.save()
    texts = dict(picture.texts.values_list("language", "alt"))
    assert texts == {"de": WORDS["alt_de"], "tr": WORDS["alt_tr"]}
    assert (picture.credit, picture.focus, picture.is_demo) == ("Gül Demir", "top", False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"alt_de": " "}, "alt_de"),
        ({"alt_de": "x" * 301}, "alt_de"),
        ({"credit": ""}, "credit"),
        ({"licence": "other"}, "licence_text"),
        (
            {"licence": "other", "licence_text": "x", "licence_link": "javascript:x"},
            "licence_link",
        ),
        ({"focus": "above"}, "focus"),
    ],
)
def test_what_is_missing_is_said_at_its_field(changes, field):
    form = filled(photo(), **changes)
    assert not form.is_valid()
    assert set(form.errors) == {field, "file"}
    # A browser doesn't send a file twice.
    assert form.errors["file"] == ["The picture is fine. Please choose it once more."]


def test_what_the_picture_lacks_is_said_at_the_file():
    form = filled(sent(SVG, "banner.jpg"))
    assert form.errors == {
        "file": ["SVG files are not taken here. Please save the picture as PNG first."]
    }
    assert filled().errors == {"file": ["Choose a picture."]}
    assert "empty" in filled(sent(b"")).errors["file"][0]
    assert not Picture.objects.exists()


def test_other_words_for_the_same_picture(picture):
    form = filled(picture=picture, credit="Ayşe Kaya")
    assert form.is_valid()
    assert form.save() == picture
    picture.refresh_from_db()
    assert picture.credit == "Ayşe Kaya"


def test_another_file_is_another_picture_and_the_old_one_stays_for_now(picture):
    form = filled(photo(80), picture=picture)
    assert form.is_valid()
    assert form.save() != picture
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_the_same_file_again_is_the_same_picture(picture):
    form = filled(photo(), picture=picture)
    assert form.is_valid()
    assert form.save() == picture
    assert Picture.objects.count() == 1
    assert picture.files.count() == 1


def test_it_shows_what_is_known(picture):
    services.describe(picture, about(alts={"de": "Ein Banner", "ar": "لافتة"}, licence="cc0-1.0"))
    form = PictureForm(picture=picture, prefix="photo")
    assert form["alt_ar"].value() == "لافتة"
    assert form["licence"].value() == "cc0-1.0"
    assert not form["file"].field.required
    assert 'name="photo-alt_de"' in str(form["alt_de"])


def test_a_phone_offers_its_camera_and_its_pictures():
    html = str(PictureForm()["file"])
    assert 'accept="image/jpeg,image/png,image/webp,image/gif"' in html
    assert "capture" not in html


def test_every_language_has_its_field_in_its_direction():
    form = PictureForm()
    assert [field.name for field in form.alts] == ["alt_de", "alt_en", "alt_tr", "alt_ar"]
    assert 'lang="ar" dir="rtl"' in str(form["alt_ar"])
    assert [field.field.required for field in form.alts] == [True, False, False, False]


def test_the_fields_with_the_picture_as_it_is_now(picture):
    from django.template.loader import render_to_string

    html = render_to_string(
        "components/picture_fields.html", {"form": PictureForm(picture=picture)}
    )
    assert picture.original.url in html
    for name in PictureForm().fields:
        assert f'name="{name}"' in html
    assert "<img" not in render_to_string(
        "components/picture_fields.html", {"form": PictureForm()}
    )


def test_a_view_says_that_it_takes_pictures(settings):
    assert takes_picture(lambda request: None).most_file_bytes == settings.MAX_PICTURE_BYTES
