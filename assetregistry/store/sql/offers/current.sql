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
          AND (cardinality(CAST(:owners AS text[])) = 0 OR offer.state ->> 'owner' = ANY(:owners))
          AND (CAST(:route AS text) IS NULL OR offer.state ->> 'route' = :route)
          AND (CAST(:from_year AS integer) IS NULL OR CAST(offer.state ->> 'windowTo' AS integer) >= :from_year)
          AND (CAST(:to_year AS integer) IS NULL OR CAST(offer.state ->> 'windowFrom' AS integer) <= :to_year)
    ), '[]'::jsonb) AS offers
FROM offer_feed AS feed
