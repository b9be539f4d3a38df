package db

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// paramLimit is SQLite's; PostgreSQL takes 65,535.
const paramLimit = 32766

// chunks are the only row counts of one INSERT, so that a table has at most five
// texts and each is prepared once per connection.
var chunks = [...]int{256, 64, 16, 4, 1}

// Insert adds rows to table, many per statement. Each row has one value per
// column. Constraint errors are those of a plain INSERT; either all rows are
// added or, in a [Tx], none will be.
func Insert(ctx context.Context, q Q, table string, cols []string, rows [][]any) error {
	_, err := InsertWith(ctx, q, table, cols, rows, "")
	return err
}

// InsertWith is [Insert] with a clause after the values, such as ON CONFLICT …
// DO NOTHING, and gives the number of rows that were added or changed.
func InsertWith(ctx context.Context, q Q, table string, cols []string, rows [][]any, clause string) (int64, error) {
	for i, row := range rows {
		if len(row) != len(cols) {
			return 0, fmt.Errorf("db: row %d for %s has %d values for %d columns", i, table, len(row), len(cols))
		}
	}
	var changed int64
	for len(rows) > 0 {
		n := chunkSize(len(rows), len(cols))
		args := make([]any, 0, n*len(cols))
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		c, err := q.Exec(ctx, insertText(table, cols, n, clause), args...)
		if err != nil {
			return changed, err
		}
		changed += c
		rows = rows[n:]
	}
	return changed, nil
}

func chunkSize(rows, cols int) int {
	for _, n := range chunks {
		if n <= rows && n*cols <= paramLimit {
			return n
		}
	}
	return 1
}

func insertText(table string, cols []string, rows int, clause string) string {
	b := make([]byte, 0, 64+len(clause)+rows*len(cols)*7)
	b = append(b, "INSERT INTO "...)
	b = append(b, table...)
	b = append(b, " ("...)
	b = append(b, strings.Join(cols, ", ")...)
	b = append(b, ") VALUES "...)
	mark := int64(0)
	for r := range rows {
		if r > 0 {
			b = append(b, ", "...)
		}
		sep := "($"
		for range cols {
			mark++
			b = append(b, sep...)
			b = strconv.AppendInt(b, mark, 10)
			sep = ", $"
		}
		b = append(b, ')')
	}
	if clause != "" {
		b = append(b, ' ')
		b = append(b, clause...)
	}
	return string(b)
}

// In gives the marks and arguments for "… IN (" + marks + ")", where first is
// the number of the first mark. The list is filled up to the next of 1, 4, 16,
// 64, 256, 1024 … with its last value, so that few texts arise. An empty list
// gives NULL, which matches no row. Lists above some 30,000 values do not fit
// into a statement.
func In[T any](first int, values []T) (marks string, args []any) {
	if len(values) == 0 {
		return "NULL", nil
	}
	n := 1
	for n < len(values) {
		n *= 4
	}
	n = max(min(n, paramLimit-first), len(values))
	var b []byte
	for i := range n {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, '$')
		b = strconv.AppendInt(b, int64(first+i), 10)
		args = append(args, values[min(i, len(values)-1)])
	}
	return string(b), args
}
