jsonb_build_object(
    'asset_type', {row}.asset_type, 'owner', {row}.owner, 'manager', {row}.manager,
    'source_holder', {row}.source_holder, 'name', {row}.name, 'source_material', {row}.source_material,
    'built_from', {row}.built_from, 'built_to', {row}.built_to, 'built_basis', {row}.built_basis,
    'width_mm', {row}.width_mm, 'height_mm', {row}.height_mm, 'wall_mm', {row}.wall_mm, 'shape', {row}.shape,
    'version_from', {row}.version_from, 'length_m', {row}.length_m, 'area_m2', {row}.area_m2,
    'repaired', {row}.repaired, 'attributes', {row}.attributes
)
