-- A visitor's way into the chat page in another tab: a code for one minute and one use, as its
-- SHA-256. It dies with the browser that made it.
CREATE TABLE handoff (
    code_hash  BLOB PRIMARY KEY,
    device_id  TEXT NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX handoff_by_device ON handoff (device_id);
CREATE INDEX handoff_by_end ON handoff (expires_at);
