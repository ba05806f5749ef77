-- Works that reach above (of one of :reasons) on a sewer are works on the surfaces that lie on it.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, told_on, statement_id)
SELECT surface.asset_id, works.about, works.rung, works.basis, works.year_from, works.year_to, works.told_on, works.statement_id
FROM staging_evidence AS surface
JOIN staging_evidence AS works ON works.asset_id = surface.sewer_id AND works.about = 'works'
JOIN staging_work AS work ON work.statement_id = works.statement_id AND work.reason = ANY(CAST(:reasons AS text[]))
WHERE surface.about = 'sewer'
  AND NOT EXISTS (
      SELECT FROM staging_evidence AS there
      WHERE there.asset_id = surface.asset_id AND there.about = 'works' AND there.statement_id = works.statement_id
  )
