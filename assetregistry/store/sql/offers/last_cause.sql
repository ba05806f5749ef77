SELECT caused_by FROM offer_event ORDER BY seq DESC LIMIT 1
