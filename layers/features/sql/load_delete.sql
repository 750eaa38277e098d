-- Ends every live feature of the collection whose key is not among the staged rows.
WITH written AS (
    UPDATE features_feature f SET deleted_at = %(now)s, version = f.version + 1, changed_at = %(now)s
    WHERE f.collection_id = %(collection)s AND f.deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM features_staging s WHERE f.key <> '' AND s.key = f.key)
    RETURNING f.*
)

INSERT INTO features_version
    (feature_id, version, collection_id, operation, geometry, properties, valid_from,
     valid_until, changeset_id, actor_id, source, reason, recorded_at)
SELECT
    id, version, collection_id, 'delete', geometry, properties, valid_from, valid_until,
    %(changeset)s, %(actor)s, %(source)s, %(reason)s, %(now)s
FROM written
