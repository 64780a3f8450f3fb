-- Counted records are forgotten once no record of their day is counted any more.
ALTER TABLE counted_records ADD COLUMN day TEXT NOT NULL DEFAULT '2026-11-27';
CREATE INDEX counted_records_by_day ON counted_records (day);

-- IPTC digital source type that a file said of itself before its metadata was removed.
ALTER TABLE library_assets ADD COLUMN digital_source_type TEXT;
