SELECT append_offer_events(CAST(:events AS jsonb), CAST(:caused_by AS jsonb))
