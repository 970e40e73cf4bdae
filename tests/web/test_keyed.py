from django.utils.crypto import salted_hmac

from web.keyed import keyed_code


def test_it_is_djangos_code(settings):
    for secret in ("one", "another"):
        settings.SECRET_KEY = secret
        for salt, text in (
            ("web.limits", "10.0.0.1/32"),
            ("petitions.name", "Ayşe Öz"),
            ("a", ""),
        ):
            expected = salted_hmac(salt, text, algorithm="sha256").hexdigest()
            assert keyed_code(salt, text) == expected
