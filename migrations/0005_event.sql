-- +goose Up

-- Instants are microseconds; 0 is "not known yet", since a draft is saved
-- before its times are.
CREATE TABLE event (
    org_id           TEXT   NOT NULL REFERENCES organisation (id),
    id               TEXT   NOT NULL,
    programme_id     TEXT,
    slug             TEXT   NOT NULL,
    title            TEXT   NOT NULL,
    title_en         TEXT   NOT NULL,
    summary          TEXT   NOT NULL,
    summary_en       TEXT   NOT NULL,
    body             TEXT   NOT NULL,
    body_en          TEXT   NOT NULL,
    starts_at        BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    opens_at         BIGINT NOT NULL,
    closes_at        BIGINT NOT NULL,
    closes_rule      TEXT   NOT NULL,
    promote_until    BIGINT NOT NULL,
    venue_id         TEXT,
    place_name       TEXT   NOT NULL,
    place_name_en    TEXT   NOT NULL,
    place_area       TEXT   NOT NULL,
    place_area_en    TEXT   NOT NULL,
    place_address    TEXT   NOT NULL,
    place_address_en TEXT   NOT NULL,
    place_postcode   TEXT   NOT NULL,
    place_map_url    TEXT   NOT NULL,
    place_note       TEXT   NOT NULL,
    place_note_en    TEXT   NOT NULL,
    online_url       TEXT   NOT NULL,
    online_note      TEXT   NOT NULL,
    online_note_en   TEXT   NOT NULL,
    hashtag          TEXT   NOT NULL,
    visibility       TEXT   NOT NULL,
    state            TEXT   NOT NULL,
    cancel_reason    TEXT   NOT NULL,
    contact_email    TEXT   NOT NULL,
    image_id         TEXT   NOT NULL,
    image_alt        TEXT   NOT NULL,
    seq              BIGINT NOT NULL,
    revision         BIGINT NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    published_at     BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT event_slug UNIQUE (org_id, slug),
    CONSTRAINT event_programme FOREIGN KEY (org_id, programme_id) REFERENCES programme (org_id, id),
    CONSTRAINT event_venue FOREIGN KEY (org_id, venue_id) REFERENCES venue (org_id, id),
    CONSTRAINT event_state CHECK (state IN ('draft', 'published', 'cancelled')),
    CONSTRAINT event_visibility CHECK (visibility IN ('public', 'link', 'hidden')),
    CONSTRAINT event_closes_rule CHECK (closes_rule IN ('day_before', 'start', 'at')),
    CONSTRAINT event_times CHECK (starts_at = 0 OR ends_at = 0 OR starts_at < ends_at)
);

CREATE INDEX event_start ON event (org_id, starts_at, id);

-- What changes with every registration and every scan, apart from the texts: a
-- narrow row that is locked first by whoever changes a counter of the event.
CREATE TABLE event_live (
    org_id      TEXT   NOT NULL,
    event_id    TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    last_number BIGINT NOT NULL,
    repeats     BIGINT NOT NULL, -- requests answered with an earlier result
    seq         BIGINT NOT NULL,
    arrived     BIGINT NOT NULL CHECK (arrived >= 0),
    helpers     BIGINT NOT NULL CHECK (helpers >= 0),
    walk_ins    BIGINT NOT NULL CHECK (walk_ins >= 0),
    PRIMARY KEY (org_id, event_id),
    CONSTRAINT event_live_event FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);

-- guard is the larger of capacity and taken: a slot is never sold beyond it,
-- and a capacity lowered below what is taken throws nobody out.
CREATE TABLE event_slot (
    org_id         TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    event_id       TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    name_en        TEXT    NOT NULL,
    eligibility    TEXT    NOT NULL,
    eligibility_en TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    mode           TEXT    NOT NULL,
    capacity       BIGINT,
    waitlist       BOOLEAN NOT NULL,
    taken          BIGINT  NOT NULL,
    waiting        BIGINT  NOT NULL,
    pending        BIGINT  NOT NULL,
    guard          BIGINT,
    position       BIGINT  NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT event_slot_event FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id),
    CONSTRAINT event_slot_kind CHECK (kind IN ('participant', 'speaker', 'staff')),
    CONSTRAINT event_slot_mode CHECK (mode IN ('first_come', 'approval')),
    CONSTRAINT event_slot_capacity CHECK (capacity >= 0),
    CONSTRAINT event_slot_guard CHECK (guard IS NULL OR taken <= guard),
    CONSTRAINT event_slot_counts CHECK (taken >= 0 AND waiting >= 0 AND pending >= 0)
);

CREATE INDEX event_slot_of_event ON event_slot (org_id, event_id, position);

CREATE TABLE event_question (
    org_id   TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    event_id TEXT    NOT NULL,
    label    TEXT    NOT NULL,
    label_en TEXT    NOT NULL,
    why      TEXT    NOT NULL CHECK (why <> ''),
    why_en   TEXT    NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('text', 'choice', 'many', 'number', 'date')),
    options  TEXT    NOT NULL,
    required BOOLEAN NOT NULL,
    retired  BOOLEAN NOT NULL,
    position BIGINT  NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT event_question_event FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);

CREATE INDEX event_question_of_event ON event_question (org_id, event_id, position);

CREATE TABLE event_speaker (
    org_id   TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    event_id TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    name_en  TEXT   NOT NULL,
    title    TEXT   NOT NULL,
    title_en TEXT   NOT NULL,
    bio      TEXT   NOT NULL,
    bio_en   TEXT   NOT NULL,
    url      TEXT   NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT event_speaker_event FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);

CREATE INDEX event_speaker_of_event ON event_speaker (org_id, event_id, position);

CREATE TABLE event_agenda (
    org_id        TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    event_id      TEXT   NOT NULL,
    after_minutes BIGINT NOT NULL,
    label         TEXT   NOT NULL,
    label_en      TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    note_en       TEXT   NOT NULL,
    position      BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT event_agenda_event FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);

CREATE INDEX event_agenda_of_event ON event_agenda (org_id, event_id, position);

CREATE TABLE event_image (
    org_id     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    event_id   TEXT   NOT NULL,
    media_type TEXT   NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png')),
    width      BIGINT NOT NULL,
    height     BIGINT NOT NULL,
    data       BYTEA  NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT event_image_event FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id)
);

-- ended is 0 while the registration is live and its number afterwards, so that
-- a person has one live registration for an event and any number of ended ones.
CREATE TABLE registration (
    org_id        TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    event_id      TEXT   NOT NULL,
    slot_id       TEXT   NOT NULL,
    person_id     TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    ended         BIGINT NOT NULL DEFAULT 0,
    number        BIGINT NOT NULL,
    wait_rank     BIGINT NOT NULL DEFAULT 0,
    idem_key      TEXT   NOT NULL,
    idem_hash     TEXT   NOT NULL,
    answers       TEXT   NOT NULL,
    lang          TEXT   NOT NULL,
    via           TEXT   NOT NULL,
    serial        BIGINT NOT NULL DEFAULT 1,
    link_serial   BIGINT NOT NULL DEFAULT 1,
    revision      BIGINT NOT NULL DEFAULT 1,
    created_at    BIGINT NOT NULL,
    confirmed_at  BIGINT NOT NULL,
    cancelled_at  BIGINT NOT NULL DEFAULT 0,
    cancel_reason TEXT   NOT NULL DEFAULT '',
    arrived_at    BIGINT NOT NULL DEFAULT 0,
    late_at       BIGINT NOT NULL DEFAULT 0,
    late_note     TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (org_id, id),
    CONSTRAINT registration_key UNIQUE (org_id, event_id, idem_key),
    CONSTRAINT registration_live UNIQUE (org_id, person_id, event_id, ended),
    CONSTRAINT registration_number UNIQUE (org_id, event_id, number),
    CONSTRAINT registration_slot FOREIGN KEY (org_id, slot_id) REFERENCES event_slot (org_id, id),
    CONSTRAINT registration_person FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
    CONSTRAINT registration_state CHECK (
        (state IN ('confirmed', 'waiting', 'pending') AND ended = 0)
        OR (state IN ('cancelled', 'declined') AND ended = number)),
    CONSTRAINT registration_rank CHECK (wait_rank <= 0)
);

CREATE INDEX registration_waiting ON registration (org_id, slot_id, wait_rank, number) WHERE state = 'waiting';
CREATE INDEX registration_arrived ON registration (org_id, event_id, arrived_at, slot_id) WHERE arrived_at <> 0;
CREATE INDEX registration_rare ON registration (org_id, event_id, state, number) WHERE state IN ('pending', 'cancelled', 'declined');

-- Scans are never changed but for their undoing. sequence counts the admissions
-- of one ticket: two devices at the same moment meet in registration_once.
CREATE TABLE checkin (
    org_id          TEXT    NOT NULL,
    id              TEXT    NOT NULL,
    event_id        TEXT    NOT NULL,
    registration_id TEXT,
    type            TEXT    NOT NULL,
    sequence        BIGINT,
    ok              BOOLEAN NOT NULL,
    reason          TEXT    NOT NULL,
    device          TEXT    NOT NULL,
    nonce           TEXT    NOT NULL,
    scanned_at      BIGINT  NOT NULL,
    received_at     BIGINT  NOT NULL,
    offline         BOOLEAN NOT NULL,
    forced          BOOLEAN NOT NULL,
    force_reason    TEXT    NOT NULL,
    first_at        BIGINT  NOT NULL,
    first_device    TEXT    NOT NULL,
    replays         BIGINT  NOT NULL,
    undone_at       BIGINT  NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT checkin_nonce UNIQUE (org_id, event_id, device, nonce),
    CONSTRAINT checkin_once UNIQUE (org_id, registration_id, type, sequence),
    CONSTRAINT checkin_event FOREIGN KEY (org_id, event_id) REFERENCES event (org_id, id),
    CONSTRAINT checkin_registration FOREIGN KEY (org_id, registration_id) REFERENCES registration (org_id, id),
    CONSTRAINT checkin_type CHECK (type IN ('entry', 'exit')),
    CONSTRAINT checkin_counted CHECK (ok = (sequence IS NOT NULL))
);

CREATE INDEX checkin_log ON checkin (org_id, event_id, received_at, id);
