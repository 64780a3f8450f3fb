-- Artwork of a publisher's titles: which title, and its genres, folded, with semicolons between.
ALTER TABLE library_assets ADD COLUMN title TEXT NULL;
ALTER TABLE library_assets ADD COLUMN genres TEXT NULL;
