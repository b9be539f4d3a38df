-- +goose Up

-- fields names what the card shows, by comma; serial is raised to make every
-- code that was printed or photographed worthless.
CREATE TABLE card (
	org_id     TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	person_id  TEXT   NOT NULL,
	serial     BIGINT NOT NULL,
	fields     TEXT   NOT NULL,
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE UNIQUE INDEX card_person ON card (org_id, person_id);

CREATE TABLE card_hidden (
	org_id    TEXT   NOT NULL,
	person_id TEXT   NOT NULL,
	event_id  TEXT   NOT NULL,
	hidden_at BIGINT NOT NULL,
	PRIMARY KEY (org_id, person_id, event_id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
	FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);

-- owner_id showed the card, partner_id pressed; it is empty while nobody has
-- confirmed the typed address. low and high are the two in order, so that a pair
-- is one pair whoever showed. family, given, email, email_key and the versions of
-- the texts agreed to are those of a partner who was not known.
CREATE TABLE exchange (
	org_id       TEXT    NOT NULL,
	id           TEXT    NOT NULL,
	once         TEXT    NOT NULL,
	owner_id     TEXT    NOT NULL,
	partner_id   TEXT    NOT NULL,
	low          TEXT    NOT NULL,
	high         TEXT    NOT NULL,
	family       TEXT    NOT NULL,
	given        TEXT    NOT NULL,
	email        TEXT    NOT NULL,
	email_key    TEXT    NOT NULL,
	lang         TEXT    NOT NULL,
	consent_run  BIGINT  NOT NULL,
	consent_show BIGINT  NOT NULL,
	state        TEXT    NOT NULL,
	serial       BIGINT  NOT NULL,
	event_id     TEXT    NOT NULL,
	via          TEXT    NOT NULL,
	at           BIGINT  NOT NULL,
	offline      BOOLEAN NOT NULL,
	created_at   BIGINT  NOT NULL,
	done_at      BIGINT,
	ended_at     BIGINT,
	PRIMARY KEY (org_id, id),
	CONSTRAINT exchange_state CHECK (state IN ('pending', 'done', 'undone', 'refused', 'expired', 'ended')),
	CONSTRAINT exchange_order CHECK (low < high OR low = '' AND high = '')
);
CREATE UNIQUE INDEX exchange_once ON exchange (org_id, once);
CREATE UNIQUE INDEX exchange_pair ON exchange (org_id, low, high) WHERE state = 'done';
CREATE UNIQUE INDEX exchange_typed ON exchange (org_id, owner_id, email_key) WHERE state = 'pending';
CREATE INDEX exchange_owner ON exchange (org_id, owner_id, state);
CREATE INDEX exchange_partner ON exchange (org_id, partner_id, state);

-- Two persons who met. It outlives the copies that they hold of each other.
CREATE TABLE tie (
	org_id      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	low         TEXT   NOT NULL,
	high        TEXT   NOT NULL,
	exchange_id TEXT   NOT NULL,
	event_id    TEXT   NOT NULL,
	via         TEXT   NOT NULL,
	at          BIGINT NOT NULL,
	undone_at   BIGINT,
	PRIMARY KEY (org_id, id),
	CONSTRAINT tie_order CHECK (low < high)
);
CREATE UNIQUE INDEX tie_pair ON tie (org_id, low, high) WHERE undone_at IS NULL;
CREATE INDEX tie_high ON tie (org_id, high);
CREATE INDEX tie_event ON tie (org_id, event_id) WHERE undone_at IS NULL;
CREATE INDEX tie_at ON tie (org_id, at) WHERE undone_at IS NULL;

-- What one side wrote down about a meeting; the other side never reads it.
CREATE TABLE meeting (
	org_id      TEXT   NOT NULL,
	exchange_id TEXT   NOT NULL,
	person_id   TEXT   NOT NULL,
	note        TEXT   NOT NULL,
	tags        TEXT   NOT NULL,
	updated_at  BIGINT NOT NULL,
	PRIMARY KEY (org_id, exchange_id, person_id),
	FOREIGN KEY (org_id, exchange_id) REFERENCES exchange (org_id, id)
);
CREATE INDEX meeting_person ON meeting (org_id, person_id);

-- target is a person, or a keyed hash of an address that nobody confirmed.
CREATE TABLE card_block (
	org_id      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	person_id   TEXT   NOT NULL,
	target      TEXT   NOT NULL,
	exchange_id TEXT   NOT NULL,
	created_at  BIGINT NOT NULL,
	PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX card_block_once ON card_block (org_id, person_id, target);
CREATE INDEX card_block_target ON card_block (org_id, target);

CREATE TABLE introduction (
	org_id     TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	once       TEXT   NOT NULL,
	by_person  TEXT   NOT NULL,
	first      TEXT   NOT NULL,
	second     TEXT   NOT NULL,
	words      TEXT   NOT NULL,
	state      TEXT   NOT NULL,
	first_yes  BIGINT,
	second_yes BIGINT,
	declined_by TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	ended_at   BIGINT,
	PRIMARY KEY (org_id, id),
	CONSTRAINT introduction_state CHECK (state IN ('open', 'agreed', 'declined', 'expired')),
	CONSTRAINT introduction_order CHECK (first < second)
);
CREATE UNIQUE INDEX introduction_once ON introduction (org_id, once);
CREATE UNIQUE INDEX introduction_open ON introduction (org_id, by_person, first, second) WHERE state = 'open';
CREATE INDEX introduction_first ON introduction (org_id, first, state);
CREATE INDEX introduction_second ON introduction (org_id, second, state);

CREATE TABLE board_entry (
	org_id    TEXT   NOT NULL,
	event_id  TEXT   NOT NULL,
	person_id TEXT   NOT NULL,
	joined_at BIGINT NOT NULL,
	PRIMARY KEY (org_id, event_id, person_id),
	FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);
CREATE INDEX board_entry_person ON board_entry (org_id, person_id);
