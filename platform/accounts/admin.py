"""The administration: the technicians' tool, behind the platform's own login.

Only superusers enter. Organisers, moderators and administrators have all they need in the
workspace (docs/adr/0015); no role and no permission of Django's opens this door.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def is_technician(request: HttpRequest) -> bool:
    user: Any = request.user
    return user.is_active and user.is_superuser


@secure_admin_login
def log_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The platform's own login, with its second factor and its limit on wrong passwords.

    Whoever is logged in and comes here all the same is no technician.
    """
    if not is_technician(request):
        raise PermissionDenied
    return _login(request, *args, **kwargs)


_login = admin.site.login
admin.site.login = log_in  # type: ignore[method-assign]
admin.site.has_permission = is_technician  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Mitstimme"


class CreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = CreationForm
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("display_name", "language")}),
        (
            _("Rights"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    readonly_fields = ("last_login", "joined_at")
    list_display = ("email", "display_name", "is_staff", "is_active", "is_demo", "last_login")
    list_filter = ("is_staff", "is_active", "is_demo")
    search_fields = ("email", "display_name")
    ordering = ("email",)
