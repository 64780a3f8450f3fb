-- Lines of insertion orders; the document is the contract's booked line. A release may come before the booking.
CREATE TABLE booked_lines (
    line_id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    order_id TEXT NULL,
    zone TEXT NULL,
    document TEXT NULL,
    released_at INTEGER NULL
) STRICT;
CREATE INDEX booked_lines_campaign ON booked_lines (campaign_id);

-- Format tests; what they count is read from events.
CREATE TABLE experiments (
    experiment_id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    document TEXT NOT NULL,
    fixed INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    stopped_at INTEGER NULL
) STRICT;
CREATE INDEX experiments_campaign ON experiments (campaign_id);
CREATE INDEX events_campaign ON events (campaign_id, uniform);
