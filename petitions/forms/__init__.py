"""The forms of petitions: what a visitor signs, and what an organiser fills in page by page."""

from petitions.forms.signing import SignForm

__all__ = ["SignForm"]
