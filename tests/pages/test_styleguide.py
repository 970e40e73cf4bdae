import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_every_component_can_be_shown_in_every_language(client, language):
    assert client.get(f"/{language}/styleguide/").status_code == 200


@pytest.mark.django_db
def test_it_shows_what_stands_where_something_is_not_to_be_had(client):
    page = client.get("/en/styleguide/").text
    for words in (
        "The search is switched off for a while",
        "Ab Montag, 9 Uhr",
        "Please press the button again in about 15 seconds",
        "your device solves a small task first",
        "Too much is going on just now",
    ):
        assert words in page
