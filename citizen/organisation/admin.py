"""The organisation in the administration: the chart to look at, posts and substitutes to give."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from citizen.organisation.actions import appoint, end_post, set_municipality, substitute
from citizen.organisation.models import ChartVersion, Municipality, Post, Role, Substitution, Unit
from geo import access

MANAGE = "organisation.manage_chart"


class ChartAdmin(admin.ModelAdmin):
    """To look at, for whoever may manage the chart: changes come with `manage.py import_chart`."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.allowed(request.user, MANAGE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.allowed(request.user, MANAGE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GivenAdmin(ChartAdmin):
    """Rows that are added here through a verb, and end but are never changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.allowed(request.user, MANAGE)


@admin.register(Unit)
class UnitAdmin(ChartAdmin):
    list_display = ("code", "name", "kind", "parent", "valid_from", "valid_until", "successor")
    list_select_related = ("parent", "successor")
    list_filter = ("kind",)
    search_fields = ("code", "names")
    ordering = ("path",)


@admin.register(ChartVersion)
class ChartVersionAdmin(ChartAdmin):
    list_display = ("valid_from", "act", "made_at")


@admin.register(Role)
class RoleAdmin(ChartAdmin):
    list_display = ("code", "scope")


@admin.register(Municipality)
class MunicipalityAdmin(ChartAdmin):
    fields = ("names", "body", "contact", "attribution")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.allowed(request.user, MANAGE)

    def save_model(self, request: HttpRequest, obj: Municipality, form: Any, change: bool) -> None:
        set_municipality(actor=request.user, values=form.cleaned_data, demo=obj.demo)


@admin.register(Post)
class PostAdmin(GivenAdmin):
    list_display = ("unit", "role", "holder", "valid_from", "valid_until")
    list_select_related = ("unit", "role", "holder")
    autocomplete_fields = ("unit", "holder")
    fields = ("unit", "role", "title", "holder", "valid_from")
    actions = ("end",)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        saved = appoint(
            actor=request.user,
            holder=obj.holder,
            unit=obj.unit,
            role=obj.role,
            title=obj.title,
            day=obj.valid_from,
        )
        obj.pk = saved.pk

    @admin.action(description=_("End the chosen posts today"))
    def end(self, request: HttpRequest, posts: QuerySet[Post]) -> None:
        if access.allowed(request.user, MANAGE):
            for post in posts.filter(valid_until=None):
                end_post(actor=request.user, post=post)


@admin.register(Substitution)
class SubstitutionAdmin(GivenAdmin):
    list_display = ("post", "substitute", "valid_from", "valid_until")
    list_select_related = ("post", "substitute")
    autocomplete_fields = ("substitute",)
    fields = ("post", "substitute", "valid_from", "valid_until")

    def save_model(self, request: HttpRequest, obj: Substitution, form: Any, change: bool) -> None:
        saved = substitute(
            actor=request.user, post=obj.post, by=obj.substitute, first=obj.valid_from, until=obj.valid_until
        )
        obj.pk = saved.pk
