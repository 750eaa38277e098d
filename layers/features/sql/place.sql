-- What is known of each point of the relation {points} (id, geometry in the storage CRS): one row for each.
-- Areas are joined in pieces, all roles in one index scan. Points and roads are found by the nearest-neighbour search
-- of the GiST index (collection, tile_geometry), which needs the collection as a plain equality: hence one LATERAL
-- step for each collection of a role. Below 60°N a metre is less than two units of EPSG:3857.
WITH role AS MATERIALIZED (
    SELECT id, locates FROM features_collection WHERE locates <> '' AND retired_at IS NULL
), known AS MATERIALIZED (
    SELECT EXISTS (
        SELECT FROM features_areapiece p JOIN role ON role.id = p.collection_id WHERE role.locates = 'boundary'
    ) AS boundary
), point AS MATERIALIZED (
    -- Once for each point: the transformation costs more than the searches.
    SELECT p.id, p.geometry, ST_Transform(p.geometry, 3857) AS tile_geometry FROM {points} AS p
)
SELECT
    point.id,
    NOT known.boundary OR area.inside IS TRUE AS inside,
    area.unit_id AS municipal_unit_id,
    area.unit AS municipal_unit,
    coalesce(area.settlement_id, settlement.id) AS settlement_id,
    coalesce(area.settlement, settlement.name) AS settlement,
    coalesce(address.id, road.id) AS address_id,
    coalesce(address.name, road.name) AS address,
    coalesce(address.distance, road.distance) AS distance_m
FROM point
CROSS JOIN known
CROSS JOIN LATERAL (
    SELECT
        bool_or(role.locates = 'boundary') AS inside,
        min(t.id) FILTER (WHERE role.locates = 'municipal_unit') AS unit_id,
        (array_agg(t.properties ->> 'name' ORDER BY t.id) FILTER (WHERE role.locates = 'municipal_unit'))[1] AS unit,
        min(t.id) FILTER (WHERE role.locates = 'settlement') AS settlement_id,
        (array_agg(t.properties ->> 'name' ORDER BY t.id) FILTER (WHERE role.locates = 'settlement'))[1] AS settlement
    FROM features_areapiece piece
    JOIN role ON role.id = piece.collection_id
    JOIN features_feature t ON t.id = piece.feature_id
    WHERE ST_Intersects(piece.geometry, point.geometry) AND {valid}
) area
LEFT JOIN LATERAL (
    SELECT near.id, near.name
    FROM role
    CROSS JOIN LATERAL (
        SELECT t.id, t.properties ->> 'name' AS name, ST_Distance(t.geometry, point.geometry) AS distance
        FROM features_feature t
        WHERE t.collection_id = role.id AND {valid}
          AND t.tile_geometry && ST_Expand(point.tile_geometry, 2 * %(settlement_m)s)
          AND ST_Dimension(t.tile_geometry) = 0
          AND (area.unit_id IS NULL OR EXISTS (
              SELECT
              FROM features_areapiece piece
              WHERE piece.feature_id = area.unit_id AND ST_Intersects(piece.geometry, t.geometry)))
        ORDER BY t.tile_geometry <-> point.tile_geometry
        LIMIT 1
    ) near
    WHERE area.settlement_id IS NULL AND role.locates = 'settlement' AND near.distance <= %(settlement_m)s
    ORDER BY near.distance
    LIMIT 1
) settlement ON true
LEFT JOIN LATERAL (
    SELECT near.id, near.name, near.distance
    FROM role
    CROSS JOIN LATERAL (
        SELECT t.id, concat_ws(' ', t.properties ->> 'street', t.properties ->> 'number') AS name,
               ST_Distance(t.geometry, point.geometry) AS distance
        FROM features_feature t
        WHERE t.collection_id = role.id AND {valid}
          AND t.tile_geometry && ST_Expand(point.tile_geometry, 2 * %(address_m)s)
        ORDER BY t.tile_geometry <-> point.tile_geometry
        LIMIT 1
    ) near
    WHERE role.locates = 'address' AND near.distance <= %(address_m)s
    ORDER BY near.distance
    LIMIT 1
) address ON true
LEFT JOIN LATERAL (
    SELECT near.id, near.name, near.distance
    FROM role
    CROSS JOIN LATERAL (
        SELECT t.id, t.properties ->> 'name' AS name, ST_Distance(t.geometry, point.geometry) AS distance
        FROM features_feature t
        WHERE t.collection_id = role.id AND {valid} AND t.properties ->> 'name' <> ''
          AND t.tile_geometry && ST_Expand(point.tile_geometry, 2 * %(address_m)s)
        ORDER BY t.tile_geometry <-> point.tile_geometry
        LIMIT 1
    ) near
    WHERE address.id IS NULL AND role.locates = 'road' AND near.distance <= %(address_m)s
    ORDER BY near.distance
    LIMIT 1
) road ON true
