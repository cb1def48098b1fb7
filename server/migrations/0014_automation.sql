-- Rules: when this happens and that is so, then do this.

-- A webhook or a channel of Slack. Whoever knows its address may write there, so it is sealed as the secret is.
CREATE TABLE endpoint (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    kind         TEXT NOT NULL, -- webhook, slack
    name         TEXT NOT NULL,
    shown        TEXT NOT NULL, -- the address without what is secret in it
    url          BLOB NOT NULL, -- sealed
    secret       BLOB,          -- sealed; NULL for Slack
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX endpoint_by_name ON endpoint (workspace_id, name COLLATE NOCASE, id);

CREATE TABLE rule (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    position     INTEGER NOT NULL, -- rules run in this order
    enabled      INTEGER NOT NULL,
    event        TEXT NOT NULL,
    definition   TEXT NOT NULL, -- JSON of shared::inbox::automation::Definition
    idle_seq     INTEGER NOT NULL DEFAULT 0, -- for idle tickets: messages up to this number were looked at
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX rule_by_position ON rule (workspace_id, position, id);
CREATE INDEX rule_by_event ON rule (event, workspace_id, position) WHERE enabled;

-- What happened and is not looked at yet. A row is written in the transaction of the change, where a rule waits for
-- it, and deleted in that of all that follows from it. These three tables do not refer to the ticket by a key: that would take an index of each, and
-- `porthole check` looks after it.
CREATE TABLE rule_event (
    id           INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    ticket_id    TEXT NOT NULL,
    event        TEXT NOT NULL,
    rule_id      TEXT,            -- for this rule alone
    cause        TEXT NOT NULL,   -- the same for all that follows from one thing that people did
    depth        INTEGER NOT NULL, -- how many rules caused it, one the other
    message_seq  INTEGER,
    before       TEXT,
    after        TEXT,
    at           INTEGER NOT NULL
) STRICT;

-- What each rule did, and why or why not.
CREATE TABLE rule_run (
    id           INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    rule_id      TEXT NOT NULL, -- may be deleted meanwhile
    rule_name    TEXT NOT NULL,
    ticket_id    TEXT NOT NULL,
    event        TEXT NOT NULL,
    cause        TEXT NOT NULL,
    depth        INTEGER NOT NULL,
    outcome      TEXT NOT NULL,
    failed       TEXT NOT NULL, -- JSON: the conditions that did not hold
    steps        TEXT NOT NULL, -- JSON: what became of each action
    at           INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX rule_run_by_end ON rule_run (ends_at);
CREATE INDEX rule_run_by_workspace ON rule_run (workspace_id, id);
CREATE INDEX rule_run_by_rule ON rule_run (rule_id, id);
-- A rule runs once for a ticket and a cause.
CREATE UNIQUE INDEX rule_run_once ON rule_run (cause, rule_id, ticket_id) WHERE outcome = 'ran';

-- What is sent. The body stays the same byte for byte, and so does the id, however often it is sent.
CREATE TABLE delivery (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    endpoint_id  TEXT NOT NULL, -- may be deleted meanwhile
    ticket_id    TEXT,
    rule_name    TEXT NOT NULL,
    event        TEXT NOT NULL,
    body         TEXT NOT NULL,
    state        TEXT NOT NULL, -- waiting, delivered, failed
    attempts     INTEGER NOT NULL DEFAULT 0, -- since it was written, or sent anew by somebody
    next_at      INTEGER,         -- NULL once it is over
    give_up_at   INTEGER NOT NULL,
    status       INTEGER,
    error        TEXT NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    tried_at     INTEGER
) STRICT;
CREATE INDEX delivery_due ON delivery (endpoint_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_by_endpoint ON delivery (endpoint_id, id);
CREATE INDEX delivery_by_workspace ON delivery (workspace_id, id);
CREATE INDEX delivery_by_time ON delivery (created_at);
