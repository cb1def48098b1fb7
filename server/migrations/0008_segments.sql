-- Each piece that is written into an index of the search is a segment of its own, and a search looks into all of
-- them. FTS5 merges some whenever it writes; all are merged when enough has come (`store/index/segment.rs`).

ALTER TABLE search_state ADD COLUMN merged INTEGER NOT NULL DEFAULT 0; -- what came up to this number was merged last
ALTER TABLE search_state ADD COLUMN merging INTEGER NOT NULL DEFAULT 0; -- 1 while that goes on

-- Two segments of a kind are enough to go on with.
INSERT INTO entry_text (entry_text, rank) VALUES ('usermerge', 2);
INSERT INTO person_text (person_text, rank) VALUES ('usermerge', 2);
