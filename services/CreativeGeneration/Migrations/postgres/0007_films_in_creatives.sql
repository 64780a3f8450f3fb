-- The film of a linear video, whose file is public while the creative is approved.
ALTER TABLE creatives ADD COLUMN film_sha256 TEXT NULL;
CREATE INDEX creatives_by_film ON creatives (film_sha256);
