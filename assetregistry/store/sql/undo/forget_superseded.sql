DELETE FROM asset_history WHERE import_id = :import_id AND change = 'superseded'
