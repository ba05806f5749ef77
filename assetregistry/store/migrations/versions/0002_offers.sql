INSERT INTO offer_feed (id) VALUES (1);

-- The one way to write the feed. Call it as the last statement of a transaction: from here to COMMIT it holds the
-- counter, so that a number becomes visible before the next one is given out (a sequence would show 101 before 100).
-- events: [{offer_id, type, version, reason, state}], at most one per offer; state is the lot (the columns of `offer`),
-- or null when it is withdrawn. Returns the feed's last sequence number. Raises serialization_failure when an event
-- does not follow on the offer's current version: somebody else has told something since the caller looked.
CREATE FUNCTION append_offer_events(events jsonb, caused_by jsonb) RETURNS bigint LANGUAGE plpgsql
SET lock_timeout = '5s' SET assetregistry.appending = 'on' AS $$
DECLARE
    told CONSTANT integer := jsonb_array_length(events);
    last bigint;
    told_at timestamptz;
    stale record;
BEGIN
    IF told = 0 THEN
        RETURN (SELECT last_seq FROM offer_feed);
    END IF;
    UPDATE offer_feed SET last_seq = last_seq + told RETURNING last_seq, clock_timestamp() INTO STRICT last, told_at;

    SELECT event.offer_id, event.type, event.version, offer.version AS held INTO stale
    FROM jsonb_to_recordset(events) AS event(offer_id uuid, type text, version integer)
    LEFT JOIN offer ON offer.id = event.offer_id
    WHERE event.version IS DISTINCT FROM coalesce(offer.version, 0) + 1
       OR (event.type = 'created') IS DISTINCT FROM coalesce(offer.withdrawn, true)
    LIMIT 1;
    IF FOUND THEN
        RAISE serialization_failure USING MESSAGE = concat(
            'offer ', stale.offer_id, ' cannot be ', stale.type, ' as version ', stale.version, ': it is at ',
            coalesce(stale.held, 0)
        );
    END IF;

    INSERT INTO offer_event (seq, at, type, offer_id, version, reason, caused_by, state)
    SELECT last - told + event.place, told_at, event.type, event.offer_id, event.version, event.reason,
        append_offer_events.caused_by, event.state
    FROM ROWS FROM (
        jsonb_to_recordset(events) AS (offer_id uuid, type text, version integer, reason text, state jsonb)
    ) WITH ORDINALITY AS event(offer_id, type, version, reason, state, place);

    UPDATE offer SET version = event.version, seq = event.seq, withdrawn = true
    FROM offer_event AS event
    WHERE event.seq > last - told AND event.state IS NULL AND offer.id = event.offer_id;

    INSERT INTO offer
    SELECT fresh.*
    FROM offer_event AS event
    CROSS JOIN LATERAL jsonb_populate_record(
        NULL::offer,
        event.state || jsonb_build_object(
            'id', event.offer_id, 'version', event.version, 'seq', event.seq, 'withdrawn', false
        )
    ) AS fresh
    WHERE event.seq > last - told AND event.state IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET
        version = excluded.version, seq = excluded.seq, withdrawn = false,
        area_code = excluded.area_code, area_name = excluded.area_name, owner = excluded.owner,
        product = excluded.product, material = excluded.material, route = excluded.route,
        window_from = excluded.window_from, window_to = excluded.window_to, expected_kg = excluded.expected_kg,
        p10_kg = excluded.p10_kg, p50_kg = excluded.p50_kg, p90_kg = excluded.p90_kg, certainty = excluded.certainty,
        withheld_kg = excluded.withheld_kg, hazards = excluded.hazards;
    RETURN last;
END
$$;

CREATE FUNCTION refuse_direct_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('assetregistry.appending', true) IS DISTINCT FROM 'on' THEN
        RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' is written by append_offer_events alone';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER only_by_function BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON offer_feed
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE TRIGGER only_by_function BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON offer_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE TRIGGER only_by_function BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON offer
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
