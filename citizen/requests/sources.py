"""Public requests as tiles: point, service and state at once; never text, photos or persons."""

from citizen.requests.scope import MAP_SOURCE
from geo.access import PUBLIC, STAFF
from geo.sources import Attribute, Source, register

VISIBLE = f"t.map_source = '{MAP_SOURCE}' AND NOT t.confidential AND t.location IS NOT NULL"

register(
    Source(
        id=MAP_SOURCE,
        title={"el": "Αιτήματα πολιτών", "en": "Citizens' requests"},
        geometry_type="point",
        relation="(SELECT c.*, s.code AS service_code, s.group AS service_group, e.reference "
        "FROM cases_case c JOIN cases_service s ON s.id = c.service_id "
        "JOIN protocol_entry e ON e.uid = c.entry_id)",
        geometry="t.tile_location",
        attributes=(
            Attribute(name="reference", sql="t.reference"),
            Attribute(name="service", sql="t.service_code"),
            Attribute(name="group", sql="t.service_group"),
            Attribute(name="state", sql="t.state"),
            Attribute(name="submitted", sql="extract(epoch FROM t.submitted_at)::bigint", type="timestamp"),
            Attribute(name="due", sql="extract(epoch FROM t.due_at)::bigint", type="timestamp"),
            Attribute(name="unit", sql="t.unit_id", audience=STAFF, type="number"),
        ),
        where={PUBLIC: VISIBLE, STAFF: VISIBLE},
        style={"color": "#c2410c", "order": 90},
        theme="requests",
        min_zoom=6,
    )
)
