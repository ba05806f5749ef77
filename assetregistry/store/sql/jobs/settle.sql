-- Jobs that say they run while no worker holds their lock: the worker was killed, or lost the database. Whatever it had
-- begun was rolled back. Their entries leave the queue, so that they hold up no other job; so do those of jobs that
-- ended a while ago and whose worker had no time left to say so.
WITH orphaned AS (
    UPDATE job SET state = 'failed', error = :error, result = CAST(:result AS jsonb), ended_at = now()
    WHERE
        state = 'running'
        AND NOT EXISTS (
            SELECT FROM pg_locks
            WHERE
                locktype = 'advisory' AND granted AND objsubid = 2
                AND classid = :lock AND objid = CAST(job.id AS oid)
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        )
    RETURNING id, queue_id
), forgotten AS (
    DELETE FROM procrastinate_jobs
    WHERE
        id IN (SELECT queue_id FROM orphaned)
        OR (
            status = 'doing'
            AND id IN (SELECT queue_id FROM job WHERE ended_at < now() - interval '5 seconds')
        )
)
SELECT id FROM orphaned
