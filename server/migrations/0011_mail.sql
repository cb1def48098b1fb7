-- Mails that go out. A row is written in the transaction that causes the mail; what the mail says is found out
-- when it is sent (domain/mail.rs).
CREATE TABLE mail (
    id           TEXT PRIMARY KEY, -- stands in its Message-ID too: a mail that comes twice is known by it
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    kind         TEXT NOT NULL,
    cause        TEXT NOT NULL, -- JSON of domain::mail::Cause; empty once it is sent
    recipient    TEXT, -- the address, as soon as it is known
    state        TEXT NOT NULL, -- waiting, sending, sent, failed, dropped
    run_at       INTEGER, -- when it is tried next; NULL once that is over
    attempts     INTEGER NOT NULL DEFAULT 0,
    error        TEXT, -- why the last attempt failed
    created_at   INTEGER NOT NULL,
    done_at      INTEGER
) STRICT;
CREATE INDEX mail_due ON mail (state, run_at) WHERE run_at IS NOT NULL;
CREATE INDEX mail_by_state ON mail (workspace_id, state, id);
CREATE INDEX mail_by_recipient ON mail (recipient, kind, created_at) WHERE recipient IS NOT NULL;
CREATE INDEX mail_by_end ON mail (done_at) WHERE done_at IS NOT NULL;
