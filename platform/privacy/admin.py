"""For superusers: reading only. What is proof must not be edited."""

from django.contrib import admin

from privacy.models import AuditEntry, ConsentWording


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ["at", "actor", "verb", "subject_kind", "subject_id"]
    list_filter = ["verb", "subject_kind"]
    search_fields = ["actor", "subject_id"]


@admin.register(ConsentWording)
class ConsentWordingAdmin(ReadOnly):
    list_display = ["purpose", "version", "language", "text", "created_at"]
    list_filter = ["purpose", "language"]
