-- Every row with its geometry made fit, its measures, and its fate.
--
-- {parse} and {transform} are PostGIS's own functions, or row-by-row ones when a row of this file holds what PostGIS
-- refuses outright. OFFSET keeps each step from being computed again wherever its result is named; it must be a bigint
-- literal, or the planner keeps the whole from running on all cores (which only CREATE TABLE AS can).
--
-- Unchanged: a row of which all that counts is as the registry holds it. It was found sound then, so its geometry is not
-- looked at again, and nothing of it is laid down but that it came.
-- Geometry: 2D; arcs become lines that deviate at most :tolerance source units (1 cm); valid; in the registry's CRS.
-- What lies outside the area where that CRS holds (:west, :south, :east, :north) is in the wrong CRS or the wrong
-- country: quarantine, not a guess.
-- Measures: lines by length; surfaces by area, or by length and width where the source drew a surface's axis; a line
-- that the source drew as a narrow surface has half its outline as length.
-- Finite: what is valid is; of the rest one comparison tells, as NaN sorts above infinity.
-- Fate: a row that its source calls ended, or that is older than what the registry holds, is superseded: overlapping
-- downloads of different dates can be given in any order.
-- In the order of a curve that fills the plane, by which PostGIS sorts geometry: what lies together is laid down and read
-- together ever after. Here all cores sort, which INSERT cannot have.
CREATE UNLOGGED TABLE staging_checked AS
WITH hashed AS (
    SELECT
        *,
        coalesce(owner, :owner) AS known_owner,
        coalesce(namespace, :namespace) AS known_namespace,
        hash_record_extended(ROW(
            asset_type, coalesce(owner, :owner), manager, source_holder, name, source_material, built_from, built_to,
            built_basis, width_mm, height_mm, wall_mm, shape, CAST(:source_srid AS integer), attributes, geom
        ), 0) AS row_hash
    FROM staging_row OFFSET bigint '0'
), met AS (
    SELECT
        hashed.*,
        asset.id AS asset_id,
        asset.version_from AS held_version_from,
        hashed.reject_code IS NULL AND NOT hashed.superseded AND asset.row_hash IS NOT DISTINCT FROM hashed.row_hash
            AS unchanged
    FROM hashed
    LEFT JOIN asset ON asset.namespace = hashed.known_namespace AND asset.source_id = hashed.source_id
    OFFSET bigint '0'
), parsed AS (
    SELECT *, CASE WHEN reject_code IS NULL AND NOT unchanged THEN {parse}(geom) END AS parsed
    FROM met OFFSET bigint '0'
), flat AS (
    SELECT
        *,
        ST_HasArc(parsed) AS curved,
        ST_SetSRID(ST_Force2D(CASE
            WHEN GeometryType(parsed) IN ('POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON')
            THEN parsed
            WHEN greatest(ST_XMin(parsed), ST_XMax(parsed), ST_YMin(parsed), ST_YMax(parsed)) < 'Infinity'
                AND least(ST_XMin(parsed), ST_YMin(parsed)) > '-Infinity'
            THEN ST_CurveToLine(parsed, :tolerance, 1, 1)
        END), CAST(:source_srid AS integer)) AS flat
    FROM parsed OFFSET bigint '0'
), validated AS (
    SELECT *, ST_IsValid(flat) AS was_valid FROM flat OFFSET bigint '0'
), sound AS (
    SELECT
        *,
        was_valid OR (
            greatest(ST_XMin(flat), ST_XMax(flat), ST_YMin(flat), ST_YMax(flat)) < 'Infinity'
            AND least(ST_XMin(flat), ST_YMin(flat)) > '-Infinity') AS finite
    FROM validated OFFSET bigint '0'
), placed AS (
    SELECT
        *,
        {transform}(CASE
            WHEN was_valid THEN flat
            WHEN finite THEN ST_CollectionExtract(ST_MakeValid(flat, 'method=structure'), ST_Dimension(flat) + 1)
        END, CAST(:srid AS integer)) AS placed
    FROM sound OFFSET bigint '0'
), judged AS (
    SELECT
        placed.*,
        ST_Dimension(placed) AS dimension,
        coalesce(reject_code, CASE
            WHEN unchanged THEN NULL
            WHEN source_id IS NULL THEN 'no-identity'
            WHEN geom IS NULL THEN 'no-geometry'
            WHEN parsed IS NULL THEN 'unreadable-geometry'
            WHEN ST_IsEmpty(parsed) THEN 'empty-geometry'
            WHEN finite IS NOT TRUE THEN 'infinite-coordinates'
            WHEN placed IS NULL OR ST_IsEmpty(placed) THEN 'unrepairable-geometry'
            WHEN NOT placed && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
            THEN 'outside-crs-area'
            WHEN built_from > built_to THEN 'years-reversed'
        END) AS reason
    FROM placed OFFSET bigint '0'
)
SELECT
    judged.row_number,
    judged.known_namespace AS namespace,
    judged.source_id,
    judged.asset_type,
    judged.known_owner AS owner,
    judged.manager,
    judged.source_holder,
    judged.name,
    judged.source_material,
    judged.built_from,
    judged.built_to,
    judged.built_basis,
    judged.width_mm,
    judged.height_mm,
    judged.wall_mm,
    judged.shape,
    CAST(judged.version_from AS timestamptz) AS version_from,
    CASE judged.dimension WHEN 1 THEN ST_Length(placed) WHEN 2 THEN ST_Perimeter(placed) / 2 END AS length_m,
    CASE
        WHEN judged.dimension = 2 THEN ST_Area(placed)
        WHEN judged.dimension = 1 AND type.geometry = 'polygon' THEN ST_Length(placed) * judged.width_mm / 1000
    END AS area_m2,
    CASE WHEN judged.curved OR NOT judged.was_valid THEN concat_ws(', ',
        CASE WHEN judged.curved THEN 'arcs made into lines' END,
        CASE WHEN NOT judged.was_valid THEN 'made valid' END) END AS repaired,
    CASE WHEN NOT judged.unchanged THEN judged.attributes END AS attributes,
    judged.row_hash,
    judged.placed AS geom,
    CASE WHEN judged.curved THEN ST_SetSRID(judged.parsed, CAST(:source_srid AS integer)) END AS curved_geom,
    judged.superseded AS ended,
    CAST(judged.ended_on AS date) AS ended_on,
    judged.reason AS reject_code,
    judged.reject_message,
    judged.asset_id,
    CASE
        WHEN judged.superseded AND judged.source_id IS NOT NULL THEN 'superseded'
        WHEN judged.reason IS NOT NULL THEN 'quarantined'
        WHEN judged.asset_id IS NULL THEN 'inserted'
        WHEN judged.unchanged THEN 'unchanged'
        WHEN CAST(judged.version_from AS timestamptz) < judged.held_version_from THEN 'superseded'
        ELSE 'updated'
    END AS fate
FROM judged
LEFT JOIN catalogue_type AS type ON type.code = judged.asset_type
ORDER BY judged.placed
