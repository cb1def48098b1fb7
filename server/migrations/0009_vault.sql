-- The key that opens what is kept encrypted stands in a file of its own; here stands which key it is. The row comes
-- with the first key, and another key is refused.
CREATE TABLE vault_key (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint BLOB NOT NULL
) STRICT;
