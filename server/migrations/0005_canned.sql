-- Texts that the team uses again and again.
CREATE TABLE canned_reply (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    title        TEXT NOT NULL,
    shortcut     TEXT NOT NULL,
    body         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    UNIQUE (workspace_id, shortcut)
) STRICT;
CREATE INDEX canned_reply_by_title ON canned_reply (workspace_id, title COLLATE NOCASE, shortcut);

-- Whom a note mentions. The number is the note's, the ticket that of the note.
CREATE TABLE mention (
    seq       INTEGER NOT NULL REFERENCES note (seq),
    member_id TEXT NOT NULL REFERENCES member (id),
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    PRIMARY KEY (seq, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_by_member ON mention (member_id, ticket_id);
CREATE INDEX mention_by_ticket ON mention (ticket_id);
