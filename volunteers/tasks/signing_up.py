"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from jobs.registry import every, handler
from volunteers.services.mailing import mail, mail_guardian
from volunteers.services.standing_in import ask_for_stand_in, mail_stand_in
from volunteers.services.telling import remind, tell, tell_late


@handler("volunteers.mail_signup")
def mail_signup(payload: dict[str, Any]) -> None:
    mail(payload)


@handler("volunteers.mail_guardian")
def mail_a_guardian(payload: dict[str, Any]) -> None:
    mail_guardian(payload)


@handler("volunteers.tell")
def tell_of_change(payload: dict[str, Any]) -> None:
    tell(payload["shift"])


@handler("volunteers.ask_for_stand_in")
def ask(payload: dict[str, Any]) -> None:
    ask_for_stand_in(payload["signup"])


@handler("volunteers.mail_stand_in")
def mail_who_agreed(payload: dict[str, Any]) -> None:
    mail_stand_in(payload["ask"], payload["signup"])


@every(seconds=300, name="volunteers.tell_late")
def tell_those_who_came_late() -> None:
    tell_late()


@every(seconds=300, name="volunteers.remind")
def remind_of_what_is_near() -> None:
    """Two hours before must not become an hour and a half."""
    remind()
