-- +goose Up

-- email_key is what an address is compared by; holds_email marks the one person
-- whom it stands for. The *_key columns, sort_key and initial are derived from
-- what was typed and never shown; indexed_key is the search_key that person_gram
-- holds at the moment.
CREATE TABLE person (
	org_id      TEXT    NOT NULL,
	id          TEXT    NOT NULL,
	family      TEXT    NOT NULL CHECK (family <> ''),
	given       TEXT    NOT NULL,
	kana_family TEXT    NOT NULL,
	kana_given  TEXT    NOT NULL,
	email       TEXT    NOT NULL,
	email_key   TEXT    NOT NULL,
	holds_email BOOLEAN NOT NULL DEFAULT FALSE,
	lang        TEXT    NOT NULL,
	birth_year  BIGINT  NOT NULL,
	affiliation TEXT    NOT NULL,
	phone       TEXT    NOT NULL,
	sort_key    TEXT    NOT NULL,
	kana_key    TEXT    NOT NULL,
	search_key  TEXT    NOT NULL,
	indexed_key TEXT    NOT NULL DEFAULT '',
	initial     TEXT    NOT NULL,
	version     BIGINT  NOT NULL,
	created_at  BIGINT  NOT NULL,
	updated_at  BIGINT  NOT NULL,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id) REFERENCES organisation (id),
	CHECK (NOT holds_email OR email_key <> '')
);
CREATE UNIQUE INDEX person_holds_email ON person (org_id, email_key) WHERE holds_email;
CREATE INDEX person_shares_email ON person (org_id, email_key) WHERE NOT holds_email;
CREATE INDEX person_sort ON person (org_id, sort_key, id);
CREATE INDEX person_kana ON person (org_id, kana_key, birth_year) WHERE birth_year <> 0;

-- Derived from person by a job, and never read without it: no foreign key, so
-- that writing it costs one look-up and not two.
CREATE TABLE person_gram (
	org_id    TEXT NOT NULL,
	gram      TEXT NOT NULL,
	person_id TEXT NOT NULL,
	PRIMARY KEY (org_id, gram, person_id)
);

-- series tells repeated facts of one kind and occasion apart; it is empty for
-- what happens once.
CREATE TABLE participation (
	org_id         TEXT   NOT NULL,
	id             TEXT   NOT NULL,
	person_id      TEXT   NOT NULL,
	kind           TEXT   NOT NULL,
	occasion_kind  TEXT   NOT NULL,
	occasion_id    TEXT   NOT NULL,
	series         TEXT   NOT NULL,
	title          TEXT   NOT NULL,
	title_en       TEXT   NOT NULL,
	at             BIGINT NOT NULL,
	proof          TEXT   NOT NULL,
	ref            TEXT   NOT NULL,
	recorded_by    TEXT   NOT NULL,
	recorded_at    BIGINT NOT NULL,
	retracted_at   BIGINT,
	retracted_by   TEXT   NOT NULL DEFAULT '',
	retract_reason TEXT   NOT NULL DEFAULT '',
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE UNIQUE INDEX participation_once
	ON participation (org_id, person_id, kind, occasion_kind, occasion_id, series) WHERE retracted_at IS NULL;
CREATE INDEX participation_kind ON participation (org_id, kind, at) WHERE retracted_at IS NULL;

CREATE TABLE consent (
	org_id       TEXT   NOT NULL,
	id           TEXT   NOT NULL,
	person_id    TEXT   NOT NULL,
	code         TEXT   NOT NULL,
	scope        TEXT   NOT NULL,
	recipient    TEXT   NOT NULL,
	text_version BIGINT NOT NULL,
	text_hash    TEXT   NOT NULL,
	lang         TEXT   NOT NULL,
	channel      TEXT   NOT NULL,
	given_by     TEXT   NOT NULL,
	given_at     BIGINT NOT NULL,
	revoked_at   BIGINT,
	revoked_by   TEXT   NOT NULL DEFAULT '',
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE UNIQUE INDEX consent_once
	ON consent (org_id, person_id, code, scope, recipient, text_version) WHERE revoked_at IS NULL;
CREATE INDEX consent_scope ON consent (org_id, code, scope, person_id) WHERE revoked_at IS NULL;

CREATE TABLE person_note (
	org_id     TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	person_id  TEXT   NOT NULL,
	body       TEXT   NOT NULL,
	author     TEXT   NOT NULL,
	author_id  TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX person_note_person ON person_note (org_id, person_id, created_at);
