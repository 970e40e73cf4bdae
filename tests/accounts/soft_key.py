"""A passkey made of software: what a phone does when it is asked for a fingerprint."""

import hashlib
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


@dataclass
class SoftKey:
    """One key for one account at one site."""

    host: str = "testserver"
    identity: bytes = field(default_factory=lambda: os.urandom(16))
    user_handle: str = ""

    def __post_init__(self):
        self._private = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: dict) -> dict:
        """Answer navigator.credentials.create()."""
        wanted = options["publicKey"]
        self.user_handle = wanted["user"]["id"]
        public = ES256.from_cryptography_key(self._private.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.identity, public)
        known = self._known(FLAG.UP | FLAG.UV | FLAG.AT, credential)
        response = {
            "clientDataJSON": self._client_data("webauthn.create", wanted),
            "attestationObject": websafe_encode(AttestationObject.create("none", known, {})),
        }
        return self._credential(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict) -> dict:
        """Answer navigator.credentials.get()."""
        client_data = self._client_data("webauthn.get", options["publicKey"])
        known = self._known(FLAG.UP | FLAG.UV)
        signed = known + hashlib.sha256(websafe_decode(client_data)).digest()
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": websafe_encode(known),
            "signature": websafe_encode(self._private.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": self.user_handle,
        }
        return self._credential(response) | {"clientExtensionResults": {}}

    def _known(self, flags, credential=b""):
        return AuthenticatorData.create(
            hashlib.sha256(self.host.encode()).digest(), flags, 0, credential
        )

    def _client_data(self, kind: str, wanted: dict) -> str:
        data = CollectedClientData.create(kind, wanted["challenge"], f"http://{self.host}")
        return websafe_encode(data)

    def _credential(self, response: dict) -> dict:
        identity = websafe_encode(self.identity)
        return {"type": "public-key", "id": identity, "rawId": identity, "response": response}
