-- +goose Up

-- closing_at: since when the person wants to be erased; nobody but staff is
-- shown them any more. erased_at: since when the row is empty and only stands
-- for whoever the figures once counted. 0 = not.
ALTER TABLE person ADD COLUMN closing_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN erased_at  BIGINT NOT NULL DEFAULT 0;

-- What somebody wants done about their data, and what came of it. words and
-- answer are emptied by the erasure. final_at is the moment until which an
-- erasure can be taken back; suspended holds the consents that rest meanwhile.
CREATE TABLE privacy_request (
	org_id         TEXT   NOT NULL,
	id             TEXT   NOT NULL,
	person_id      TEXT   NOT NULL,
	kind           TEXT   NOT NULL CHECK (kind IN ('correction', 'erasure')),
	state          TEXT   NOT NULL CHECK (state IN ('open', 'confirmed', 'done', 'declined', 'taken_back')),
	live           BIGINT NOT NULL,
	words          TEXT   NOT NULL,
	channel        TEXT   NOT NULL,
	asked_by       TEXT   NOT NULL,
	asked_at       BIGINT NOT NULL,
	due_at         BIGINT NOT NULL,
	final_at       BIGINT NOT NULL,
	suspended      TEXT   NOT NULL DEFAULT '',
	confirmed_by   TEXT   NOT NULL DEFAULT '',
	confirmed_at   BIGINT NOT NULL DEFAULT 0,
	answer         TEXT   NOT NULL DEFAULT '',
	decided_by     TEXT   NOT NULL DEFAULT '',
	decided_at     BIGINT NOT NULL DEFAULT 0,
	certificate_id TEXT   NOT NULL DEFAULT '',
	version        BIGINT NOT NULL,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX privacy_request_due ON privacy_request (org_id, due_at, id) WHERE live = 1;
CREATE INDEX privacy_request_person ON privacy_request (org_id, person_id, asked_at);
CREATE UNIQUE INDEX privacy_request_erasure ON privacy_request (org_id, person_id) WHERE live = 1 AND kind = 'erasure';

-- What was deleted and what stays. body is the text that was hashed; it names
-- nobody. Rows are written once; sent_at is when the person's last mail left.
CREATE TABLE privacy_certificate (
	org_id     TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	kind       TEXT   NOT NULL CHECK (kind IN ('erasure', 'retention')),
	number     BIGINT NOT NULL,
	subject_id TEXT   NOT NULL,
	body       TEXT   NOT NULL,
	hash       TEXT   NOT NULL,
	made_at    BIGINT NOT NULL,
	sent_at    BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (org_id, id),
	UNIQUE (org_id, number)
);

-- +goose Down
DROP TABLE privacy_certificate;
DROP TABLE privacy_request;
ALTER TABLE person DROP COLUMN erased_at;
ALTER TABLE person DROP COLUMN closing_at;
