import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_every_component_can_be_shown_in_every_language(client, language):
    assert client.get(f"/{language}/styleguide/").status_code == 200
