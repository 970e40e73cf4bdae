from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from partners.models import Organisation
from tests.factories import OrganisationFactory
from tests.webhooks.receiver import Receiver, listening
from webhooks import signing
from webhooks.models import Delivery, Endpoint
from webhooks.services import take_turn
from webhooks.types import CHOICES

ALL = sorted(name for name, _label in CHOICES)


@pytest.fixture(autouse=True)
def _private(settings) -> None:
    """Receivers of tests are on this machine."""
    settings.WEBHOOKS_ALLOW_PRIVATE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as receiver:
        yield receiver


@pytest.fixture
def organisation(db) -> Organisation:
    return OrganisationFactory(name="Verein Vielfalt")


def endpoint_of(organisation: Organisation, url: str = "https://hooks.example/", **fields: Any):
    fields = {"types": ALL, "secret": signing.new_secret(), **fields}
    return Endpoint.objects.create(organisation=organisation, url=url, **fields)


@pytest.fixture
def endpoint(organisation, receiver) -> Endpoint:
    return endpoint_of(organisation, receiver.url)


def delivered() -> list[Delivery]:
    """Deliver what is due now; give all there is, the oldest first."""
    while take_turn():
        pass
    return list(Delivery.objects.order_by("pk"))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Path:
    """For hooks.example, by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
