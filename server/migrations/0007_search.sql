-- Search. The indexes hold the words of what people wrote, not the texts: those stand where they stood, and
-- whoever is found is looked up there. They are filled behind the writes (`store/index.rs`), in pieces.

-- The words of messages and notes, under their numbers, and the id of the workspace they are in.
CREATE VIRTUAL TABLE entry_text USING fts5 (
    place, body, content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);

-- Visitors who said who they are, and the words of their names and addresses.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    visitor_id TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE person_text USING fts5 (
    place, body, content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);

-- Every longer word that was ever indexed: the beginning of one is looked up here.
CREATE TABLE search_word (
    word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- How far the indexes have come.
CREATE TABLE search_state (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    entry   INTEGER NOT NULL, -- messages and notes up to this number are indexed
    visitor TEXT              -- visitors of before up to this id were looked at; NULL once all were
) STRICT;
INSERT INTO search_state (id, entry, visitor) VALUES (1, 0, '');

-- Visitors whose name or address is not indexed yet as it is now.
CREATE TABLE person_queue (
    visitor_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TRIGGER person_begins AFTER INSERT ON visitor WHEN NEW.name IS NOT NULL OR NEW.email IS NOT NULL
BEGIN
    INSERT INTO person_queue (visitor_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_changes AFTER UPDATE OF name, email ON visitor
WHEN OLD.name IS NOT NEW.name OR OLD.email IS NOT NEW.email
BEGIN
    INSERT INTO person_queue (visitor_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_ends AFTER DELETE ON visitor WHEN OLD.name IS NOT NULL OR OLD.email IS NOT NULL
BEGIN
    INSERT INTO person_queue (visitor_id) VALUES (OLD.id) ON CONFLICT DO NOTHING;
END;
