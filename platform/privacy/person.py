"""Who is one person: the canonical e-mail address and the keyed hash made from it.

The rules live here and not in a library because a key once stored must never change:
docs/adr/0004-person-key-and-encryption.md says why each provider is treated as it is.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import idna
from django.conf import settings


@dataclass(frozen=True)
class Provider:
    """How one mail provider reads the part before the @."""

    domain: str = ""  # the domain its aliases stand for; empty: each domain is its own
    strips_plus: bool = True
    ignores_dots: bool = False


GMAIL = Provider(domain="gmail.com", ignores_dots=True)
ICLOUD = Provider(domain="icloud.com")
PROTON = Provider(domain="proton.me")
# Plus addressing is known here, and every domain is a mailbox of its own.
PLUS = Provider()
# No plus addressing: "+" would be part of the name.
NO_PLUS = Provider(strips_plus=False)
# Anyone else: most servers deliver a tagged address to the same person, and a person
# who signs twice is the worse mistake.
UNKNOWN = Provider()

PROVIDERS = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), GMAIL),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), ICLOUD),
    **dict.fromkeys(("proton.me", "protonmail.com", "protonmail.ch", "pm.me"), PROTON),
    **dict.fromkeys(("outlook.com", "outlook.de", "hotmail.com", "hotmail.de"), PLUS),
    **dict.fromkeys(("live.com", "live.de", "msn.com"), PLUS),
    **dict.fromkeys(("fastmail.com", "fastmail.fm"), PLUS),
    **dict.fromkeys(("posteo.de", "posteo.net", "posteo.org", "mailbox.org"), PLUS),
    **dict.fromkeys(("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de"), NO_PLUS),
}

# What nearly all names before the @ are made of, so that not each sign must be looked at.
PLAIN_NAME = re.compile(r"[a-z0-9._+-]+")
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


def canonical_address(email: str) -> str:
    """Return the one spelling of an address by which a person is known; idempotent.

    Case, Unicode look-alikes, plus tags and (at Gmail only) dots are levelled; the domain
    is ASCII. Raises ValueError for what is no address; the message never repeats it.
    """
    address = _levelled(email)
    name, at, domain = address.rpartition("@")
    if not (at and name and domain) or len(address) > LONGEST_ADDRESS:
        raise ValueError("Not an e-mail address.")
    if not PLAIN_NAME.fullmatch(name) and any(_is_forbidden(sign) for sign in name):
        raise ValueError("Not an e-mail address.")
    domain = _ascii_domain(domain)
    provider = PROVIDERS.get(domain, UNKNOWN)
    if provider.strips_plus:
        # A name that begins with "+" has nothing before the tag: it is kept whole.
        name = name.split("+", 1)[0] or name
    if provider.ignores_dots:
        name = name.replace(".", "")
    if not name or name.startswith(".") or name.endswith(".") or ".." in name:
        raise ValueError("Not an e-mail address.")
    return f"{name}@{provider.domain or domain}"


def person_key(email: str) -> str:
    """Return the newest key of a person: "<version>:<64 hex>", HMAC-SHA-256 of the address."""
    return _key(canonical_address(email), settings.PERSON_KEYS[0])


def person_keys(email: str) -> tuple[str, ...]:
    """Return the person's keys under every version still in use, newest first."""
    address = canonical_address(email)
    return tuple(_key(address, versioned) for versioned in settings.PERSON_KEYS)


def _key(address: str, versioned_secret: str) -> str:
    version, _, secret = versioned_secret.partition(":")
    digest = hmac.new(secret.encode(), address.encode(), hashlib.sha256).hexdigest()
    return f"{version}:{digest}"


def _levelled(email: str) -> str:
    # Lower-casing can undo the normal form ("İ"), so it is made again afterwards.
    text = unicodedata.normalize("NFKC", email.strip()).lower()
    return unicodedata.normalize("NFKC", text).strip()


def _is_forbidden(sign: str) -> bool:
    """Spaces, quotes, brackets, and everything that cannot be seen."""
    return sign in '@"(),:;<>[]\\' or sign.isspace() or unicodedata.category(sign)[0] in "CZ"


@lru_cache(maxsize=1000)
def _ascii_domain(domain: str) -> str:
    try:
        ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode()
    except idna.IDNAError:
        # "from None": the cause would carry the domain into a log.
        raise ValueError("Not an e-mail address.") from None
    if "." not in ascii_domain or ascii_domain.endswith("."):
        raise ValueError("Not an e-mail address.")
    return ascii_domain
