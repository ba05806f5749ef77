-- Jobs with their uploads, the newest first: one, those of an upload, or a page below a number.
SELECT
    job.id, job.kind, job.upload_id, job.source, job.options, job.state, job.step, job.rows, job.result, job.error,
    job.created_at, job.started_at, job.ended_at
FROM job
WHERE
    (CAST(:id AS integer) IS NULL OR job.id = :id)
    AND (CAST(:kind AS text) IS NULL OR job.kind = :kind)
    AND (CAST(:upload_id AS uuid) IS NULL OR job.upload_id = :upload_id)
    AND (CAST(:below AS integer) IS NULL OR job.id < :below)
ORDER BY job.id DESC
LIMIT :limit
