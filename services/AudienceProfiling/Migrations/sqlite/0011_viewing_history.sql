-- Titles that a viewer saw, only of those who asked for it to be kept (VPPA, 18 U.S.C. 2710): apart from the profile, with its own consent and retention.
CREATE TABLE viewing_history (
    publisher_id TEXT NOT NULL,
    viewer_no INTEGER NOT NULL,
    title_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX viewing_history_viewer ON viewing_history (viewer_no);
CREATE INDEX viewing_history_at ON viewing_history (at);
