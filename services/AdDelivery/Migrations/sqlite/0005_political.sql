-- Nothing that is known of a viewer may choose such a campaign.
ALTER TABLE campaigns ADD COLUMN political INTEGER NOT NULL DEFAULT 0;
