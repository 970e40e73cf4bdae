"""What this app holds about people, and until when it stays."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from privacy.registry import PersonalData, register
from privacy.retention import rule
from volunteers import own_data, retention
from volunteers.services import erase


def register_all() -> None:
    register(
        PersonalData(
            "volunteers",
            own_data.export,
            erase,
            own_data.sections,
            own_data.address_of,
            own_data.consent_withdrawn,
            subjects=own_data.subjects,
        )
    )
    rule(
        model="volunteers.Volunteer",
        name=_("What you tell of yourself as a volunteer"),
        fields=("person_key", "name", "email", "slots", "districts"),
        basis=_("Needed for the help you offered (Art. 6 (1) b GDPR)."),
        keeps=_(
            "As long as you belong to a campaign or a team, or a shift, a task or a certificate "
            "of yours is kept; then until the next night."
        ),
        after=timedelta(days=1),
        run=retention.delete_idle_volunteers,
    )
    rule(
        model="volunteers.Supporter",
        name=_("That you have joined a campaign"),
        fields=("person_key", "note", "sealed"),
        basis=_("Your consent to each way in which you want to help (Art. 6 (1) a GDPR)."),
        keeps=_("Until 14 days after you leave; 14 days if you do not confirm it."),
        after=retention.ENDED_KEPT,
        run=retention.delete_supporters,
    )
    rule(
        model="volunteers.ShiftSignup",
        name=_("Your shifts and the hours you helped"),
        fields=("person_key", "name", "email", "age_group"),
        basis=_("Needed for the shift you signed up for (Art. 6 (1) b GDPR)."),
        keeps=_(
            "Until 12 months after the shift; then your hours stay as part of a sum, without "
            "you. 14 days if you do not confirm it, or give it back."
        ),
        after=retention.SHIFTS_KEPT,
        run=retention.delete_signups,
    )
    rule(
        model="volunteers.Guardian",
        name=_("Who agrees that somebody under sixteen helps"),
        fields=("name", "email"),
        basis=_("Our legitimate interest in protecting minors (Art. 6 (1) f GDPR)."),
        keeps=_("Until the day after the shift; 14 days if the sign-up ends before."),
        after=retention.GUARDIANS_KEPT,
        run=retention.delete_guardians,
    )
    rule(
        model="volunteers.TaskClaim",
        name=_("Tasks you took on, and what you handed in"),
        fields=("person_key", "result", "remark"),
        basis=_("Needed for the task you took on (Art. 6 (1) b GDPR)."),
        keeps=_(
            "Until 12 months after you handed it in or it was approved; then your time stays as "
            "part of a sum, without you. 14 days if you gave the task up."
        ),
        after=retention.SHIFTS_KEPT,
        run=retention.delete_claims,
    )
    rule(
        model="volunteers.TeamMember",
        name=_("That you belong to a team, or have applied"),
        fields=("person_key", "name", "email", "answers"),
        basis=_("Needed to work in the team you asked for (Art. 6 (1) b GDPR)."),
        keeps=_(
            "As long as you belong to the team; 14 days if you do not confirm the application, "
            "or it is declined, or you leave."
        ),
        after=retention.ENDED_KEPT,
        run=retention.delete_members,
    )
    rule(
        model="volunteers.Certificate",
        name=_("Your certificates of volunteering"),
        fields=("person_key", "name", "deeds"),
        basis=_("Needed for the certificate you asked for (Art. 6 (1) b GDPR)."),
        keeps=_("3 years after it was issued, so that it can be verified."),
        after=retention.CERTIFICATES_KEPT,
        run=retention.delete_certificates,
    )
    rule(
        model="volunteers.Shift",
        name=_("Whom to ask about a shift"),
        fields=("contact_name", "contact_phone"),
        basis=_("Our legitimate interest in answering questions (Art. 6 (1) f GDPR)."),
        keeps=_("Until 90 days after the shift."),
        after=retention.CONTACT_KEPT,
        run=retention.forget_contacts,
    )
