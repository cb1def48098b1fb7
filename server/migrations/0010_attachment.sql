-- Files that come with messages and notes. What is in them lies in the directory `files` beside the
-- database, under their ids; a row is there before its file and stays until the file is gone.

CREATE TABLE attachment (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    uploader     TEXT NOT NULL, -- the visitor's or the member's id
    state        TEXT NOT NULL, -- arriving, waiting (for its message), taken, leaving
    created_at   INTEGER NOT NULL,
    name         TEXT NOT NULL DEFAULT '',
    type         TEXT NOT NULL DEFAULT '',
    size         INTEGER NOT NULL DEFAULT 0,
    width        INTEGER,
    height       INTEGER,
    seq          INTEGER, -- the message or note that took it
    place        INTEGER, -- its place among the files of that one
    CHECK ((seq IS NULL) = (state <> 'taken')),
    CHECK ((seq IS NULL) = (place IS NULL))
) STRICT;
CREATE UNIQUE INDEX attachment_by_entry ON attachment (seq, place) WHERE seq IS NOT NULL;
CREATE INDEX attachment_by_uploader ON attachment (uploader, workspace_id) WHERE seq IS NULL;
CREATE INDEX attachment_by_time ON attachment (created_at) WHERE seq IS NULL;

-- What the addresses of files are signed with.
CREATE TABLE link_key (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;
