-- +goose Up

-- Who attended what, and who has a tie, without walking through all threads.
CREATE INDEX participation_occasion ON participation (org_id, kind, occasion_id, person_id) WHERE retracted_at IS NULL;
-- A reading or a number that two persons share.
CREATE INDEX person_phone ON person (org_id, phone) WHERE phone <> '';

-- Words that staff sort persons by; name_key is what two names are compared by.
CREATE TABLE tag (
	org_id     TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	name       TEXT   NOT NULL CHECK (name <> ''),
	name_key   TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (org_id, id),
	UNIQUE (org_id, name_key),
	FOREIGN KEY (org_id) REFERENCES organisation (id)
);

CREATE TABLE person_tag (
	org_id    TEXT   NOT NULL,
	tag_id    TEXT   NOT NULL,
	person_id TEXT   NOT NULL,
	by_whom   TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (org_id, tag_id, person_id),
	FOREIGN KEY (org_id, tag_id) REFERENCES tag (org_id, id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX person_tag_person ON person_tag (org_id, person_id, tag_id);

-- What one bulk act changed, so that it can be taken back as a whole.
CREATE TABLE tag_act (
	org_id     TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	tag_id     TEXT    NOT NULL,
	added      BOOLEAN NOT NULL,
	persons    TEXT    NOT NULL,
	by_whom    TEXT    NOT NULL,
	at         BIGINT  NOT NULL,
	undone_at  BIGINT  NOT NULL DEFAULT 0,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id, tag_id) REFERENCES tag (org_id, id)
);

-- Filters that staff keep under a name, as the address writes them.
CREATE TABLE saved_filter (
	org_id     TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	name       TEXT   NOT NULL CHECK (name <> ''),
	name_key   TEXT   NOT NULL,
	query      TEXT   NOT NULL,
	by_whom    TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (org_id, id),
	UNIQUE (org_id, name_key),
	FOREIGN KEY (org_id) REFERENCES organisation (id)
);

-- gone_id was made one with into_id and has no row in person any more. kept is
-- what the rows were before and after, for the way back; it is emptied when the
-- time for that is over. No foreign keys: the record outlives both persons.
CREATE TABLE person_merge (
	org_id    TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	gone_id   TEXT   NOT NULL,
	into_id   TEXT   NOT NULL,
	reason    TEXT   NOT NULL,
	by_whom   TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	kept      TEXT   NOT NULL,
	undone_at BIGINT NOT NULL DEFAULT 0,
	undone_by TEXT   NOT NULL DEFAULT '',
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id) REFERENCES organisation (id)
);
CREATE UNIQUE INDEX person_merge_gone ON person_merge (org_id, gone_id) WHERE undone_at = 0;
CREATE INDEX person_merge_into ON person_merge (org_id, into_id, at) WHERE undone_at = 0;
CREATE INDEX person_merge_kept ON person_merge (at) WHERE kept <> '';

-- Two persons of whom staff say that they are two. a_id sorts before b_id.
CREATE TABLE person_apart (
	org_id  TEXT   NOT NULL,
	a_id    TEXT   NOT NULL,
	b_id    TEXT   NOT NULL,
	by_whom TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (org_id, a_id, b_id),
	FOREIGN KEY (org_id, a_id) REFERENCES person (org_id, id),
	FOREIGN KEY (org_id, b_id) REFERENCES person (org_id, id)
);
CREATE INDEX person_apart_b ON person_apart (org_id, b_id);

-- +goose Down
DROP TABLE person_apart;
DROP TABLE person_merge;
DROP TABLE saved_filter;
DROP TABLE tag_act;
DROP TABLE person_tag;
DROP TABLE tag;
DROP INDEX person_phone;
DROP INDEX participation_occasion;
