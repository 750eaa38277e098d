"""Permissions from the chart, as an authentication backend: the lower floors know no more than that."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from citizen.organisation.grants import grants


class OrganisationBackend(ModelBackend):
    """Answers `has_perm(user, perm, obj)` from the posts that the user exercises today.

    The object may restrict by ``competent_unit_id`` (the post must reach that unit; None: any post) and by
    ``granted_roles(perm)`` (a set of role codes; None: any role that has the permission). Django's groups and
    per-user permissions count for nothing. Passwords are checked by the other backend.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:  # type: ignore[override]
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_active:
            return False
        if user_obj.is_superuser:
            return True
        holding = [grant for grant in grants(user_obj) if perm in grant.permissions]
        if obj is None or not holding:
            return bool(holding)
        roles = obj.granted_roles(perm) if hasattr(obj, "granted_roles") else None
        unit_id = getattr(obj, "competent_unit_id", None)
        return any((roles is None or grant.role in roles) and grant.reaches(unit_id) for grant in holding)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        if not user_obj.is_active:
            return False
        prefix = f"{app_label}."
        return user_obj.is_superuser or any(perm.startswith(prefix) for perm in self.get_all_permissions(user_obj))

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What some post of the user allows; whether it reaches `obj` is for `has_perm` to say."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        return {perm for grant in grants(user_obj) for perm in grant.permissions}

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
