import pytest

from partners.models import Membership, Organisation

Role = Membership.Role


@pytest.mark.parametrize(
    ("held", "asked", "expected"),
    [
        (Role.OWNER, Role.VIEWER, True),
        (Role.ORGANISER, Role.ORGANISER, True),
        (Role.EDITOR, Role.ORGANISER, False),
        (Role.VIEWER, Role.EDITOR, False),
    ],
)
def test_a_role_includes_those_before_it(held, asked, expected):
    assert Membership(role=held).includes(asked) is expected


@pytest.mark.parametrize(
    ("name", "short_name", "expected"),
    [
        ("Deutscher Gewerkschaftsbund", "DGB", "DGB"),
        ("Landesjugendring Nordrhein Westfalen", "", "LNW"),
        ("Integrationsrat der Stadt Dortmund", "", "ISD"),
        ("Seniorenbeirat und Seniorenbüros", "", "S"),
        ("Liga der Wohlfahrtsverbände", "Ligaverband", "LW"),
    ],
)
def test_initials_stand_in_for_a_logo(name, short_name, expected):
    assert Organisation(name=name, short_name=short_name).initials == expected
