-- The feed's place and the offers that stand there, in one snapshot.
SELECT
    feed.feed, feed.last_seq,
    coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', offer.id, 'version', offer.version) || offer.state
                         ORDER BY offer.state ->> 'windowFrom', offer.state ->> 'areaCode', offer.id)
        FROM offer
        WHERE offer.state IS NOT NULL
          AND (CAST(:material AS text) IS NULL OR offer.state ->> 'material' = :material)
          AND (CAST(:area AS text) IS NULL OR offer.state ->> 'areaCode' = :area)
    ), '[]'::jsonb) AS offers
FROM offer_feed AS feed
