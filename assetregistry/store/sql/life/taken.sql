-- The first year in which a planned work takes out an asset's layers of a lifetime. Columns as in asset_works.
CREATE UNLOGGED TABLE staging_asset_works AS
SELECT found.asset_id, layer.lifetime, CAST(min(found.year_from) AS smallint) AS year
FROM staging_evidence AS found
JOIN staging_work AS work ON work.statement_id = found.statement_id
JOIN staging_told AS life ON life.asset_id = found.asset_id
JOIN possible_part AS part ON part.recipe_id = life.recipe_id
JOIN catalogue_layer AS layer ON layer.asset_type = part.member AND layer.lifetime = ANY(work.lifetimes)
WHERE found.about = 'works'
GROUP BY found.asset_id, layer.lifetime
