-- All evidence is kept, the best of each kind first: the lowest rung; of works the earliest year; else the newest word.
-- No inference reaches into the future. Columns as in asset_evidence.
CREATE UNLOGGED TABLE staging_asset_evidence AS
SELECT
    asset_id, about,
    CAST(row_number() OVER (
        PARTITION BY asset_id, about
        ORDER BY rung, CASE WHEN about = 'works' THEN year_from END, told_on DESC NULLS LAST, statement_id DESC
    ) AS smallint) AS rank,
    basis,
    CAST(CASE WHEN rung = 1 OR basis = 'planned_work' THEN year_from ELSE least(year_from, :year) END AS smallint) AS year_from,
    CAST(CASE WHEN rung = 1 OR basis = 'planned_work' THEN year_to ELSE least(year_to, :year) END AS smallint) AS year_to,
    asset_type, told_on, statement_id, sewer_id, things
FROM staging_evidence
