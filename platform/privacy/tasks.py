"""Background work: mail a self-service link, and carry out the retention policy each night."""

from jobs.registry import handler, nightly
from mail.services import send
from privacy import retention, services


@handler("privacy.send_link")
def send_link(payload: dict) -> None:
    """Mail a link to each key that belongs to a known person; nothing for a stranger."""
    for person_key in payload["person_keys"]:
        if address := services.address_of(person_key):
            link = services.self_service_link(person_key, payload["language"])
            send(
                "privacy/emails/link",
                to=address,
                language=payload["language"],
                context={"link": link, "days": services.SELF_SERVICE_LIFETIME.days},
            )


@nightly(hour=3, name="privacy.retention")
def carry_out_retention() -> None:
    retention.carry_out()
