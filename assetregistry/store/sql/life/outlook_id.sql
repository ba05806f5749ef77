hash_record_extended(ROW(
    {row}.asset_type, {row}.clock_from, {row}.clock_to, {row}.works_year, {row}.sewer_lifetime, {row}.sewer_built_from,
    {row}.sewer_built_to, {row}.suspect
), 0)
