-- +goose Up

-- One proved or invited address; shared by all organisations.
CREATE TABLE identity (
    id         TEXT   NOT NULL PRIMARY KEY,
    email      TEXT   NOT NULL,
    name       TEXT   NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    CONSTRAINT identity_email UNIQUE (email)
);

-- The live code of one browser for one address. Neither is kept in clear.
CREATE TABLE sign_in_code (
    email_mac   TEXT   NOT NULL,
    browser_mac TEXT   NOT NULL,
    code_mac    TEXT   NOT NULL,
    tries       BIGINT NOT NULL DEFAULT 0,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (email_mac, browser_mac),
    CONSTRAINT sign_in_code_tries CHECK (tries BETWEEN 0 AND 5)
);

CREATE INDEX sign_in_code_expiry ON sign_in_code (expires_at);

-- Counters of limited attempts; whose they are is kept as a keyed hash.
CREATE TABLE attempt (
    bucket  TEXT   NOT NULL,
    key_mac TEXT   NOT NULL,
    hits    BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (bucket, key_mac)
);

CREATE INDEX attempt_end ON attempt (ends_at);

CREATE TABLE membership (
    org_id      TEXT   NOT NULL,
    identity_id TEXT   NOT NULL REFERENCES identity (id),
    role        TEXT   NOT NULL,
    invited_by  TEXT   NOT NULL DEFAULT '',
    invited_at  BIGINT NOT NULL,
    joined_at   BIGINT,
    PRIMARY KEY (org_id, identity_id),
    CONSTRAINT membership_role CHECK (role IN ('owner', 'organiser', 'accountant', 'officer', 'host', 'company'))
);

CREATE INDEX membership_identity ON membership (identity_id, org_id, role);

CREATE TABLE door_link (
    org_id     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    event_id   TEXT   NOT NULL,
    label      TEXT   NOT NULL DEFAULT '',
    created_by TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (org_id, id)
);

CREATE INDEX door_link_event ON door_link (org_id, event_id);
CREATE INDEX door_link_id ON door_link (id);

-- A signed-in browser of a person, or a door device. Only a keyed hash of the
-- cookie is kept. Door rows stay after their end: the audit trail names them.
CREATE TABLE session (
    id           TEXT   NOT NULL PRIMARY KEY,
    token_mac    TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    identity_id  TEXT REFERENCES identity (id),
    door_org_id  TEXT,
    door_link_id TEXT,
    device       TEXT   NOT NULL DEFAULT '',
    agent        TEXT   NOT NULL DEFAULT '',
    created_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    revoked_at   BIGINT,
    CONSTRAINT session_token UNIQUE (token_mac),
    CONSTRAINT session_door_link FOREIGN KEY (door_org_id, door_link_id) REFERENCES door_link (org_id, id),
    CONSTRAINT session_kind CHECK (
        (kind = 'person' AND identity_id IS NOT NULL AND door_link_id IS NULL)
        OR (kind = 'door' AND identity_id IS NULL AND door_org_id IS NOT NULL AND door_link_id IS NOT NULL))
);

CREATE INDEX session_identity ON session (identity_id);
CREATE INDEX session_door ON session (door_org_id, door_link_id);
CREATE INDEX session_seen ON session (seen_at);

CREATE TABLE api_token (
    org_id       TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    token_mac    TEXT   NOT NULL,
    scopes       TEXT   NOT NULL,
    created_by   TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at   BIGINT,
    PRIMARY KEY (org_id, id),
    CONSTRAINT api_token_text UNIQUE (org_id, token_mac)
);

CREATE INDEX api_token_mac ON api_token (token_mac);

-- What was done. Inserted, never changed; holds identifiers, no personal data.
CREATE TABLE audit_entry (
    org_id     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    actor_kind TEXT   NOT NULL,
    actor_id   TEXT   NOT NULL,
    actor_role TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    object     TEXT   NOT NULL,
    object_id  TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    data       TEXT   NOT NULL,
    PRIMARY KEY (org_id, at, id)
);

CREATE INDEX audit_entry_object ON audit_entry (org_id, object, object_id, at);

-- The chain over the entries. No foreign key: a deleted entry must leave its
-- link behind, which is how its absence is found.
CREATE TABLE audit_seal (
    org_id     TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    entry_id   TEXT   NOT NULL,
    entry_at   BIGINT NOT NULL,
    entry_hash TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    PRIMARY KEY (org_id, seq),
    CONSTRAINT audit_seal_entry UNIQUE (org_id, entry_id)
);

-- The newest link of each chain, signed with a key outside the database.
CREATE TABLE audit_anchor (
    org_id    TEXT   NOT NULL PRIMARY KEY,
    seq       BIGINT NOT NULL,
    hash      TEXT   NOT NULL,
    newest_at BIGINT NOT NULL,
    sealed_at BIGINT NOT NULL,
    mac       TEXT   NOT NULL
);
