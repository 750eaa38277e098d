-- How far a point (storage CRS) lies from the boundary, and which neighbour it lies in.
WITH point AS (
    SELECT ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(srid)s) AS geometry
)
SELECT
    (
        SELECT min(ST_Distance(piece.geometry, point.geometry))
        FROM features_areapiece piece
        JOIN features_collection c ON c.id = piece.collection_id
        WHERE c.locates = 'boundary' AND c.retired_at IS NULL
    ) AS distance_m,
    neighbour.id,
    neighbour.properties::text AS properties
FROM point
LEFT JOIN LATERAL (
    SELECT t.id, t.properties
    FROM features_collection c
    JOIN features_areapiece piece ON piece.collection_id = c.id AND ST_Intersects(piece.geometry, point.geometry)
    JOIN features_feature t ON t.id = piece.feature_id
    WHERE c.locates = 'neighbour' AND c.retired_at IS NULL AND {valid}
    ORDER BY t.id
    LIMIT 1
) neighbour ON true
