"""What a first visit costs: 120 KB, and 200 KB where Arabic letters are needed."""

import pytest

pytestmark = pytest.mark.browser

PETITION = "petitions/kommunales-wahlrecht/"


@pytest.mark.parametrize(
    ("language", "kilobytes"), [("de", 120), ("en", 120), ("tr", 120), ("ar", 200)]
)
def test_a_petition_page_is_light_on_first_visit(visitor, language, kilobytes):
    person = visitor(language)
    received = transferred(person)
    assert person.open(PETITION).status == 200
    person.page.wait_for_load_state("networkidle")
    person.page.evaluate("() => document.fonts.ready.then(() => true)")
    total = sum(received.values())
    assert total <= kilobytes * 1000, "\n".join(
        f"{size:>8} {url}" for url, size in sorted(received.items(), key=lambda item: -item[1])
    )


def transferred(person) -> dict[str, int]:
    """Bytes that come over the wire by address, headers included, from now on."""
    received: dict[str, int] = {}
    addresses: dict[str, str] = {}
    devtools = person.context.new_cdp_session(person.page)
    devtools.send("Network.enable")
    devtools.on(
        "Network.responseReceived",
        lambda event: addresses.update({event["requestId"]: event["response"]["url"]}),
    )
    devtools.on(
        "Network.loadingFinished",
        lambda event: received.update(
            {addresses.get(event["requestId"], "?"): int(event["encodedDataLength"])}
        ),
    )
    return received
