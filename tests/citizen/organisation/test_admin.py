"""What is given in the administration goes through the verbs, and only for whoever may manage it."""

from collections.abc import Callable

from django.test import Client

from citizen.accounts.actions import issue_token
from citizen.accounts.models import Token, User
from citizen.organisation.models import Post
from geo.audit.models import Row
from tests.citizen.organisation.charts import unit

Person = Callable[..., User]


def signed_in(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def test_a_post_is_given_and_ended_with_an_audit_row(person: Person) -> None:
    manager, newcomer = person("manager", ("admin", "town")), person("newcomer")
    client = signed_in(manager)
    form = {
        "unit": unit("roads").pk, "role": "head", "title": "{}", "holder": newcomer.pk, "valid_from": "2024-01-01",
    }  # fmt: skip
    assert client.post("/admin/organisation/post/add/", form).status_code == 302
    post = Post.objects.get(holder=newcomer)
    row = Row.objects.get(action="organisation.appoint", object_key=str(post.pk))
    assert row.actor_id == str(manager.pk)
    client.post("/admin/organisation/post/", {"action": "end", "_selected_action": [post.pk]})
    assert not Post.objects.on().filter(pk=post.pk).exists()
    assert Row.objects.filter(action="organisation.end_post").exists()


def test_others_find_nothing_there(person: Person) -> None:
    client = signed_in(person("technician", ("technician", "roads")))
    for page in ("organisation/post/", "organisation/post/add/", "accounts/user/", "accounts/token/"):
        assert client.get(f"/admin/{page}").status_code == 403


def test_only_the_highest_may_touch_the_highest(person: Person) -> None:
    manager, root = person("manager", ("admin", "town")), person("root")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    client = signed_in(manager)
    assert client.get(f"/admin/accounts/user/{root.pk}/password/").status_code == 403
    page = client.get(f"/admin/accounts/user/{manager.pk}/change/").content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="phone"' in page


def test_tokens_are_ended_there(person: Person) -> None:
    manager, lost = person("manager", ("admin", "town")), person("lost")
    issue_token(actor=None, user=lost)
    token = Token.objects.get()
    signed_in(manager).post("/admin/accounts/token/", {"action": "revoke", "_selected_action": [token.pk]})
    assert not Token.objects.usable().exists()
