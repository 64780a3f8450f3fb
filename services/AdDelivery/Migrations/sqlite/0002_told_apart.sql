-- Whether a fit rests on no impression yet: asked by SQL, so not only inside the document.
ALTER TABLE allocation_documents ADD COLUMN impressions INTEGER NOT NULL DEFAULT 0;
UPDATE allocation_documents SET impressions = coalesce(document ->> '$.impressions', 0);
