-- +goose Up

-- What staff write to many. While confirmed_at is 0 it is a draft and may be
-- changed; afterwards it stands as it was sent. Empty texts are drafts' too.
CREATE TABLE message (
    org_id       TEXT    NOT NULL REFERENCES organisation (id),
    id           TEXT    NOT NULL,
    made_key     TEXT    NOT NULL, -- the same form sent twice makes one draft
    kind         TEXT    NOT NULL,
    event_id     TEXT    NOT NULL, -- what it is about; empty: no event
    audience     TEXT    NOT NULL, -- JSON: who is meant
    subject      TEXT    NOT NULL,
    subject_en   TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    body_en      TEXT    NOT NULL,
    skip_today   BOOLEAN NOT NULL, -- leaves out who was written to on the same day
    digest       TEXT    NOT NULL, -- of the texts as sent; equal: the same message
    version      BIGINT  NOT NULL,
    created_by   TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    sent_by      TEXT    NOT NULL,
    confirmed_at BIGINT  NOT NULL,
    starts_at    BIGINT  NOT NULL, -- the first mail leaves then; until then it can be stopped whole
    stopped_at   BIGINT  NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT message_key UNIQUE (org_id, made_key),
    CONSTRAINT message_kind CHECK (kind IN ('announcement', 'notice')),
    CONSTRAINT message_about CHECK (kind <> 'notice' OR confirmed_at = 0 OR event_id <> '')
);

CREATE INDEX message_digest ON message (org_id, digest);

-- One person's copy. handed_at is set before the mail server is spoken to and
-- taken back when it said no for now: a row that keeps it without an end was cut
-- off, and is not sent again by itself.
CREATE TABLE message_delivery (
    org_id          TEXT   NOT NULL,
    id              TEXT   NOT NULL,
    message_id      TEXT   NOT NULL,
    person_id       TEXT   NOT NULL,
    registration_id TEXT   NOT NULL, -- whose ticket the links open; empty: none
    address         TEXT   NOT NULL, -- to which it went
    address_key     TEXT   NOT NULL,
    state           TEXT   NOT NULL,
    reason          TEXT   NOT NULL, -- why it was left out or failed
    code            TEXT   NOT NULL, -- what the mail server said, as numbers
    round           BIGINT NOT NULL, -- +1 each time that staff send it again
    tries           BIGINT NOT NULL,
    queued_at       BIGINT NOT NULL,
    handed_at       BIGINT NOT NULL,
    ended_at        BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT message_delivery_once UNIQUE (org_id, message_id, person_id),
    CONSTRAINT message_delivery_message FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id),
    CONSTRAINT message_delivery_state CHECK (state IN ('queued', 'sent', 'refused', 'bounced', 'uncertain', 'stopped', 'left_out'))
);

CREATE INDEX message_delivery_state_of ON message_delivery (org_id, message_id, state, id);
CREATE INDEX message_delivery_person ON message_delivery (org_id, person_id, queued_at);
CREATE INDEX message_delivery_address ON message_delivery (org_id, address_key);

-- Addresses that nobody can be reached at. A row with cleared_at counts no more.
CREATE TABLE bounce (
    org_id      TEXT   NOT NULL REFERENCES organisation (id),
    address_key TEXT   NOT NULL,
    address     TEXT   NOT NULL,
    source      TEXT   NOT NULL CHECK (source IN ('smtp', 'report')),
    code        TEXT   NOT NULL,
    delivery_id TEXT   NOT NULL,
    times       BIGINT NOT NULL,
    first_at    BIGINT NOT NULL,
    last_at     BIGINT NOT NULL,
    cleared_at  BIGINT NOT NULL,
    cleared_by  TEXT   NOT NULL,
    PRIMARY KEY (org_id, address_key)
);

-- +goose Down
DROP TABLE bounce;
DROP TABLE message_delivery;
DROP TABLE message;
