"""Confirming what is in order, by two prepared statements: for the day everybody confirms.

The ORM asks seven times for the same, half a millisecond of Python each
(docs/performance.md). What is not in order changes nothing here and is left to `confirm`,
which knows what to tell the person.
"""

from datetime import datetime

from django.utils import timezone

from petitions.models import Petition
from petitions.services.tally import COUNT_LOCK
from web.cache import remembered
from web.together import preparing_cursor

# First the signature, then the count, and the rest only when both are held: that a statement
# waits here is why what follows has to be a second one, which sees what happened meanwhile.
HOLD = """
WITH held AS (
    SELECT signature.petition_id
    FROM privacy_secret secret JOIN petitions_signature signature
        ON signature.id = secret.subject_id::uuid AND signature.person_key = secret.person_key
    WHERE secret.digest = %s AND secret.purpose = %s
    FOR UPDATE OF signature
)
SELECT pg_advisory_xact_lock_shared(%s, petition_id::int) FROM held
"""

# All of it or nothing: whatever changes a signature's links holds the signature first.
CONFIRM = """
WITH confirmed AS (
    UPDATE petitions_signature signature SET state = 'confirmed', confirmed_at = %s
    FROM privacy_secret secret
    WHERE secret.digest = %s AND secret.purpose = %s
        AND secret.used_at IS NULL AND secret.expires_at > %s
        AND signature.id = secret.subject_id::uuid AND signature.person_key = secret.person_key
        AND signature.state = 'pending' AND signature.petition_id IN (COUNTING)
    RETURNING signature.id, signature.petition_id, secret.id AS secret_id
), spent AS (
    UPDATE privacy_secret secret SET used_at = %s FROM confirmed WHERE secret.id = secret_id
), entered AS (
    INSERT INTO petitions_tallyentry (petition_id, delta, day, signature_id)
    SELECT petition_id, 1, %s, id FROM confirmed
)
SELECT petition.slug FROM confirmed JOIN petitions_petition petition ON petition.id = petition_id
"""


def confirm_in_order(digest: str, purpose: str, now: datetime) -> str:
    """Count a waiting signature by a good link, in the caller's transaction.

    Gives the petition's slug, or "" where something was not in order and nothing changed.
    """
    counting, then = _counting()
    statement = CONFIRM.replace("COUNTING", counting)
    day = timezone.localdate(now)
    with preparing_cursor() as cursor:
        cursor.execute(HOLD, [digest, purpose, COUNT_LOCK])
        if cursor.fetchone() is None:
            return ""
        cursor.execute(statement, [now, digest, purpose, now, *then, now, day])
        confirmed = cursor.fetchone()
    return confirmed[0] if confirmed else ""


def _counting() -> tuple[str, tuple[object, ...]]:
    """Whose count may still move, in SQL: the one rule of Petition, made once a second."""

    def made() -> tuple[str, tuple[object, ...]]:
        counting = Petition.objects.counting(timezone.now()).order_by().values("pk")
        return counting.query.sql_with_params()

    return remembered("petitions.counting", 1, made)
