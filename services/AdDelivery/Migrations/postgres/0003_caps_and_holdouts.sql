-- Caps of more windows, of creatives and of advertisers; the latter two as JSON of the contract's cap.
ALTER TABLE campaigns ADD COLUMN cap_per_minute INTEGER NULL;
ALTER TABLE campaigns ADD COLUMN cap_per_hour INTEGER NULL;
ALTER TABLE campaigns ADD COLUMN creative_cap TEXT NULL;
ALTER TABLE campaigns ADD COLUMN advertiser_cap TEXT NULL;
-- Share of viewers who are not shown the campaign.
ALTER TABLE campaigns ADD COLUMN holdout DOUBLE PRECISION NULL;
CREATE INDEX campaigns_advertiser ON campaigns (advertiser_id);
ALTER TABLE booked_lines ADD COLUMN cap TEXT NULL;

-- What a slot counts for, and until when any limit may ask for it.
ALTER TABLE cap_uses ADD COLUMN creative_id UUID NULL;
ALTER TABLE cap_uses ADD COLUMN advertiser_id TEXT NULL;
ALTER TABLE cap_uses ADD COLUMN useful_until BIGINT NULL;
UPDATE cap_uses SET
    advertiser_id = (SELECT c.advertiser_id FROM campaigns c WHERE c.campaign_id = cap_uses.campaign_id),
    creative_id = (SELECT d.creative_id FROM decisions d WHERE d.decision_id = cap_uses.decision_id);
CREATE INDEX cap_uses_useful_until ON cap_uses (useful_until) WHERE useful_until IS NOT NULL;

-- Of campaigns that hold viewers out: who was shown one (exposed), and who would have been (ghosts), with the number of decisions.
CREATE TABLE exposures (
    campaign_id UUID NOT NULL,
    viewer_hash TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    exposed BIGINT NOT NULL,
    ghosts BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, viewer_hash)
);
CREATE INDEX exposures_viewer ON exposures (publisher_id, viewer_hash);

-- What viewers did for an advertiser, whether or not they saw anything of it; once by the teller's own id.
CREATE TABLE conversions (
    publisher_id TEXT NOT NULL,
    campaign_id UUID NOT NULL,
    conversion_id TEXT NOT NULL,
    viewer_hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, conversion_id)
);
CREATE INDEX conversions_viewer ON conversions (publisher_id, viewer_hash);
CREATE INDEX conversions_campaign ON conversions (campaign_id, viewer_hash);
