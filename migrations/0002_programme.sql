-- +goose Up

-- The one global table of this package: every tenant table refers to it.
CREATE TABLE organisation (
	id         TEXT   NOT NULL PRIMARY KEY,
	slug       TEXT   NOT NULL UNIQUE,
	name       TEXT   NOT NULL,
	name_en    TEXT   NOT NULL,
	accent     TEXT   NOT NULL,
	seed       TEXT   NOT NULL,
	version    BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL
);

CREATE TABLE programme (
	org_id         TEXT   NOT NULL,
	id             TEXT   NOT NULL,
	fy             BIGINT NOT NULL,
	name           TEXT   NOT NULL,
	name_en        TEXT   NOT NULL,
	body           TEXT   NOT NULL,
	body_en        TEXT   NOT NULL,
	summary        TEXT   NOT NULL,
	summary_en     TEXT   NOT NULL,
	hashtag        TEXT   NOT NULL,
	contract_start TEXT   NOT NULL,
	contract_end   TEXT   NOT NULL,
	state          TEXT   NOT NULL CHECK (state IN ('planned', 'active', 'closed')),
	version        BIGINT NOT NULL,
	created_at     BIGINT NOT NULL,
	updated_at     BIGINT NOT NULL,
	PRIMARY KEY (org_id, id),
	UNIQUE (org_id, fy, name),
	FOREIGN KEY (org_id) REFERENCES organisation (id),
	CHECK (contract_start = '' OR contract_end = '' OR contract_start <= contract_end)
);

CREATE TABLE goal (
	org_id       TEXT   NOT NULL,
	id           TEXT   NOT NULL,
	programme_id TEXT   NOT NULL,
	position     BIGINT NOT NULL,
	kind         TEXT   NOT NULL,
	label        TEXT   NOT NULL,
	label_en     TEXT   NOT NULL,
	target       BIGINT NOT NULL CHECK (target >= 0),
	decimals     BIGINT NOT NULL CHECK (decimals BETWEEN 0 AND 2),
	unit         TEXT   NOT NULL,
	unit_en      TEXT   NOT NULL,
	prefecture   TEXT   NOT NULL,
	PRIMARY KEY (org_id, id),
	UNIQUE (org_id, programme_id, position),
	FOREIGN KEY (org_id, programme_id) REFERENCES programme (org_id, id)
);

CREATE TABLE venue (
	org_id     TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	name_en    TEXT    NOT NULL,
	postcode   TEXT    NOT NULL,
	prefecture TEXT    NOT NULL,
	area       TEXT    NOT NULL,
	area_en    TEXT    NOT NULL,
	address    TEXT    NOT NULL,
	address_en TEXT    NOT NULL,
	capacity   BIGINT  NOT NULL CHECK (capacity >= 0),
	map_url    TEXT    NOT NULL,
	note       TEXT    NOT NULL,
	note_en    TEXT    NOT NULL,
	retired    BOOLEAN NOT NULL DEFAULT FALSE,
	version    BIGINT  NOT NULL,
	created_at BIGINT  NOT NULL,
	updated_at BIGINT  NOT NULL,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id) REFERENCES organisation (id)
);

CREATE TABLE partner (
	org_id     TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	name_en    TEXT    NOT NULL,
	url        TEXT    NOT NULL,
	kind       TEXT    NOT NULL,
	position   BIGINT  NOT NULL,
	retired    BOOLEAN NOT NULL DEFAULT FALSE,
	version    BIGINT  NOT NULL,
	created_at BIGINT  NOT NULL,
	updated_at BIGINT  NOT NULL,
	PRIMARY KEY (org_id, id),
	FOREIGN KEY (org_id) REFERENCES organisation (id)
);
