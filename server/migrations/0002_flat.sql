-- Growth stays flat: what is asked for often is kept counted, and what is deleted is found by an index.

-- How many of a workspace's tickets are not resolved and have something unread. Triggers keep it, so that
-- no write can forget it; `porthole check` counts anew and compares.
CREATE TABLE workspace_count (
    workspace_id   TEXT PRIMARY KEY REFERENCES workspace (id),
    unread_tickets INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO workspace_count (workspace_id, unread_tickets)
SELECT w.id, (SELECT count(*) FROM ticket t
              WHERE t.workspace_id = w.id AND t.team_unread > 0 AND t.status <> 'resolved')
FROM workspace w;
DROP INDEX ticket_unread;

CREATE TRIGGER ticket_unread_begins AFTER INSERT ON ticket
WHEN NEW.team_unread > 0 AND NEW.status <> 'resolved'
BEGIN
    UPDATE workspace_count SET unread_tickets = unread_tickets + 1 WHERE workspace_id = NEW.workspace_id;
END;
CREATE TRIGGER ticket_unread_changes AFTER UPDATE OF team_unread, status ON ticket
WHEN (OLD.team_unread > 0 AND OLD.status <> 'resolved') <> (NEW.team_unread > 0 AND NEW.status <> 'resolved')
BEGIN
    UPDATE workspace_count
    SET unread_tickets = unread_tickets + iif(NEW.team_unread > 0 AND NEW.status <> 'resolved', 1, -1)
    WHERE workspace_id = NEW.workspace_id;
END;
CREATE TRIGGER ticket_unread_ends AFTER DELETE ON ticket
WHEN OLD.team_unread > 0 AND OLD.status <> 'resolved'
BEGIN
    UPDATE workspace_count SET unread_tickets = unread_tickets - 1 WHERE workspace_id = OLD.workspace_id;
END;

-- A new public token starts a new generation: browsers of an older one are unknown at once, and deleted
-- bit by bit.
ALTER TABLE workspace ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE device ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
CREATE INDEX device_by_generation ON device (workspace_id, generation);

-- A visitor without a browser and without a ticket is nobody.
CREATE INDEX device_by_visitor ON device (visitor_id);
CREATE INDEX member_session_by_member ON member_session (member_id);
CREATE INDEX setup_link_by_time ON setup_link (created_at);

-- What `/readyz` counts up: a row that is written as it was reaches no disk.
CREATE TABLE pulse (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    beat INTEGER NOT NULL
) STRICT;
INSERT INTO pulse (id, beat) VALUES (1, 0);
