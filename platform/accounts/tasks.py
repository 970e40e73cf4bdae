from accounts import emails, services
from jobs.registry import GiveUp, handler, nightly
from mail.services import send
from privacy.sealed import unseal


@handler("accounts.send_mail")
def send_mail(payload: dict) -> None:
    """Send one mail of an account. A second delivery sends it twice, which harms nobody."""
    # Here and not above: see privacy.fields.
    from cryptography.fernet import InvalidToken

    try:
        letter = unseal(payload["sealed"])
    except InvalidToken as error:
        raise GiveUp from error
    send(
        letter["template"],
        to=letter["to"],
        language=letter["language"],
        context=emails.printed(letter["context"]),
    )


@nightly(hour=3, name="accounts.reencrypt_factors")
def reencrypt_factors() -> None:
    services.reencrypt_factors()
