-- A conversation that may be spam is kept aside: it is listed by itself, and in no count.
ALTER TABLE ticket ADD COLUMN suspicious INTEGER NOT NULL DEFAULT 0;

DROP INDEX ticket_active;
DROP INDEX ticket_resolved;
CREATE INDEX ticket_active ON ticket (workspace_id, last_seq) WHERE status <> 'resolved' AND suspicious = 0;
CREATE INDEX ticket_resolved ON ticket (workspace_id, last_seq) WHERE status = 'resolved' AND suspicious = 0;
CREATE INDEX ticket_suspicious ON ticket (workspace_id, last_seq) WHERE suspicious = 1;

-- The count of unread tickets, as in 0002, without them.
DROP TRIGGER ticket_unread_begins;
DROP TRIGGER ticket_unread_changes;
DROP TRIGGER ticket_unread_ends;
CREATE TRIGGER ticket_unread_begins AFTER INSERT ON ticket
WHEN NEW.team_unread > 0 AND NEW.status <> 'resolved' AND NEW.suspicious = 0
BEGIN
    UPDATE workspace_count SET unread_tickets = unread_tickets + 1 WHERE workspace_id = NEW.workspace_id;
END;
CREATE TRIGGER ticket_unread_changes AFTER UPDATE OF team_unread, status, suspicious ON ticket
WHEN (OLD.team_unread > 0 AND OLD.status <> 'resolved' AND OLD.suspicious = 0)
  <> (NEW.team_unread > 0 AND NEW.status <> 'resolved' AND NEW.suspicious = 0)
BEGIN
    UPDATE workspace_count
    SET unread_tickets = unread_tickets
        + iif(NEW.team_unread > 0 AND NEW.status <> 'resolved' AND NEW.suspicious = 0, 1, -1)
    WHERE workspace_id = NEW.workspace_id;
END;
CREATE TRIGGER ticket_unread_ends AFTER DELETE ON ticket
WHEN OLD.team_unread > 0 AND OLD.status <> 'resolved' AND OLD.suspicious = 0
BEGIN
    UPDATE workspace_count SET unread_tickets = unread_tickets - 1 WHERE workspace_id = OLD.workspace_id;
END;
