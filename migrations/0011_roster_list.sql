-- +goose Up

-- The list of people, without the empty rows that erasures leave, and those rows
-- alone: what is counted in bulk is counted without reading a person.
CREATE INDEX person_listed ON person (org_id, sort_key, id) WHERE erased_at = 0;
CREATE INDEX person_erased ON person (org_id, id) WHERE erased_at <> 0;
CREATE INDEX participation_at ON participation (org_id, at, person_id) WHERE retracted_at IS NULL;

-- +goose Down
DROP INDEX participation_at;
DROP INDEX person_erased;
DROP INDEX person_listed;
