-- Files that an advertiser gave; what is in them is apart, so that lists do not read it.
CREATE TABLE library_assets (
    asset_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    name TEXT NOT NULL,
    product TEXT,
    rights_holder TEXT NOT NULL,
    rights_until DATE,
    focal_x DOUBLE PRECISION NOT NULL,
    focal_y DOUBLE PRECISION NOT NULL,
    safe_x DOUBLE PRECISION NOT NULL,
    safe_y DOUBLE PRECISION NOT NULL,
    safe_width DOUBLE PRECISION NOT NULL,
    safe_height DOUBLE PRECISION NOT NULL,
    source_url TEXT,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    deleted_at BIGINT
);
-- One asset a content, kind and account.
CREATE UNIQUE INDEX library_assets_by_content ON library_assets (account_id, sha256, kind);
CREATE INDEX library_assets_newest ON library_assets (account_id, created_at);

CREATE TABLE library_files (
    account_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (account_id, sha256)
);

-- Cropped and encoded for a format; rendered files (assets) name them by hash.
CREATE TABLE pictures (
    account_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (account_id, sha256)
);

-- What a creative is made of, by place: the same component has the same id in all of an account's creatives.
ALTER TABLE creatives ADD COLUMN components TEXT;

-- A native's main image in other shapes; each of their files is public with the main one.
ALTER TABLE creatives ADD COLUMN shapes TEXT;
ALTER TABLE assets ADD COLUMN main_sha256 TEXT;
