SELECT seq, type, offer_id, version, reason, caused_by, at, state
FROM offer_event
WHERE seq > :after
ORDER BY seq
LIMIT :limit
