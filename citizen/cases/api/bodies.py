"""What the desk sends: parsed and named before a verb sees it."""

from rest_framework import serializers


class Versioned(serializers.Serializer):
    """`version`: the one that the sender saw; 412 when it is another by now. Left out: not checked."""

    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class Moving(Versioned):
    to = serializers.CharField()
    note = serializers.CharField(required=False, allow_blank=True, default="")
    public_note = serializers.CharField(required=False, allow_blank=True, default="")
    target = serializers.CharField(required=False, allow_blank=True, default="")
    duplicate_of = serializers.CharField(required=False, allow_blank=True, default="")
    until = serializers.DateField(required=False, allow_null=True, default=None)


class Assigning(Versioned):
    assignee = serializers.CharField(required=False, allow_blank=True, allow_null=True, default="")
    note = serializers.CharField(required=False, allow_blank=True, default="")


class Forwarding(Versioned):
    unit = serializers.CharField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class Clearing(Versioned):
    text = serializers.BooleanField(required=False, default=True)
    public_description = serializers.CharField(required=False, allow_blank=True, default="")
    attachments = serializers.ListField(child=serializers.IntegerField(), required=False, default=list)


class Posting(serializers.Serializer):
    text = serializers.CharField(allow_blank=True)
    internal = serializers.BooleanField(required=False, default=False)


class Erasing(serializers.Serializer):
    reason = serializers.CharField()


class Asking(serializers.Serializer):
    """Where would this go? Degrees are CRS84."""

    longitude = serializers.FloatField(required=False, allow_null=True, default=None, min_value=-180, max_value=180)
    latitude = serializers.FloatField(required=False, allow_null=True, default=None, min_value=-90, max_value=90)
    answers = serializers.DictField(required=False, default=dict)
    channel = serializers.CharField(required=False, default="web")
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)
