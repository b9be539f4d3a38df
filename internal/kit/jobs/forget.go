package jobs

import (
	"context"
	"strings"

	"koryu/internal/kit/db"
)

// Forget takes the words, such as an address, out of all jobs of an
// organisation. A job whose payload holds one cannot run any more: it is over,
// and its payload is gone. From the errors of mail servers, which like to repeat
// the address, only the fact of an error stays. It gives the number of jobs.
// Words shorter than four letters are passed over; they would hit strangers.
func Forget(ctx context.Context, tx *db.Tx, org string, words ...string) (int, error) {
	total := 0
	for _, w := range words {
		if len([]rune(strings.TrimSpace(w))) < 4 {
			continue
		}
		for _, do := range []func(context.Context, *db.Tx, string, string) (int64, error){forgetPayloads, forgetErrors} {
			n, err := do(ctx, tx, orgOf(org), w)
			if err != nil {
				return total, err
			}
			total += int(n)
		}
	}
	return total, nil
}

// ForgetIn empties the payload of the job that runs, inside the handler's own
// transaction: for work that nobody may be able to read afterwards.
func (r Run) ForgetIn(ctx context.Context, tx *db.Tx) error {
	return forgetPayload(ctx, tx, orgOf(r.Org), r.ID)
}
