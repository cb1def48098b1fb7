-- The first shape of the data. Times are milliseconds since 1970, ids are made by the server.

CREATE TABLE workspace (
    id                 TEXT PRIMARY KEY,
    name               TEXT NOT NULL,
    public_token       TEXT NOT NULL UNIQUE,
    settings           TEXT NOT NULL, -- JSON of shared::settings::WorkspaceSettings
    last_ticket_number INTEGER NOT NULL DEFAULT 0,
    created_at         INTEGER NOT NULL
) STRICT;

CREATE TABLE visitor (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    email        TEXT,
    name         TEXT,
    created_at   INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL
) STRICT;

-- A browser. Its key is kept in it; here stands only the key's SHA-256.
CREATE TABLE device (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    visitor_id   TEXT NOT NULL REFERENCES visitor (id),
    key_hash     BLOB NOT NULL,
    created_at   INTEGER NOT NULL,
    used_at      INTEGER NOT NULL,
    UNIQUE (workspace_id, key_hash)
) STRICT;
CREATE INDEX device_by_use ON device (used_at);

-- A session token of a device, as its SHA-256. Revoking is deleting.
CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    device_id  TEXT NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_device ON session (device_id);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE ticket (
    id               TEXT PRIMARY KEY,
    workspace_id     TEXT NOT NULL REFERENCES workspace (id),
    number           INTEGER NOT NULL,
    visitor_id       TEXT NOT NULL REFERENCES visitor (id),
    client_id        TEXT NOT NULL,
    status           TEXT NOT NULL,
    channel          TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    version          INTEGER NOT NULL DEFAULT 0, -- the number of its last change
    last_seq         INTEGER NOT NULL, -- the number of the last message; orders every list
    last_side        TEXT NOT NULL,
    last_author_name TEXT NOT NULL,
    preview          TEXT NOT NULL,
    visitor_unread   INTEGER NOT NULL DEFAULT 0,
    visitor_read     INTEGER NOT NULL DEFAULT 0,
    team_unread      INTEGER NOT NULL DEFAULT 0,
    team_read        INTEGER NOT NULL DEFAULT 0,
    UNIQUE (workspace_id, number),
    UNIQUE (workspace_id, client_id)
) STRICT;
CREATE INDEX ticket_by_visitor ON ticket (visitor_id, last_seq);
CREATE INDEX ticket_by_time ON ticket (workspace_id, last_seq);
CREATE INDEX ticket_active ON ticket (workspace_id, last_seq) WHERE status <> 'resolved';
CREATE INDEX ticket_resolved ON ticket (workspace_id, last_seq) WHERE status = 'resolved';
CREATE INDEX ticket_unread ON ticket (workspace_id) WHERE team_unread > 0 AND status <> 'resolved';

-- What the visitor sees. The number is that of the change that brought the message.
CREATE TABLE message (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    ticket_id    TEXT NOT NULL REFERENCES ticket (id),
    client_id    TEXT NOT NULL,
    side         TEXT NOT NULL,
    author_id    TEXT NOT NULL, -- the visitor's or the member's id
    author_name  TEXT NOT NULL,
    body         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    UNIQUE (workspace_id, client_id)
) STRICT;
CREATE INDEX message_by_ticket ON message (ticket_id, seq);

-- What only the team sees. A table of its own, so that no filter can be forgotten.
CREATE TABLE note (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    ticket_id    TEXT NOT NULL REFERENCES ticket (id),
    client_id    TEXT NOT NULL,
    author_id    TEXT NOT NULL REFERENCES member (id),
    author_name  TEXT NOT NULL,
    body         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    UNIQUE (workspace_id, client_id)
) STRICT;
CREATE INDEX note_by_ticket ON note (ticket_id, seq);

-- Where the visitor was; a row is added when it differs from the one before.
CREATE TABLE ticket_context (
    seq       INTEGER PRIMARY KEY, -- the message that it came with
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    at        INTEGER NOT NULL,
    page      TEXT NOT NULL, -- JSON of shared::session::PageContext
    browser   TEXT NOT NULL,
    os        TEXT NOT NULL,
    device    TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_context_by_ticket ON ticket_context (ticket_id, seq);

-- The change log: the truth behind every stream.
CREATE TABLE change (
    seq          INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    visitor_id   TEXT NOT NULL,
    ticket_id    TEXT NOT NULL,
    kind         TEXT NOT NULL, -- message, note, ticket
    at           INTEGER NOT NULL
) STRICT;
-- The log is never empty, so that 0 can mean "I know nothing" and nothing else.
INSERT INTO change (seq, workspace_id, visitor_id, ticket_id, kind, at) VALUES (1, '', '', '', 'start', 0);
CREATE INDEX change_by_workspace ON change (workspace_id, seq);
CREATE INDEX change_by_visitor ON change (visitor_id, seq) WHERE kind IN ('message', 'ticket');

CREATE TABLE member (
    id            TEXT PRIMARY KEY,
    workspace_id  TEXT NOT NULL REFERENCES workspace (id),
    email         TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    password_hash TEXT NOT NULL, -- argon2id, in the PHC string format
    created_at    INTEGER NOT NULL,
    UNIQUE (email)
) STRICT;

CREATE TABLE member_session (
    token_hash BLOB PRIMARY KEY,
    member_id  TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX member_session_by_end ON member_session (expires_at);

-- The one-time link of the first run, as its SHA-256.
CREATE TABLE setup_link (
    token_hash BLOB PRIMARY KEY,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Work that happens after the answer. Written in the transaction that causes it; may run twice.
CREATE TABLE job (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL UNIQUE, -- one of each kind waits: they are chores, not mails
    run_at     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
) STRICT;
CREATE INDEX job_by_time ON job (run_at);
