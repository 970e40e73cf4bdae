"""Taken, described, drawn in each width, and let go when nothing refers to them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from jobs.models import Job
from jobs.services import run_due
from pictures import services
from pictures.models import Picture, PictureFile, PictureText, pictures_of
from privacy import retention
from tests.petitions.at_once import amid, at_once

from .samples import about, halves, photo, saved, see_through, sent

pytestmark = pytest.mark.django_db
many_at_once = pytest.mark.django_db(transaction=True)


def files(picture: Picture) -> set[tuple[str, int, bool]]:
    return set(picture.files.values_list("format", "width", "is_original"))


# --- Taking ------------------------------------------------------------------


def test_what_is_taken_is_there_at_once_and_its_job_waits(picture):
    assert (picture.width, picture.height) == (64, 48)
    assert files(picture) == {("jpeg", 64, True)}
    assert picture.alt == "Zwei Frauen halten ein Banner"
    assert Job.objects.get().kind == "pictures.make_variants"


def test_the_job_draws_the_rest():
    picture = services.take(sent(saved(halves(1200, 900))), about())
    run_due()
    assert files(picture) == {
        ("jpeg", 1200, True),
        ("webp", 480, False),
        ("webp", 960, False),
        ("webp", 1200, False),
        ("jpeg", 960, False),
    }


def test_a_see_through_picture_gets_a_jpeg_as_well():
    picture = services.take(sent(saved(see_through(), "PNG")), about())
    run_due()
    assert files(picture) == {("webp", 64, True), ("webp", 64, False), ("jpeg", 64, False)}


def test_a_refused_file_leaves_nothing_behind():
    with pytest.raises(ValidationError):
        services.take(sent(b"nothing"), about())
    assert not Picture.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"alts": {"de": "  "}}, "alts"),
        ({"alts": {"tr": "İki kadın"}}, "alts"),
        ({"credit": " "}, "credit"),
        ({"licence": "other"}, "licence_text"),
    ],
)
def test_without_words_no_picture(changes, field):
    with pytest.raises(ValidationError) as caught:
        services.take(photo(), about(**changes))
    assert list(caught.value.message_dict) == [field]
    assert not Picture.objects.exists()


def test_the_job_again_changes_nothing(picture):
    services.make_variants(picture.pk)
    before = list(picture.files.order_by("pk").values_list("pk", "digest"))
    services.make_variants(picture.pk)
    assert list(picture.files.order_by("pk").values_list("pk", "digest")) == before


def test_the_job_finishes_what_was_broken_off():
    picture = services.take(sent(saved(halves(1000, 500))), about())
    services.make_variants(picture.pk)
    whole = files(picture)
    picture.files.get(width=480).delete()
    services.make_variants(picture.pk)
    assert files(picture) == whole


def test_the_job_of_a_picture_that_is_gone_is_no_failure(picture):
    picture.delete()
    services.make_variants(picture.pk)
    assert run_due() == 1


# --- Words -------------------------------------------------------------------


def test_words_are_shown_in_the_pages_language_or_in_german():
    picture = services.take(photo(), about(alts={"de": "Ein Banner", "tr": "Bir pankart"}))
    for language, alt in [("tr", "Bir pankart"), ("ar", "Ein Banner")]:
        with translation.override(language):
            assert Picture.objects.to_show().get(pk=picture.pk).alt == alt


def test_a_changed_german_text_leaves_its_translations_stale():
    alts = {"de": "Ein Banner", "tr": "Bir pankart", "ar": "لافتة"}
    picture = services.take(photo(), about(alts=alts))
    changed = alts | {"de": "Zwei Banner", "ar": "لافتتان"}
    services.describe(picture, about(alts=changed))
    states = dict(picture.texts.values_list("language", "status"))
    assert states == {"de": "reviewed", "ar": "reviewed", "tr": "stale"}
    services.describe(picture, about(alts=changed, checked=frozenset({"tr"})))
    assert (
        picture.texts.get(language="tr").source_hash
        == picture.texts.get(language="de").source_hash
    )


def test_a_text_that_is_left_empty_goes():
    picture = services.take(photo(), about(alts={"de": "Ein Banner", "tr": "Bir pankart"}))
    services.describe(picture, about(alts={"de": "Ein Banner", "tr": ""}, credit="Ayşe Kaya"))
    assert list(picture.texts.values_list("language", flat=True)) == ["de"]
    picture.refresh_from_db()
    assert picture.credit == "Ayşe Kaya"


@pytest.mark.parametrize(
    ("licence", "name", "url"),
    [
        ("own", "", ""),
        ("cc-by-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.tr"),
        ("cc-by-sa-3.0", "CC BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/deed.tr"),
        ("cc0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.tr"),
        ("other", "Datenlizenz 2.0", "https://example.org/lizenz"),
    ],
)
def test_a_licence_is_named_and_can_be_read(licence, name, url):
    other = {"licence_text": "Datenlizenz 2.0", "licence_link": "https://example.org/lizenz"}
    picture = services.take(photo(), about(licence=licence, **other))
    with translation.override("tr"):
        assert (picture.licence_name, picture.licence_url) == (name, url)


def test_another_licence_has_a_name_in_the_database_too(picture):
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(licence="other")


# --- Bytes -------------------------------------------------------------------


def test_no_list_loads_bytes(picture, django_assert_num_queries):
    services.make_variants(picture.pk)
    with django_assert_num_queries(3) as asked:
        for one in Picture.objects.to_show():
            assert one.fallback.url
            assert one.sources[0].url
            assert one.alt
        assert "content" not in " ".join(query["sql"] for query in asked.captured_queries)
    with django_assert_num_queries(1) as asked:
        list(picture.files.all())
    assert "content" not in asked.captured_queries[0]["sql"]


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_of_many_things_cost_three_queries(poster, count, django_assert_num_queries):
    for number in range(count):
        made = services.take(photo(60 + number), about())
        services.make_variants(made.pk)
        poster.objects.create(picture=made)
    with django_assert_num_queries(4):
        for one in poster.objects.prefetch_related(pictures_of()):
            assert one.picture.sources
            assert one.picture.fallback
            assert one.picture.text.alt


def test_deleting_loads_no_bytes(picture, django_assert_num_queries):
    services.make_variants(picture.pk)
    # One question for each model that may show a picture.
    with django_assert_num_queries(13, exact=False) as asked:
        assert services.drop(picture)
    assert "content" not in " ".join(query["sql"] for query in asked.captured_queries)


# --- Letting go --------------------------------------------------------------


def test_what_nothing_refers_to_can_be_dropped(picture):
    services.make_variants(picture.pk)
    assert services.drop(picture)
    assert not Picture.objects.exists()
    assert not PictureFile.objects.exists()
    assert not PictureText.objects.exists()
    assert services.drop(picture)


def test_what_something_refers_to_stays(poster, picture):
    other = services.take(photo(80), about())
    first = poster.objects.create(picture=picture)
    first.more.add(other)
    assert not services.drop(picture)
    assert not services.drop(other)
    first.delete()
    assert services.drop(picture)
    assert services.drop(other)


def test_nights_take_away_what_is_unused_for_a_day(poster, picture):
    used = services.take(photo(80), about())
    poster.objects.create(picture=used)
    now = timezone.now()
    assert services.drop_unused() == 0
    with time_machine.travel(now + timedelta(hours=1)):
        assert services.drop_unused() == 0
    with time_machine.travel(now + timedelta(hours=24)):
        assert services.drop_unused() == 1
    assert Picture.objects.get() == used


def test_what_is_used_again_begins_anew(poster, picture):
    now = timezone.now()
    services.drop_unused()
    only = poster.objects.create(picture=picture)
    with time_machine.travel(now + timedelta(hours=24)):
        assert services.drop_unused() == 0
        only.delete()
        assert services.drop_unused() == 0
    with time_machine.travel(now + timedelta(hours=48)):
        assert services.drop_unused() == 1


def test_the_nights_are_part_of_the_published_policy(picture):
    [rule] = [one for one in retention.POLICY if one.model == "pictures.Picture"]
    assert rule.run == services.drop_unused
    assert rule.fields == ("credit",)


# --- At once -----------------------------------------------------------------


@many_at_once
def test_workers_that_draw_at_once_store_each_file_once():
    picture = services.take(sent(saved(halves(1000, 500))), about())
    assert at_once(4, lambda: services.make_variants(picture.pk)) == [None] * 4
    assert sorted(picture.files.values_list("format", "width", "is_original")) == [
        ("jpeg", 960, False),
        ("jpeg", 1000, True),
        ("webp", 480, False),
        ("webp", 960, False),
        ("webp", 1000, False),
    ]


@many_at_once
def test_a_picture_dropped_while_it_is_drawn_leaves_no_file():
    picture = services.take(photo(), about())
    amid(
        lambda: services.make_variants(picture.pk),
        "pictures.drawing.draw",
        lambda: services.drop(picture),
    )
    assert not PictureFile.objects.exists()
    assert not Picture.objects.exists()


@many_at_once
def test_who_begins_to_refer_to_a_picture_while_it_is_dropped_learns_it(poster, picture):
    def refer() -> str:
        try:
            poster.objects.create(picture_id=picture.pk)
        except IntegrityError:
            return "it is gone"
        return "it is there"

    # By then it is locked, and nothing refers to it yet.
    stopped = amid(lambda: services.drop(picture), "pictures.models.references", refer)
    assert stopped == [True, "it is gone"]
    assert not poster.objects.exists()
