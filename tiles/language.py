"""Which language a public document is in, without asking a cookie."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def preferred(request: HttpRequest) -> str:
    """``?lang=`` where it is one of ours, else what the browser asks for, else that of the deployment."""
    header = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for code in (request.GET.get("lang", ""), *(code for code, _weight in header)):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
