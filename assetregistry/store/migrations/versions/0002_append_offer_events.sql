-- Appends events [{"offerId", "version", "type", "state"}] to the feed and brings `offer` up to them; returns the last
-- sequence number. Call it as the last statement of a transaction: the counter row is locked from here to the commit,
-- so numbers come in the order of commits and a rollback leaves no hole. A plain sequence would lose events for
-- consumers that read while a lower number is not yet committed. Versions must go up by exactly one.
CREATE FUNCTION append_offer_events(events jsonb, why text, cause jsonb, newest_import integer)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    added bigint := jsonb_array_length(events);
    last bigint;
    fitting bigint;
BEGIN
    UPDATE offer_feed SET last_seq = last_seq + added, import_id = newest_import RETURNING last_seq INTO last;
    WITH given AS (
        SELECT
            last - added + place AS seq,
            CAST(event ->> 'offerId' AS uuid) AS offer_id,
            CAST(event ->> 'version' AS integer) AS version,
            event ->> 'type' AS type,
            nullif(event -> 'state', 'null'::jsonb) AS state
        FROM jsonb_array_elements(events) WITH ORDINALITY AS list (event, place)
    ), logged AS (
        INSERT INTO offer_event (seq, offer_id, version, type, reason, caused_by, state)
        SELECT seq, offer_id, version, type, why, cause, state FROM given
    ), told AS (
        INSERT INTO offer AS known (id, version, state)
        SELECT offer_id, version, state FROM given
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state
        WHERE known.version = excluded.version - 1
        RETURNING known.version
    )
    SELECT count(*) INTO fitting FROM told;
    IF fitting <> added THEN
        RAISE EXCEPTION 'an offer was published by somebody else meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN last;
END
$$;
