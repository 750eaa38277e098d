-- The routing rules in force, in their order, and whether an area of each covers the point (storage CRS; may be null).
SELECT
    r.id, r.version, r.title, r.conditions, r.unit_code, r.priority, r.stop,
    areas.some OR collections.some AS has_area,
    coalesce(areas.covers, false) OR coalesce(collections.covers, false) AS covers
FROM (SELECT ST_GeomFromEWKB(%(point)s) AS geometry) AS point
CROSS JOIN cases_routingrule r
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS some, bool_or(f.deleted_at IS NULL AND ST_Covers(f.geometry, point.geometry)) AS covers
    FROM cases_routingrule_areas a
    JOIN features_feature f ON f.id = a.feature_id
    WHERE a.routingrule_id = r.id
) areas
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS some, bool_or(EXISTS (
        SELECT
        FROM features_feature f
        WHERE f.collection_id = c.collection_id AND f.deleted_at IS NULL AND ST_Covers(f.geometry, point.geometry)
    )) AS covers
    FROM cases_routingrule_area_collections c
    WHERE c.routingrule_id = r.id
) collections
WHERE r.active
ORDER BY r."order", r.id
