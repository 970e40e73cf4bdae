"""The address behind which a person finds their own pages."""

from __future__ import annotations

from datetime import timedelta

from privacy import secrets


def own(person_key: str, ending: str = "", language: str = "de") -> str:
    secret = secrets.issue(secrets.SELF_SERVICE, person_key=person_key, lifetime=timedelta(days=1))
    return f"/{language}/volunteering/mine/{secret}/{ending}"
