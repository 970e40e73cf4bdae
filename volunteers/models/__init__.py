from volunteers.models.asking import (
    ShiftAsk,
    ShiftMessage,
)
from volunteers.models.certificates import (
    Certificate,
)
from volunteers.models.people import (
    Level,
    Slot,
    Supporter,
    SupporterQuerySet,
    SupporterWay,
    Volunteer,
    VolunteerLanguage,
    Way,
)
from volunteers.models.repeating import (
    ShiftSeries,
    ShiftTemplate,
)
from volunteers.models.requirements import (
    Requirement,
    RequirementLanguage,
    Role,
)
from volunteers.models.shifts import (
    Shift,
    ShiftQuerySet,
    ShiftText,
)
from volunteers.models.signups import (
    AgeGroup,
    Guardian,
    ShiftSignup,
    SignupQuerySet,
)
from volunteers.models.tasks import (
    Task,
    TaskClaim,
    TaskQuerySet,
    TaskSum,
    TaskText,
)
from volunteers.models.teams import (
    Team,
    TeamAnnouncement,
    TeamFile,
    TeamLink,
    TeamMeeting,
    TeamMember,
    TeamMemberQuerySet,
    TeamQuerySet,
    TeamText,
)

__all__ = [
    "AgeGroup",
    "Certificate",
    "Guardian",
    "Level",
    "Requirement",
    "RequirementLanguage",
    "Role",
    "Shift",
    "ShiftAsk",
    "ShiftMessage",
    "ShiftQuerySet",
    "ShiftSeries",
    "ShiftSignup",
    "ShiftTemplate",
    "ShiftText",
    "SignupQuerySet",
    "Slot",
    "Supporter",
    "SupporterQuerySet",
    "SupporterWay",
    "Task",
    "TaskClaim",
    "TaskQuerySet",
    "TaskSum",
    "TaskText",
    "Team",
    "TeamAnnouncement",
    "TeamFile",
    "TeamLink",
    "TeamMeeting",
    "TeamMember",
    "TeamMemberQuerySet",
    "TeamQuerySet",
    "TeamText",
    "Volunteer",
    "VolunteerLanguage",
    "Way",
]
