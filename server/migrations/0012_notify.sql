-- Who hears of what by mail.

-- The members who get a mail for each new ticket.
ALTER TABLE member ADD COLUMN notify_new_ticket INTEGER NOT NULL DEFAULT 0;
CREATE INDEX member_notified ON member (workspace_id) WHERE notify_new_ticket = 1;

-- A mail about answers tells all of a ticket that are there when it is sent: of each ticket one waits.
ALTER TABLE mail ADD COLUMN ticket_id TEXT REFERENCES ticket (id);
CREATE UNIQUE INDEX mail_gathering ON mail (ticket_id)
    WHERE kind = 'reply' AND state = 'waiting' AND attempts = 0;
CREATE INDEX mail_by_ticket ON mail (ticket_id) WHERE ticket_id IS NOT NULL;

-- Up to which message a visitor was told by mail, and by which one.
CREATE TABLE mail_thread (
    ticket_id TEXT PRIMARY KEY REFERENCES ticket (id),
    told      INTEGER NOT NULL,
    last_mail TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Links for stopping mails are signed with this.
CREATE TABLE mail_key (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL
) STRICT;

-- Who wants no more of which mails. The address stands here only as what the key makes of it.
CREATE TABLE mail_block (
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    address      BLOB NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, address)
) STRICT, WITHOUT ROWID;
