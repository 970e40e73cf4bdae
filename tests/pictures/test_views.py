"""A picture's bytes at an address of their own: for everybody, for ever, and harmless."""

import pytest
from django.conf import settings as configured

from pictures import services, shelf
from pictures.models import PictureFile
from tests.organising import somebody
from web import pressure
from web.meter import Level

from .samples import about, dots, photo

pytestmark = pytest.mark.django_db
UNKNOWN = f"/pictures/{'0' * 32}.webp"


@pytest.fixture
def file(picture) -> PictureFile:
    services.make_variants(picture.pk)
    return picture.files.get(format="webp")


def test_it_is_shown_as_what_it_is(client, file):
    response = client.get(file.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == str(len(response.content))
    assert dots(response.content).size == (64, 48)
    jpeg = client.get(file.picture.fallback.url)
    assert jpeg["Content-Type"] == "image/jpeg"
    assert dots(jpeg.content).format == "JPEG"


def test_it_is_kept_for_ever_and_knows_nobody(client, file):
    client.cookies[configured.SESSION_COOKIE_NAME] = "somebody"
    response = client.get(file.url)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert "Vary" not in response
    assert "Content-Language" not in response


@pytest.mark.parametrize("language", ["de", "ar"])
def test_it_is_one_for_every_language_and_for_who_is_logged_in(client, file, language):
    client.force_login(somebody("stranger"))
    response = client.get(file.url, headers={"accept-language": language})
    assert "Vary" not in response
    held = client.get(file.url, headers={"if-none-match": response["ETag"]})
    assert held.status_code == 304
    assert "Vary" not in held


def test_opened_by_itself_it_can_do_nothing(client, file):
    policy = client.get(file.url)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy.split("; ")


def test_who_has_it_is_sent_nothing(client, file):
    etag = client.get(file.url)["ETag"]
    response = client.get(file.url, headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert "immutable" in response["Cache-Control"]
    assert client.get(file.url, headers={"if-none-match": '"other"'}).status_code == 200


def test_head_says_how_much_it_would_be(client, file):
    response = client.head(file.url)
    assert response.status_code == 200
    assert response.content == b""
    assert response["Content-Length"] == str(len(client.get(file.url).content))


@pytest.mark.parametrize(
    "path",
    [UNKNOWN, "/pictures/0.webp", "/pictures/../settings.py", "/pictures/", "/de" + UNKNOWN],
)
def test_what_there_is_not_is_not_found(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "immutable" not in response.get("Cache-Control", "")


def test_a_file_has_one_format_only(client, file):
    assert client.get(file.url.replace("webp", "jpeg")).status_code == 404


def test_nothing_is_sent_to_it(client, file):
    assert client.post(file.url).status_code == 405


def test_many_ask_and_the_database_is_asked_once(client, file, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get(file.url).content == client.get(file.url).content


def test_what_is_gone_is_gone_within_a_minute(client, file, monkeypatch):
    monkeypatch.setattr(shelf, "SECONDS", 0.0)
    assert client.get(file.url).status_code == 200
    services.drop(file.picture)
    assert client.get(file.url).status_code == 404


def test_what_is_at_hand_has_a_limit(client, monkeypatch):
    urls = []
    for number in range(4):
        made = services.take(photo(60 + number), about())
        urls.append(made.original.url)
    sizes = [len(client.get(url).content) for url in urls]
    shelf.forget()
    monkeypatch.setattr(shelf, "MOST_BYTES", sum(sizes[2:]) + 1)
    for url in urls:
        client.get(url)
    assert sum(len(one.content) for one in shelf._files.values()) <= shelf.MOST_BYTES
    digest, kind = urls[-1].removeprefix("/pictures/").split(".")
    assert shelf.kept(digest, kind)
    shelf.forget()
    monkeypatch.setattr(shelf, "LARGEST", 10)
    client.get(urls[0])
    assert not shelf._files


class Busy:
    level = Level.VERY_BUSY
    threads = under_way = 1

    def begin(self, waited):
        class Ticket:
            has_place = True

        return Ticket()

    def end(self, ticket):
        pass


def test_under_pressure_only_what_is_at_hand_is_shown(client, file, monkeypatch):
    other = file.picture.fallback
    client.get(file.url)
    monkeypatch.setattr(pressure, "meter", Busy())
    assert client.get(file.url).status_code == 200
    assert client.get(other.url).status_code == 503


def test_two_pictures_may_hold_the_same_file(client):
    first, second = services.take(photo(), about()), services.take(photo(), about())
    assert first.original.url == second.original.url
    services.drop(first)
    shelf.forget()
    assert client.get(second.original.url).status_code == 200
