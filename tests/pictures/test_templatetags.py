"""`{% picture %}`: the file that fits, the words that fit, and room kept for it."""

from html.parser import HTMLParser

import pytest
from django.template import engines
from django.utils import translation

from pictures import services
from pictures.models import Picture

from .samples import about, halves, photo, saved, sent

pytestmark = pytest.mark.django_db


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str | None]] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found[tag] = dict(attrs)


def rendered(picture: Picture | None, options: str = "") -> str:
    source = "{% load pictures %}{% picture picture " + options + " %}"
    return engines["django"].from_string(source).render({"picture": picture})


def shown(picture: Picture, options: str = "") -> dict[str, dict[str, str | None]]:
    return Tags(rendered(Picture.objects.to_show().get(pk=picture.pk), options)).found


def test_before_the_job_has_run_the_original_stands_in(picture):
    tags = shown(picture)
    assert "source" not in tags
    assert tags["img"]["src"] == picture.original.url


def test_afterwards_a_browser_can_choose():
    picture = services.take(sent(saved(halves(1000, 500))), about())
    services.make_variants(picture.pk)
    tags = shown(picture, 'sizes="(min-width: 48rem) 50vw, 100vw"')
    files = {file.width: file.url for file in picture.files.filter(format="webp")}
    assert tags["source"] == {
        "type": "image/webp",
        "srcset": f"{files[480]} 480w, {files[960]} 960w, {files[1000]} 1000w",
        "sizes": "(min-width: 48rem) 50vw, 100vw",
    }
    assert tags["img"]["src"] == picture.files.get(format="jpeg", is_original=False).url


@pytest.mark.parametrize("language", ["de", "ar"])
def test_room_is_kept_in_numbers_that_html_knows(language):
    picture = services.take(sent(saved(halves(1600, 1200))), about())
    with translation.override(language):
        image = shown(picture)["img"]
    assert (image["width"], image["height"]) == ("1600", "1200")
    assert (image["loading"], image["decoding"]) == ("lazy", "async")


def test_what_is_seen_first_is_not_put_off(picture):
    assert shown(picture, 'loading="eager"')["img"]["loading"] == "eager"


def test_words_in_another_language_say_so():
    picture = services.take(photo(), about(alts={"de": "Ein „Banner“", "tr": "Bir pankart"}))
    with translation.override("tr"):
        image = shown(picture)["img"]
        assert image["alt"] == "Bir pankart"
        assert "lang" not in image
    with translation.override("ar"):
        image = shown(picture)["img"]
        assert (image["alt"], image["lang"], image["dir"]) == ("Ein „Banner“", "de", "ltr")


def test_a_card_may_cut_it(picture):
    source = '{% load pictures %}{% picture picture shape="wide" %}'
    html = engines["django"].from_string(source).render({"picture": picture})
    assert Tags(html).found["picture"]["class"] == "picture picture--wide"
    assert shown(picture)["picture"]["class"] == "picture"


def test_under_it_stands_who_made_it_and_the_licence():
    picture = services.take(photo(), about(credit="<b>Gül", licence="cc-by-4.0"))
    html = rendered(picture, "caption=True")
    assert "&lt;b&gt;Gül" in html
    assert Tags(html).found["a"]["href"].startswith("https://creativecommons.org/licenses/by/4.0/")
    assert "figcaption" not in rendered(picture)
    own = services.take(photo(), about())
    assert "<a" not in rendered(own, "caption=True")


def test_what_must_stay_in_sight_is_a_class(picture):
    services.describe(picture, about(focus="top"))
    assert "picture__image--top" in shown(picture)["img"]["class"].split()


def test_without_a_picture_there_is_nothing():
    assert rendered(None).strip() == ""


def test_showing_a_prefetched_picture_asks_nothing(picture, django_assert_num_queries):
    services.make_variants(picture.pk)
    known = Picture.objects.to_show().get()
    with django_assert_num_queries(0):
        rendered(known, "caption=True")
