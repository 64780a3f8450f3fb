-- What a film's container says of it.
ALTER TABLE library_assets ADD COLUMN duration_ms INTEGER NULL;
ALTER TABLE library_assets ADD COLUMN video_codec TEXT NULL;
ALTER TABLE library_assets ADD COLUMN audio_codec TEXT NULL;
