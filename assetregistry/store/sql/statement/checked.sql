-- Every statement with its geometry made fit, the asset that it names, and its fate. A statement without an id of its
-- own is known by what it says: subject, day, layer, material. What a kind must say the importers have seen to; what it names
-- must be in the registry, once: by its id in the namespace that it means first (:about), else by its id in any, else by its
-- name among the assets of a group (:about_group).
CREATE UNLOGGED TABLE staging_checked AS
WITH meant AS (
    SELECT
        staging_row.row_number, asset.id, asset.namespace, asset.source_id,
        CASE WHEN asset.namespace = CAST(:about AS text) THEN 1 ELSE 2 END AS choice
    FROM staging_row
    JOIN asset ON asset.source_id = staging_row.subject
        AND (staging_row.subject_namespace IS NULL OR asset.namespace = staging_row.subject_namespace)
    UNION ALL
    SELECT staging_row.row_number, asset.id, asset.namespace, asset.source_id, 3
    FROM staging_row
    JOIN asset ON asset.name = staging_row.subject
        AND (staging_row.subject_namespace IS NULL OR asset.namespace = staging_row.subject_namespace)
    JOIN catalogue_type AS type ON type.code = asset.asset_type AND type.type_group = CAST(:about_group AS text)
), named AS (
    SELECT
        row_number, count(*) AS assets, min(id) AS asset_id, min(namespace) AS asset_namespace,
        min(source_id) AS asset_source_id
    FROM (SELECT *, min(choice) OVER (PARTITION BY row_number) AS best FROM meant) AS chosen
    WHERE choice = best
    GROUP BY row_number
), parsed AS (
    SELECT
        staging_row.*,
        coalesce(namespace, :namespace) AS known_namespace,
        coalesce(source_id, nullif(concat_ws('|', subject, happened_on, layer, material), '')) AS known_id,
        CASE WHEN reject_code IS NULL THEN {parse}(geom) END AS parsed
    FROM staging_row OFFSET bigint '0'
), flat AS (
    SELECT
        *,
        CASE WHEN NOT ST_IsEmpty(parsed) THEN ST_SetSRID(
            ST_Force2D(CASE WHEN ST_HasArc(parsed) THEN ST_CurveToLine(parsed, :tolerance, 1, 1) ELSE parsed END),
            CAST(:source_srid AS integer)) END AS flat
    FROM parsed OFFSET bigint '0'
), mended AS (
    SELECT
        *,
        ST_IsValid(flat) AS was_valid,
        CASE WHEN ST_IsValid(flat) THEN flat
             ELSE ST_CollectionExtract(ST_MakeValid(flat, 'method=structure'), ST_Dimension(flat) + 1) END AS mended
    FROM flat OFFSET bigint '0'
), placed AS (
    SELECT
        mended.*,
        CASE WHEN CAST(:source_srid AS integer) = CAST(:srid AS integer) THEN mended
             ELSE {transform}(mended, CAST(:srid AS integer)) END AS placed,
        CASE WHEN subject IS NOT NULL THEN coalesce(named.assets, 0) END AS assets,
        named.asset_id, named.asset_namespace, named.asset_source_id
    FROM mended
    LEFT JOIN named USING (row_number)
), judged AS (
    SELECT
        *,
        hash_record_extended(ROW(
            subject_namespace, subject, name, happened_on, year_from, year_to, condition, reason, layer, material,
            kg_low, kg, kg_high, asset_type, CAST(:source_srid AS integer), attributes, geom
        ), 0) AS row_hash,
        coalesce(reject_code, CASE
            WHEN known_id IS NULL THEN 'no-identity'
            WHEN row_number() OVER (
                PARTITION BY known_namespace, known_id, superseded
                ORDER BY reject_code IS NOT NULL, attributes, row_number
            ) > 1 THEN 'duplicate-id'
            WHEN geom IS NOT NULL AND parsed IS NULL THEN 'unreadable-geometry'
            WHEN NOT placed && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
            THEN 'outside-crs-area'
            WHEN :kind = 'buildings' AND placed IS NULL THEN 'no-geometry'
            WHEN subject IS NULL AND placed IS NULL THEN 'no-subject'
            WHEN :kind IN ('passports', 'removals', 'corrections') AND subject IS NULL THEN 'no-subject'
            WHEN assets = 0 AND NOT (:kind = 'removals' AND EXISTS (
                SELECT FROM statement
                WHERE statement.kind = :kind AND statement.namespace = known_namespace
                  AND statement.source_id = known_id AND statement.replaced_by IS NULL
            )) THEN 'unknown-asset'
            WHEN :kind = 'passports' AND NOT EXISTS (
                SELECT FROM catalogue_layer WHERE catalogue_layer.material = placed.material
            ) THEN 'unknown-material'
            WHEN assets > 1 THEN 'ambiguous-asset'
            WHEN year_from > year_to THEN 'years-reversed'
            WHEN asset_type IS NOT NULL AND NOT EXISTS (SELECT FROM catalogue_type WHERE code = asset_type)
            THEN 'unknown-asset-type'
        END) AS reason_code
    FROM placed
)
SELECT
    judged.row_number, judged.known_namespace AS namespace, judged.known_id AS source_id,
    coalesce(judged.subject_namespace, judged.asset_namespace) AS subject_namespace,
    coalesce(judged.asset_source_id, judged.subject) AS subject, judged.name,
    CAST(judged.happened_on AS date) AS happened_on, judged.year_from, judged.year_to, judged.condition, judged.reason,
    judged.layer, judged.material, judged.kg_low, judged.kg, judged.kg_high, judged.asset_type,
    judged.attributes, judged.row_hash, judged.placed AS geom, judged.asset_id,
    CASE WHEN NOT judged.was_valid THEN 'made valid' END AS repaired,
    judged.superseded AS ended, judged.reason_code AS reject_code, judged.reject_message,
    CASE
        WHEN judged.superseded AND judged.known_id IS NOT NULL THEN 'superseded'
        WHEN judged.reason_code IS NOT NULL THEN 'quarantined'
        WHEN statement.id IS NULL THEN 'inserted'
        WHEN statement.row_hash = judged.row_hash THEN 'unchanged'
        ELSE 'updated'
    END AS fate
FROM judged
LEFT JOIN statement ON statement.kind = :kind AND statement.namespace = judged.known_namespace
    AND statement.source_id = judged.known_id AND statement.replaced_by IS NULL
