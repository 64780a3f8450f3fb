CREATE TABLE notes (
    id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
