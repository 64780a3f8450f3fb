ALTER TABLE campaigns ADD COLUMN trace_parent TEXT NULL;
