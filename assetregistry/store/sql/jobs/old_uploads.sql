-- Uploads that are old and that no unfinished job needs.
DELETE FROM upload
WHERE
    upload.at < now() - make_interval(days => :days)
    AND NOT EXISTS (SELECT FROM job WHERE job.upload_id = upload.id AND job.state IN ('waiting', 'running'))
