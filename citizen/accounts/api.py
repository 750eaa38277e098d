"""One's own API tokens."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from citizen.accounts.actions import issue_token, revoke_token
from citizen.accounts.models import Token, User
from geo.errors import Invalid, NotFound, Unauthenticated


class TokenSerializer(serializers.ModelSerializer[Token]):
    """A token without its text, which is kept nowhere."""

    class Meta:
        model = Token
        fields = ("id", "name", "created_at", "expires_at", "used_on")
        read_only_fields = ("created_at", "used_on")

    def validate_expires_at(self, value: Any) -> Any:
        if value is not None and value <= timezone.now():
            raise Invalid(fields={"expires_at": [_("The end must be in the future.")]})
        return value


class NewTokenSerializer(TokenSerializer):
    """A token that has just been made: the only answer that holds its text."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "token")  # type: ignore[assignment]


class TokensView(APIView):
    """The tokens of who is signed in."""

    @extend_schema(responses=TokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        tokens = Token.objects.usable().filter(user=_account(request)).order_by("-pk")
        return Response(TokenSerializer(tokens, many=True).data)

    @extend_schema(request=TokenSerializer, responses={201: NewTokenSerializer})
    def post(self, request: Request) -> Response:
        user = _account(request)
        given = TokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        text = issue_token(actor=user, user=user, **given.validated_data)
        token = Token.objects.filter(user=user).latest("pk")
        return Response({**TokenSerializer(token).data, "token": text}, status=201)


class TokenView(APIView):
    """One of one's own tokens."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        user = _account(request)
        token = Token.objects.usable().filter(user=user, pk=pk).first()
        if token is None:
            raise NotFound(_("There is no such token, or it has ended."))
        revoke_token(actor=user, token=token)
        return Response(status=204)


def _account(request: Request) -> User:
    if not isinstance(request.user, User):
        raise Unauthenticated(_("Sign in to do this."))
    return request.user
