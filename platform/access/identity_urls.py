"""What applications ask of us as an OpenID provider; allauth's addresses, under its names.

Of allauth's own list the device flow, the logout that applications begin, and the registration
by applications themselves are left out. Its description of the provider names the first two all
the same, so their names lead to a page that is not there (access.oidc.Adapter takes them out).
"""

from allauth.idp.oidc import views as theirs
from django.urls import include, path

from access.views import identity

oidc = [
    path(".well-known/openid-configuration", theirs.configuration, name="configuration"),
    path(".well-known/jwks.json", theirs.jwks, name="jwks"),
    path("identity/o/authorize", identity.authorization, name="authorization"),
    path("identity/o/api/token", identity.token, name="token"),
    path("identity/o/api/revoke", identity.revoke, name="revoke"),
    path("identity/o/api/userinfo", identity.user_info, name="userinfo"),
    path("identity/o/api/device/code", identity.not_offered, name="device_code"),
    path("identity/o/logout", identity.not_offered, name="logout"),
]
urlpatterns = [path("", include(([path("", include((oidc, "oidc")))], "idp")))]
