from django.contrib import admin
from django.http import HttpRequest

from webhooks.models import Delivery, Endpoint


class ReadOnlyAdmin(admin.ModelAdmin):
    """Technicians look for what went wrong; what is told, and where, is the organisation's."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    list_display = ("description", "host", "organisation", "state", "failing_since")
    list_filter = ("state",)
    list_select_related = ("organisation",)
    exclude = ("secret", "previous_secret")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("message", "endpoint", "state", "attempts", "error", "status_code", "next_at")
    list_filter = ("state", "error")
    list_select_related = ("message", "endpoint")
    ordering = ("-pk",)
    raw_id_fields = ("message", "endpoint")
