"""The demonstration's routing: local crews for lighting and cleaning in the far municipal units."""

from random import Random
from typing import Final

from citizen.cases.actions import save_rule
from citizen.cases.models import RoutingRule
from citizen.organisation.models import Unit
from geo.demo import Amounts, seeder
from layers.features.models import Feature

LOCAL: Final = {
    "works-eresos-antissa": "Ερεσός",
    "works-polichnitos": "Πολιχνίτος",
    "works-mantamados": "Μανταμάδος",
    "works-mithymna": "Μήθυμνα",
    "works-petra": "Πέτρα",
    "works-agia-paraskevi": "Αγία Παρασκευή",
}
"""Code of the local works office, and how the name of its municipal unit begins."""

SERVICES: Final = ["street-light", "street-cleaning", "drain-cover", "pavement"]


@seeder(order=50)
def seed(amounts: Amounts, random: Random) -> str:
    """Once; a municipality that has rules of its own is left alone."""
    if RoutingRule.objects.exists():
        return ""
    units = set(Unit.objects.on().values_list("code", flat=True))
    areas = list(Feature.objects.live().of("municipal_units"))
    made = 0
    for order, (code, name) in enumerate(LOCAL.items(), start=1):
        area = next((area for area in areas if str(area.properties.get("name", "")).startswith(name)), None)
        if code not in units or area is None:
            continue
        full = area.properties["name"]
        save_rule(
            actor=None,
            order=order * 10,
            title={
                "el": f"Το τοπικό συνεργείο (δημοτική ενότητα: {full}).",
                "en": f"The local works office (municipal unit: {full}).",
            },
            conditions={"services": SERVICES},
            unit_code=code,
            areas=[area],
        )
        made += 1
    return f"{made} routing rules"
