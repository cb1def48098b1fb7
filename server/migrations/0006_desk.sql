-- The desk: what a team arranges tickets by, and what lists and counts of them are made from.

-- What a customer is worth, in whole units of the currency.
ALTER TABLE visitor ADD COLUMN value REAL;

-- Lists of newest and oldest go by the position: the number of the last message, or of the waking from a snooze.
ALTER TABLE ticket ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN priority INTEGER NOT NULL DEFAULT 0; -- 0 none, 1 low, 2 medium, 3 high, 4 urgent
ALTER TABLE ticket ADD COLUMN assignee TEXT REFERENCES member (id);
ALTER TABLE ticket ADD COLUMN snoozed_until INTEGER;
ALTER TABLE ticket ADD COLUMN merged_into TEXT REFERENCES ticket (id); -- never a ticket that was merged itself
ALTER TABLE ticket ADD COLUMN value REAL; -- the visitor's, kept by triggers

-- Where a ticket lies: each is on exactly one shelf. The active ones have a shelf for each status.
ALTER TABLE ticket ADD COLUMN shelf TEXT AS (CASE
    WHEN merged_into IS NOT NULL THEN 'merged'
    WHEN suspicious THEN 'suspicious'
    WHEN status = 'resolved' THEN 'resolved'
    WHEN snoozed_until IS NOT NULL THEN 'snoozed'
    ELSE status END) VIRTUAL;
ALTER TABLE ticket ADD COLUMN active INTEGER AS (
    merged_into IS NULL AND NOT suspicious AND status <> 'resolved' AND snoozed_until IS NULL) VIRTUAL;

DROP TRIGGER ticket_unread_begins;
DROP TRIGGER ticket_unread_changes;
DROP TRIGGER ticket_unread_ends;
DROP INDEX ticket_by_time;
DROP INDEX ticket_active;
DROP INDEX ticket_resolved;
DROP INDEX ticket_suspicious;
UPDATE ticket SET position = last_seq;

-- An index on the position is written with every message. Besides the first two each is of few tickets: a plain
-- one pays for none of them.
CREATE INDEX ticket_by_shelf ON ticket (workspace_id, shelf, position);
CREATE INDEX ticket_by_assignee ON ticket (workspace_id, assignee, shelf, position) WHERE active;
CREATE INDEX ticket_by_priority ON ticket (workspace_id, shelf, priority, position) WHERE priority > 0;
CREATE INDEX ticket_by_value ON ticket (workspace_id, shelf, value, position) WHERE value IS NOT NULL;
CREATE INDEX ticket_valued ON ticket (workspace_id, shelf, position) WHERE value IS NOT NULL;
CREATE INDEX ticket_by_channel ON ticket (workspace_id, channel, shelf, position) WHERE channel <> 'widget';
CREATE INDEX ticket_by_snooze ON ticket (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX ticket_by_merge ON ticket (merged_into) WHERE merged_into IS NOT NULL;

-- A tag is one tag however its letters are written; it is shown as it was written first.
CREATE TABLE tag (
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    fold         TEXT NOT NULL, -- in lower case
    name         TEXT NOT NULL,
    PRIMARY KEY (workspace_id, fold)
) STRICT, WITHOUT ROWID;

-- What a ticket is found by, besides what it is: its tags, and the members who were mentioned in it. Shelf and
-- position are the ticket's, kept by triggers.
CREATE TABLE ticket_label (
    ticket_id    TEXT NOT NULL REFERENCES ticket (id),
    kind         TEXT NOT NULL, -- tag, mention
    key          TEXT NOT NULL, -- the tag's fold, the member's id
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    shelf        TEXT NOT NULL,
    position     INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_label_by_key ON ticket_label (workspace_id, kind, key, shelf, position);

INSERT INTO ticket_label (ticket_id, kind, key, workspace_id, shelf, position)
SELECT DISTINCT t.id, 'mention', e.member_id, t.workspace_id, t.shelf, t.position
FROM mention e JOIN ticket t ON t.id = e.ticket_id;
CREATE TRIGGER ticket_mention_begins AFTER INSERT ON mention
BEGIN
    INSERT INTO ticket_label (ticket_id, kind, key, workspace_id, shelf, position)
    SELECT id, 'mention', NEW.member_id, workspace_id, shelf, position FROM ticket WHERE id = NEW.ticket_id
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER ticket_labels_follow AFTER UPDATE OF position, status, suspicious, snoozed_until, merged_into ON ticket
BEGIN
    UPDATE ticket_label SET shelf = NEW.shelf, position = NEW.position WHERE ticket_id = NEW.id;
END;

CREATE TRIGGER ticket_value_begins AFTER INSERT ON ticket
WHEN (SELECT value FROM visitor WHERE id = NEW.visitor_id) IS NOT NULL
BEGIN
    UPDATE ticket SET value = (SELECT value FROM visitor WHERE id = NEW.visitor_id) WHERE id = NEW.id;
END;
CREATE TRIGGER ticket_value_changes AFTER UPDATE OF value ON visitor WHEN OLD.value IS NOT NEW.value
BEGIN
    UPDATE ticket SET value = NEW.value WHERE visitor_id = NEW.id;
END;

-- The count of unread tickets, as in 0003, without those that sleep.
UPDATE workspace_count SET unread_tickets = (SELECT count(*) FROM ticket t
    WHERE t.workspace_id = workspace_count.workspace_id AND t.team_unread > 0 AND t.active);
CREATE TRIGGER ticket_unread_begins AFTER INSERT ON ticket WHEN NEW.team_unread > 0 AND NEW.active
BEGIN
    UPDATE workspace_count SET unread_tickets = unread_tickets + 1 WHERE workspace_id = NEW.workspace_id;
END;
CREATE TRIGGER ticket_unread_changes AFTER UPDATE OF team_unread, status, suspicious, snoozed_until, merged_into ON ticket
WHEN (OLD.team_unread > 0 AND OLD.active) <> (NEW.team_unread > 0 AND NEW.active)
BEGIN
    UPDATE workspace_count SET unread_tickets = unread_tickets + iif(NEW.team_unread > 0 AND NEW.active, 1, -1)
    WHERE workspace_id = NEW.workspace_id;
END;
CREATE TRIGGER ticket_unread_ends AFTER DELETE ON ticket WHEN OLD.team_unread > 0 AND OLD.active
BEGIN
    UPDATE workspace_count SET unread_tickets = unread_tickets - 1 WHERE workspace_id = OLD.workspace_id;
END;

-- How many tickets there are of what: on each shelf, and of the active ones by assignee (empty for nobody's),
-- channel, priority, tag and mentioned member, and of a known value. Triggers keep it; `porthole check` counts anew.
CREATE TABLE ticket_count (
    workspace_id TEXT NOT NULL REFERENCES workspace (id),
    dimension    TEXT NOT NULL,
    key          TEXT NOT NULL,
    count        INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, dimension, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_count_by_size ON ticket_count (workspace_id, dimension, count);

-- What is counted, one row for each time that a ticket counts.
CREATE VIEW ticket_counted AS
    SELECT workspace_id, 'shelf' AS dimension, shelf AS key FROM ticket
    UNION ALL SELECT workspace_id, 'assignee', coalesce(assignee, '') FROM ticket WHERE active
    UNION ALL SELECT workspace_id, 'channel', channel FROM ticket WHERE active
    UNION ALL SELECT workspace_id, 'priority', CAST(priority AS TEXT) FROM ticket WHERE active
    UNION ALL SELECT workspace_id, 'valued', '' FROM ticket WHERE active AND value IS NOT NULL
    UNION ALL SELECT workspace_id, kind, key FROM ticket_label WHERE shelf IN ('new', 'open', 'pending', 'on_hold');
INSERT INTO ticket_count (workspace_id, dimension, key, count)
SELECT workspace_id, dimension, key, count(*) FROM ticket_counted GROUP BY workspace_id, dimension, key;

CREATE TRIGGER ticket_count_begins AFTER INSERT ON ticket
BEGIN
    INSERT INTO ticket_count (workspace_id, dimension, key, count)
    SELECT NEW.workspace_id, dimension, key, 1
    FROM (SELECT 'shelf' AS dimension, NEW.shelf AS key, 1 AS counts
          UNION ALL SELECT 'assignee', coalesce(NEW.assignee, ''), NEW.active
          UNION ALL SELECT 'channel', NEW.channel, NEW.active
          UNION ALL SELECT 'priority', NEW.priority, NEW.active
          UNION ALL SELECT 'valued', '', NEW.active AND NEW.value IS NOT NULL)
    WHERE counts
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER ticket_count_ends AFTER DELETE ON ticket
BEGIN
    INSERT INTO ticket_count (workspace_id, dimension, key, count)
    SELECT OLD.workspace_id, dimension, key, -1
    FROM (SELECT 'shelf' AS dimension, OLD.shelf AS key, 1 AS counts
          UNION ALL SELECT 'assignee', coalesce(OLD.assignee, ''), OLD.active
          UNION ALL SELECT 'channel', OLD.channel, OLD.active
          UNION ALL SELECT 'priority', OLD.priority, OLD.active
          UNION ALL SELECT 'valued', '', OLD.active AND OLD.value IS NOT NULL)
    WHERE counts
    ON CONFLICT DO UPDATE SET count = count - 1;
END;
CREATE TRIGGER ticket_count_changes
AFTER UPDATE OF status, suspicious, snoozed_until, merged_into, assignee, priority, channel, value ON ticket
WHEN OLD.shelf <> NEW.shelf OR OLD.assignee IS NOT NEW.assignee OR OLD.priority <> NEW.priority
  OR OLD.channel <> NEW.channel OR (OLD.value IS NULL) <> (NEW.value IS NULL)
BEGIN
    INSERT INTO ticket_count (workspace_id, dimension, key, count)
    SELECT OLD.workspace_id, dimension, key, -1
    FROM (SELECT 'shelf' AS dimension, OLD.shelf AS key, 1 AS counts
          UNION ALL SELECT 'assignee', coalesce(OLD.assignee, ''), OLD.active
          UNION ALL SELECT 'channel', OLD.channel, OLD.active
          UNION ALL SELECT 'priority', OLD.priority, OLD.active
          UNION ALL SELECT 'valued', '', OLD.active AND OLD.value IS NOT NULL)
    WHERE counts
    ON CONFLICT DO UPDATE SET count = count - 1;
    INSERT INTO ticket_count (workspace_id, dimension, key, count)
    SELECT NEW.workspace_id, dimension, key, 1
    FROM (SELECT 'shelf' AS dimension, NEW.shelf AS key, 1 AS counts
          UNION ALL SELECT 'assignee', coalesce(NEW.assignee, ''), NEW.active
          UNION ALL SELECT 'channel', NEW.channel, NEW.active
          UNION ALL SELECT 'priority', NEW.priority, NEW.active
          UNION ALL SELECT 'valued', '', NEW.active AND NEW.value IS NOT NULL)
    WHERE counts
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER ticket_label_begins AFTER INSERT ON ticket_label
WHEN NEW.shelf IN ('new', 'open', 'pending', 'on_hold')
BEGIN
    INSERT INTO ticket_count (workspace_id, dimension, key, count) VALUES (NEW.workspace_id, NEW.kind, NEW.key, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER ticket_label_changes AFTER UPDATE OF shelf ON ticket_label
WHEN (OLD.shelf IN ('new', 'open', 'pending', 'on_hold')) <> (NEW.shelf IN ('new', 'open', 'pending', 'on_hold'))
BEGIN
    UPDATE ticket_count SET count = count + iif(NEW.shelf IN ('new', 'open', 'pending', 'on_hold'), 1, -1)
    WHERE workspace_id = NEW.workspace_id AND dimension = NEW.kind AND key = NEW.key;
END;
CREATE TRIGGER ticket_label_ends AFTER DELETE ON ticket_label
WHEN OLD.shelf IN ('new', 'open', 'pending', 'on_hold')
BEGIN
    UPDATE ticket_count SET count = count - 1
    WHERE workspace_id = OLD.workspace_id AND dimension = OLD.kind AND key = OLD.key;
END;
