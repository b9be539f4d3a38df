package people

import (
	"database/sql"
	"slices"

	"koryu/internal/kit/db"
)

// chunk is how many values go into one list of a statement.
const chunk = 256

// inChunks calls fn for a part of values at a time, with the marks "$2, $3, …"
// of the part and all arguments: org, then the part.
func inChunks(org string, values []string, fn func(marks string, args []any) error) error {
	for part := range slices.Chunk(values, chunk) {
		marks, args := db.In(2, part)
		if err := fn(marks, append([]any{org}, args...)); err != nil {
			return err
		}
	}
	return nil
}

func collect[T any](scan func(scanner) (T, error)) func(*sql.Rows, error) ([]T, error) {
	return func(rows *sql.Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var all []T
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		return all, rows.Err()
	}
}
