-- +goose Up

-- What a person says of themselves. Who sees which field is not here: it is the
-- recipient of the consent with the scope field:<name>, so that a field without a
-- live consent has no audience at all.
CREATE TABLE profile (
	org_id        TEXT    NOT NULL,
	person_id     TEXT    NOT NULL,
	headline      TEXT    NOT NULL,
	words         TEXT    NOT NULL,
	prefecture    TEXT    NOT NULL,
	horizon       TEXT    NOT NULL,
	talk          TEXT    NOT NULL,
	seek          TEXT    NOT NULL,
	mentor        BOOLEAN NOT NULL,
	links         TEXT    NOT NULL,
	photo_id      TEXT    NOT NULL DEFAULT '',
	skill_version TEXT    NOT NULL,
	version       BIGINT  NOT NULL,
	created_at    BIGINT  NOT NULL,
	updated_at    BIGINT  NOT NULL,
	PRIMARY KEY (org_id, person_id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
	CHECK (horizon IN ('', 'within_1y', 'within_3y', 'open', 'none'))
);
CREATE INDEX profile_prefecture ON profile (org_id, prefecture, person_id) WHERE prefecture <> '';
CREATE INDEX profile_horizon ON profile (org_id, horizon, person_id) WHERE horizon <> '';
CREATE INDEX profile_mentor ON profile (org_id, person_id) WHERE mentor;

CREATE TABLE profile_skill (
	org_id    TEXT   NOT NULL,
	person_id TEXT   NOT NULL,
	code      TEXT   NOT NULL,
	level     BIGINT NOT NULL CHECK (level BETWEEN 1 AND 4),
	PRIMARY KEY (org_id, person_id, code),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX profile_skill_code ON profile_skill (org_id, code, level, person_id);

-- Answers of which one may choose several.
CREATE TABLE profile_choice (
	org_id    TEXT NOT NULL,
	person_id TEXT NOT NULL,
	kind      TEXT NOT NULL CHECK (kind IN ('tie', 'pattern')),
	code      TEXT NOT NULL,
	PRIMARY KEY (org_id, person_id, kind, code),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX profile_choice_code ON profile_choice (org_id, kind, code, person_id);

CREATE TABLE profile_photo (
	org_id     TEXT   NOT NULL,
	id         TEXT   NOT NULL,
	person_id  TEXT   NOT NULL,
	media_type TEXT   NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png')),
	width      BIGINT NOT NULL,
	height     BIGINT NOT NULL,
	data       BYTEA  NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX profile_photo_person ON profile_photo (org_id, person_id);

-- +goose Down

DROP TABLE profile_photo;
DROP TABLE profile_choice;
DROP TABLE profile_skill;
DROP TABLE profile;
