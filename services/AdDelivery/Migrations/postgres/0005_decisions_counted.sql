-- Decisions are told as counts of what was decided for: a JSON array, beside the records of the same commit.
ALTER TABLE pending_records ADD COLUMN decisions TEXT NULL;
