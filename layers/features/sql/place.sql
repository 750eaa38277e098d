-- What is known of each point of the relation {points} (id, geometry in the storage CRS): one row for each.
-- Areas are joined in pieces; points by the nearest-neighbour search of the GiST index (collection, tile_geometry),
-- which needs the collection as a plain equality: hence one LATERAL step for each collection of a role.
WITH role AS MATERIALIZED (
    SELECT id, locates FROM features_collection WHERE locates <> '' AND retired_at IS NULL
), known AS MATERIALIZED (
    SELECT EXISTS (
               SELECT FROM features_areapiece p JOIN role ON role.id = p.collection_id WHERE role.locates = 'boundary'
           ) AS boundary
)
SELECT
    p.id,
    NOT known.boundary OR EXISTS (
        SELECT
        FROM role
        JOIN features_areapiece piece ON piece.collection_id = role.id AND ST_Intersects(piece.geometry, p.geometry)
        JOIN features_feature t ON t.id = piece.feature_id
        WHERE role.locates = 'boundary' AND {valid}
    ) AS inside,
    unit.id AS municipal_unit_id,
    unit.name AS municipal_unit,
    settlement.id AS settlement_id,
    settlement.name AS settlement,
    coalesce(address.id, road.id) AS address_id,
    coalesce(address.name, road.name) AS address,
    coalesce(address.distance, road.distance) AS distance_m
FROM {points} AS p
CROSS JOIN known
CROSS JOIN LATERAL (SELECT ST_Transform(p.geometry, 3857) AS geometry) tile
LEFT JOIN LATERAL (
    SELECT t.id, t.properties ->> 'name' AS name
    FROM role
    JOIN features_areapiece piece ON piece.collection_id = role.id AND ST_Intersects(piece.geometry, p.geometry)
    JOIN features_feature t ON t.id = piece.feature_id
    WHERE role.locates = 'municipal_unit' AND {valid}
    ORDER BY t.id
    LIMIT 1
) unit ON true
LEFT JOIN LATERAL (
    (
        SELECT t.id, t.properties ->> 'name' AS name, 0::float8 AS distance
        FROM role
        JOIN features_areapiece piece ON piece.collection_id = role.id AND ST_Intersects(piece.geometry, p.geometry)
        JOIN features_feature t ON t.id = piece.feature_id
        WHERE role.locates = 'settlement' AND {valid}
        ORDER BY t.id
        LIMIT 1
    )
    UNION ALL
    (
        SELECT near.id, near.name, near.distance
        FROM role
        CROSS JOIN LATERAL (
            SELECT t.id, t.properties ->> 'name' AS name, ST_Distance(t.geometry, p.geometry) AS distance
            FROM features_feature t
            WHERE t.collection_id = role.id AND {valid}
              AND t.tile_geometry && ST_Expand(tile.geometry, 2 * %(settlement_m)s)
              AND ST_Dimension(t.geometry) = 0
              AND (unit.id IS NULL OR EXISTS (
                  SELECT
                  FROM features_areapiece piece
                  WHERE piece.feature_id = unit.id AND ST_Intersects(piece.geometry, t.geometry)))
            ORDER BY t.tile_geometry <-> tile.geometry
            LIMIT 1
        ) near
        WHERE role.locates = 'settlement' AND near.distance <= %(settlement_m)s
    )
    ORDER BY distance
    LIMIT 1
) settlement ON true
LEFT JOIN LATERAL (
    SELECT near.id, near.name, near.distance
    FROM role
    CROSS JOIN LATERAL (
        SELECT t.id, concat_ws(' ', t.properties ->> 'street', t.properties ->> 'number') AS name,
               ST_Distance(t.geometry, p.geometry) AS distance
        FROM features_feature t
        WHERE t.collection_id = role.id AND {valid} AND t.tile_geometry && ST_Expand(tile.geometry, 2 * %(address_m)s)
        ORDER BY t.tile_geometry <-> tile.geometry
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
        SELECT t.id, t.properties ->> 'name' AS name, ST_Distance(t.geometry, p.geometry) AS distance
        FROM features_feature t
        WHERE t.collection_id = role.id AND {valid} AND t.tile_geometry && ST_Expand(tile.geometry, 2 * %(address_m)s)
          AND t.properties ->> 'name' <> ''
        ORDER BY t.tile_geometry <-> tile.geometry
        LIMIT 1
    ) near
    WHERE address.id IS NULL AND role.locates = 'road' AND near.distance <= %(address_m)s
    ORDER BY near.distance
    LIMIT 1
) road ON true
