"""Accounts and tokens in the administration."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from citizen.accounts.actions import revoke_token
from citizen.accounts.models import Token, User
from geo import access

MANAGE = "accounts.manage_user"

# The administration's own form knows neither one-time codes nor rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ManagedAdmin(admin.ModelAdmin):
    """For whoever may manage accounts."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.allowed(request.user, MANAGE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.allowed(request.user, MANAGE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.allowed(request.user, MANAGE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.allowed(request.user, MANAGE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are the authors of public acts: they are closed or erased, never deleted."""
        return False


@admin.register(User)
class AccountAdmin(ManagedAdmin, UserAdmin):
    """Rights come from posts, so groups and single permissions are not offered."""

    list_display = ("username", "email", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "phone", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only who has every right may give every right."""
        own = super().get_readonly_fields(request, obj)
        return own if getattr(request.user, "is_superuser", False) else (*own, "is_superuser", "is_staff")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account with every right is out of reach of the others: whoever sets its password owns it."""
        above = bool(obj and obj.is_superuser and not getattr(request.user, "is_superuser", False))
        return super().has_change_permission(request, obj) and not above


@admin.register(Token)
class TokenAdmin(ManagedAdmin):
    """Tokens are made by their owners; here they can be ended."""

    list_display = ("user", "name", "created_at", "expires_at", "used_on", "revoked_at")
    list_select_related = ("user",)
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("End the chosen tokens"))
    def revoke(self, request: HttpRequest, tokens: QuerySet[Token]) -> None:
        if access.allowed(request.user, MANAGE):
            for token in tokens.usable():  # type: ignore[attr-defined]
                revoke_token(actor=request.user, token=token)  # type: ignore[arg-type]
