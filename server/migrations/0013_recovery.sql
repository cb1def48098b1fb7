-- Recovery: whoever reads the mail of an address sees its tickets in another browser too.

-- The token of a link, as its SHA-256.
CREATE TABLE recovery (
    token_hash   BLOB PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    email        TEXT NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER -- when it, or another one of the address, was used
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_by_email ON recovery (workspace_id, email);
CREATE INDEX recovery_by_end ON recovery (expires_at);

CREATE INDEX visitor_by_email ON visitor (workspace_id, email) WHERE email IS NOT NULL;

-- A ticket that another visitor sees and writes in besides the one whose it is.
CREATE TABLE ticket_share (
    visitor_id TEXT NOT NULL REFERENCES visitor (id),
    ticket_id  TEXT NOT NULL REFERENCES ticket (id),
    shared_at  INTEGER NOT NULL,
    PRIMARY KEY (visitor_id, ticket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_share_by_ticket ON ticket_share (ticket_id);
