package db

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Holding names the columns in which a table holds ids of things of one kind,
// and the table's key without org_id. It is written by hand, as constants.
type Holding struct {
	Table   string
	Key     []string
	Columns []string
}

// Image is what the rows of some tables were at one moment.
type Image struct {
	holdings []Holding
	rows     []map[string]imageRow // by holding and key
}

// imageRow is a row by column; values are JSON.
type imageRow map[string]json.RawMessage

// rowChange is what happened to one row between two images: without Was it
// appeared, without Is it went, and with both it has the columns that changed.
type rowChange struct {
	Table string   `json:"table"`
	Key   imageRow `json:"key"`
	Was   imageRow `json:"was,omitempty"`
	Is    imageRow `json:"is,omitempty"`
}

// TakeImage reads the rows of org that hold one of the ids.
func TakeImage(ctx context.Context, tx *Tx, org string, holdings []Holding, ids ...string) (Image, error) {
	im := Image{holdings: holdings}
	for _, h := range holdings {
		marks, args := In(2, ids)
		var terms []string
		for _, c := range h.Columns {
			terms = append(terms, c+" IN ("+marks+")")
		}
		rows, err := readImage(ctx, tx, h, "("+strings.Join(terms, " OR ")+")", append([]any{org}, args...)...)
		if err != nil {
			return im, err
		}
		im.rows = append(im.rows, rows)
	}
	return im, nil
}

func readImage(ctx context.Context, tx *Tx, h Holding, where string, args ...any) (map[string]imageRow, error) {
	found, err := tx.Query(ctx, "SELECT * FROM "+h.Table+" WHERE org_id = $1 AND "+where, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		return nil, err
	}
	all := map[string]imageRow{}
	for found.Next() {
		row, err := scanImage(found, columns)
		if err != nil {
			return nil, fmt.Errorf("db: image of %s: %w", h.Table, err)
		}
		all[h.keyText(row)] = row
	}
	return all, found.Err()
}

func scanImage(rows *sql.Rows, columns []string) (imageRow, error) {
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	if err := rows.Scan(to...); err != nil {
		return nil, err
	}
	row := imageRow{}
	for i, c := range columns {
		text, err := imageValue(values[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c, err)
		}
		row[c] = text
	}
	return row, nil
}

// imageValue writes a value as JSON from which [argument] reads the same.
func imageValue(v any) (json.RawMessage, error) {
	switch v := v.(type) {
	case nil, bool, string:
		return json.Marshal(v)
	case int64:
		return json.RawMessage(strconv.FormatInt(v, 10)), nil
	case []byte:
		return json.Marshal(map[string][]byte{"bytes": v})
	}
	return nil, fmt.Errorf("a value of type %T", v)
}

func argument(text json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	switch x := v.(type) {
	case json.Number:
		return x.Int64()
	case map[string]any:
		var b map[string][]byte
		err := json.Unmarshal(text, &b)
		return b["bytes"], err
	}
	return v, nil
}

func (h Holding) keyText(row imageRow) string {
	var b strings.Builder
	for _, c := range h.Key {
		b.Write(row[c])
		b.WriteByte(' ')
	}
	return b.String()
}

func (h Holding) keyOf(row imageRow) imageRow {
	key := imageRow{}
	for _, c := range h.Key {
		key[c] = row[c]
	}
	return key
}

// Changes writes down how the rows of im became those of later, for
// [TakeBack]. Both images are of the same holdings and ids.
func (im Image) Changes(later Image) (string, error) {
	var list []rowChange
	for i, h := range im.holdings {
		was, is := im.rows[i], later.rows[i]
		for _, key := range slices.Sorted(maps.Keys(was)) {
			before, after := was[key], is[key]
			if after == nil {
				list = append(list, rowChange{Table: h.Table, Key: h.keyOf(before), Was: before})
				continue
			}
			c := rowChange{Table: h.Table, Key: h.keyOf(before), Was: imageRow{}, Is: imageRow{}}
			for column, v := range before {
				if !bytes.Equal(v, after[column]) {
					c.Was[column], c.Is[column] = v, after[column]
				}
			}
			if len(c.Was) > 0 {
				list = append(list, c)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(is)) {
			if was[key] == nil {
				list = append(list, rowChange{Table: h.Table, Key: h.keyOf(is[key]), Is: is[key]})
			}
		}
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// TakeBack undoes changes as far as nobody changed the same things again since:
// a column goes back if it still holds what the change gave it, a row that
// appeared goes if it is as it appeared, a row that went comes back if its place
// is free. Tables come back in the order of holdings, changed rows before missing
// ones, and rows that appeared go first, in the other order.
func TakeBack(ctx context.Context, tx *Tx, org string, holdings []Holding, changes string) error {
	var list []rowChange
	if err := json.Unmarshal([]byte(changes), &list); err != nil {
		return err
	}
	of := map[string][]rowChange{}
	for _, c := range list {
		of[c.Table] = append(of[c.Table], c)
	}
	each := func(h Holding, which func(rowChange) bool) error {
		for _, c := range of[h.Table] {
			if !which(c) {
				continue
			}
			if err := takeBack(ctx, tx, org, h, c); err != nil {
				return fmt.Errorf("db: taking back a row of %s: %w", h.Table, err)
			}
		}
		return nil
	}
	for _, h := range slices.Backward(holdings) {
		if err := each(h, func(c rowChange) bool { return c.Was == nil }); err != nil {
			return err
		}
	}
	for _, h := range holdings {
		if err := each(h, func(c rowChange) bool { return c.Was != nil && c.Is != nil }); err != nil {
			return err
		}
		if err := each(h, func(c rowChange) bool { return c.Was != nil && c.Is == nil }); err != nil {
			return err
		}
	}
	return nil
}

func takeBack(ctx context.Context, tx *Tx, org string, h Holding, c rowChange) error {
	where, args, err := condition(h, org, c.Key)
	if err != nil {
		return err
	}
	found, err := readImage(ctx, tx, h, where, args...)
	if err != nil {
		return err
	}
	now := found[h.keyText(c.Key)]
	switch {
	case c.Was == nil: // appeared
		if now == nil || !maps.EqualFunc(now, c.Is, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			return nil
		}
		_, err = tx.Exec(ctx, "DELETE FROM "+h.Table+" WHERE org_id = $1 AND "+where, args...)
	case c.Is == nil: // went
		if now != nil {
			return nil
		}
		columns := slices.Sorted(maps.Keys(c.Was))
		row := make([]any, len(columns))
		for i, column := range columns {
			if row[i], err = argument(c.Was[column]); err != nil {
				return err
			}
		}
		err = Insert(ctx, tx, h.Table, columns, [][]any{row})
	case now != nil:
		var set []string
		for _, column := range slices.Sorted(maps.Keys(c.Was)) {
			if !bytes.Equal(now[column], c.Is[column]) {
				continue
			}
			v, err := argument(c.Was[column])
			if err != nil {
				return err
			}
			args = append(args, v)
			set = append(set, column+" = $"+strconv.Itoa(len(args)))
		}
		if len(set) > 0 {
			_, err = tx.Exec(ctx, "UPDATE "+h.Table+" SET "+strings.Join(set, ", ")+" WHERE org_id = $1 AND "+where, args...)
		}
	}
	return err
}

// condition finds the row with the key; its marks begin at $2.
func condition(h Holding, org string, key imageRow) (string, []any, error) {
	args := []any{org}
	var terms []string
	for _, c := range h.Key {
		v, err := argument(key[c])
		if err != nil {
			return "", nil, err
		}
		args = append(args, v)
		terms = append(terms, c+" = $"+strconv.Itoa(len(args)))
	}
	return strings.Join(terms, " AND "), args, nil
}
