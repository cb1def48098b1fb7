-- Who visitors are, where their site proves it.

-- The secrets that proofs are made with, encrypted (`vault.rs`). Of each form two work at a time.
CREATE TABLE identity_secret (
    id           TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    form         TEXT NOT NULL, -- user_hash, email_hash, token
    sealed       BLOB NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_secret_by_form ON identity_secret (workspace_id, form, created_at);

-- A person has a proven user id, a proven address, or both where a token has signed both.
ALTER TABLE visitor ADD COLUMN user_id TEXT;
ALTER TABLE visitor ADD COLUMN verified_email TEXT;
ALTER TABLE visitor ADD COLUMN signed TEXT;   -- JSON of shared::identity::Traits: what was proven
ALTER TABLE visitor ADD COLUMN unsigned TEXT; -- the same: what was only said
CREATE UNIQUE INDEX visitor_by_user_id ON visitor (workspace_id, user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX visitor_by_verified_email ON visitor (workspace_id, verified_email) WHERE verified_email IS NOT NULL;

-- Who a session acts for, if not for the browser's own visitor; until when that was proven, and by which secret.
ALTER TABLE session ADD COLUMN person_id TEXT REFERENCES visitor (id);
ALTER TABLE session ADD COLUMN identity_until INTEGER;
ALTER TABLE session ADD COLUMN secret_id TEXT;
CREATE INDEX session_by_person ON session (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX session_by_secret ON session (secret_id) WHERE secret_id IS NOT NULL;

-- Conversations that were begun in the browser from then on join whoever is proven next.
ALTER TABLE device ADD COLUMN anonymous_since INTEGER NOT NULL DEFAULT 0;

-- A ticket that goes to another visitor takes its rows of the change log along.
CREATE INDEX change_desk_by_ticket ON change (ticket_id) WHERE kind = 'desk';

-- Workspaces that were there before join as new ones do.
UPDATE workspace SET settings = json_set(settings, '$.join_anonymous', json('true'))
WHERE json_type(settings, '$.join_anonymous') IS NULL;
