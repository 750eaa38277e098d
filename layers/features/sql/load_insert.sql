-- Makes the features that are not there yet; in the order of PostGIS's Hilbert curve: neighbours share heap pages.
WITH written AS (
    INSERT INTO features_feature
        (uid, collection_id, key, geometry, properties, valid_from, valid_until, version, changed_at)
    SELECT gen_random_uuid(), %(collection)s, s.key, s.geometry, jsonb_strip_nulls(s.properties), s.valid_from,
        s.valid_until, 1, %(now)s
    FROM features_staging s
    WHERE s.key = '' OR NOT EXISTS (
        SELECT FROM features_feature f
        WHERE f.collection_id = %(collection)s AND f.key = s.key AND f.key <> '' AND f.deleted_at IS NULL)
    ORDER BY s.geometry
    RETURNING *
)

INSERT INTO features_version
    (feature_id, version, collection_id, operation, geometry, properties, valid_from,
     valid_until, changeset_id, actor_id, source, reason, recorded_at)
SELECT
    id, version, collection_id, 'create', geometry, properties, valid_from, valid_until,
    %(changeset)s, %(actor)s, %(source)s, %(reason)s, %(now)s
FROM written
