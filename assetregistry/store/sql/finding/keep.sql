INSERT INTO place_name (kind, code, name, folded, assets, west, south, east, north)
SELECT * FROM unnest(
    CAST(:all_kind AS text[]), CAST(:all_code AS text[]), CAST(:all_name AS text[]), CAST(:all_folded AS text[]),
    CAST(:all_assets AS integer[]), CAST(:all_west AS double precision[]), CAST(:all_south AS double precision[]),
    CAST(:all_east AS double precision[]), CAST(:all_north AS double precision[]))
