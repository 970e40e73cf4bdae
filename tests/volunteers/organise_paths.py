"""Addresses of the organisers' pages about shifts."""

from __future__ import annotations

from django.urls import reverse


def path(name: str, *args: object) -> str:
    return reverse(f"volunteers_organise:{name}", args=args)
