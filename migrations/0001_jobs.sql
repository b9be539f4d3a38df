-- +goose Up

-- What is to happen later. run_at is when a ready job is due and, for a running
-- one, when its lease ends: either way the moment from which it may be claimed.
CREATE TABLE job (
    org_id      TEXT    NOT NULL,           -- 'system' for jobs of no organisation
    id          TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    uniq        TEXT    NOT NULL,           -- the same work is never enqueued twice
    priority    INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 1),
    state       TEXT    NOT NULL CHECK (state IN ('ready', 'running', 'done', 'dead')),
    run_at      BIGINT  NOT NULL,
    attempt     BIGINT  NOT NULL DEFAULT 0, -- rises with every claim, never falls: the fence
    failures    BIGINT  NOT NULL DEFAULT 0, -- since it was enqueued or retried by staff
    payload     TEXT    NOT NULL,
    last_error  TEXT    NOT NULL DEFAULT '',
    created_at  BIGINT  NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, kind, uniq)
);

-- Claims read the head of one of three short ranges, however many rows are done.
CREATE INDEX job_due ON job (priority, run_at, id) WHERE state IN ('ready', 'running');
CREATE INDEX job_dead ON job (org_id, id) WHERE state = 'dead';
CREATE INDEX job_done ON job (finished_at) WHERE state = 'done';

-- When each periodic job takes its next turn. turn only rises; it is the fence
-- and the key of the job that does the work.
CREATE TABLE job_turn (
    kind    TEXT   NOT NULL PRIMARY KEY,
    turn    BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE job_turn;
DROP TABLE job;
