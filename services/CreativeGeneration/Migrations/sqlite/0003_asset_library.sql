-- Files that an advertiser gave; what is in them is apart, so that lists do not read it.
CREATE TABLE library_assets (
    asset_id TEXT NOT NULL PRIMARY KEY,
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
    rights_until TEXT,
    focal_x REAL NOT NULL,
    focal_y REAL NOT NULL,
    safe_x REAL NOT NULL,
    safe_y REAL NOT NULL,
    safe_width REAL NOT NULL,
    safe_height REAL NOT NULL,
    source_url TEXT,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    deleted_at INTEGER
) STRICT;
-- One asset a content, kind and account.
CREATE UNIQUE INDEX library_assets_by_content ON library_assets (account_id, sha256, kind);
CREATE INDEX library_assets_newest ON library_assets (account_id, created_at);

CREATE TABLE library_files (
    account_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (account_id, sha256)
) STRICT;

-- Cropped and encoded for a format; rendered files (assets) name them by hash.
CREATE TABLE pictures (
    account_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (account_id, sha256)
) STRICT;

-- What a creative is made of, by place: the same component has the same id in all of an account's creatives.
ALTER TABLE creatives ADD COLUMN components TEXT;

-- A native's main image in other shapes; each of their files is public with the main one.
ALTER TABLE creatives ADD COLUMN shapes TEXT;
ALTER TABLE assets ADD COLUMN main_sha256 TEXT;
