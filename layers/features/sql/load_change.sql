-- Gives a new version to the features whose staged row differs from them.
WITH target AS (
    SELECT f.id, s.geometry, {properties} AS properties, s.valid_from, s.valid_until
    FROM features_staging s
    JOIN features_feature f ON f.collection_id = %(collection)s AND f.key = s.key AND f.key <> '' AND f.deleted_at IS NULL
    WHERE s.key <> ''
), written AS (
    UPDATE features_feature f
    SET geometry = t.geometry, properties = t.properties, valid_from = t.valid_from, valid_until = t.valid_until,
        version = f.version + 1, changed_at = %(now)s
    FROM target t
    WHERE f.id = t.id
      AND (f.geometry::bytea, f.properties, f.valid_from, f.valid_until)
          IS DISTINCT FROM (t.geometry::bytea, t.properties, t.valid_from, t.valid_until)
    RETURNING f.*
)

INSERT INTO features_version
    (feature_id, version, collection_id, operation, geometry, properties, valid_from,
     valid_until, changeset_id, actor_id, source, reason, recorded_at)
SELECT
    id, version, collection_id, 'change', geometry, properties, valid_from, valid_until,
    %(changeset)s, %(actor)s, %(source)s, %(reason)s, %(now)s
FROM written
