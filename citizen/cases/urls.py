"""Addresses of the room, below ``/api/v1/``."""

from django.urls import path

from citizen.cases.api.case import (
    Assignment,
    CaseDetail,
    Clearance,
    Contact,
    Forwarding,
    Messages,
    Transitions,
)
from citizen.cases.api.desk import Cases
from citizen.cases.api.services import ServiceDetail, ServiceRoute, Services

urlpatterns = [
    path("services/", Services.as_view(), name="services"),
    path("services/<slug:code>/", ServiceDetail.as_view(), name="service"),
    path("services/<slug:code>/route/", ServiceRoute.as_view(), name="service-route"),
    path("cases/", Cases.as_view(), name="cases"),
    path("cases/<str:reference>/", CaseDetail.as_view(), name="case"),
    path("cases/<str:reference>/transitions/", Transitions.as_view(), name="case-transitions"),
    path("cases/<str:reference>/assign/", Assignment.as_view(), name="case-assign"),
    path("cases/<str:reference>/forward/", Forwarding.as_view(), name="case-forward"),
    path("cases/<str:reference>/clear/", Clearance.as_view(), name="case-clear"),
    path("cases/<str:reference>/messages/", Messages.as_view(), name="case-messages"),
    path("cases/<str:reference>/contact/", Contact.as_view(), name="case-contact"),
]
