-- Which removals are no ends (`redelimited`): a thing closed or ended whose place (by half of it at least; lines and
-- points within :near_m) is taken by things of its type and owner that came with the same import or that start on
-- the day of its end (`successor`), and that were not built since. `removal`: all that were seen.
removal AS (
    SELECT
        id AS history_id, import_id, change, asset_type, owner, geom, gone_by,
        extract(year FROM coalesce(gone_after, gone_by)) AS gone_year
    FROM observed_removal
), left_place AS (
    SELECT *, ST_Expand(geom, :near_m) AS around FROM removal WHERE change IN ('closed', 'ended')
), successor AS (
    SELECT left_place.*, later.geom AS taken_by, later.built_to
    FROM left_place
    CROSS JOIN LATERAL (
        SELECT asset.geom, asset.built_to FROM asset
        WHERE asset.geom && left_place.around
          AND asset.asset_type = left_place.asset_type AND asset.owner = left_place.owner
          AND (asset.import_id = left_place.import_id OR CAST(asset.version_from AS date) = left_place.gone_by)
        OFFSET 0 -- else all assets of its type and owner are looked at, not those around
    ) AS later
    UNION ALL
    SELECT left_place.*, later.geom, CAST(later.state ->> 'built_to' AS smallint)
    FROM left_place
    JOIN asset_history AS later ON later.from_import_id = left_place.import_id AND later.change <> 'undone'
        AND later.state ->> 'asset_type' = left_place.asset_type AND later.state ->> 'owner' = left_place.owner
        AND later.geom && left_place.around
), redelimited AS (
    SELECT history_id
    FROM successor
    CROSS JOIN LATERAL (
        SELECT ST_Intersection(
            geom, CASE WHEN ST_Dimension(geom) = 2 THEN taken_by ELSE ST_Buffer(taken_by, :near_m) END
        ) AS shared
    ) AS overlap
    WHERE coalesce(built_to < gone_year - CAST(:lag_years AS integer), true)
    GROUP BY history_id, geom
    HAVING CASE ST_Dimension(geom)
        WHEN 2 THEN sum(ST_Area(overlap.shared)) >= 0.5 * ST_Area(geom)
        WHEN 1 THEN sum(ST_Length(overlap.shared)) >= 0.5 * ST_Length(geom)
        ELSE bool_or(NOT ST_IsEmpty(overlap.shared))
    END
)
