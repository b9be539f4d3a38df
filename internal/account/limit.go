package account

import (
	"context"
	"encoding/hex"
	"net/netip"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// Allow counts one attempt of key in bucket and refuses with category
// Exhausted once more than limit were made within per. The period begins with
// the first attempt. The count is part of tx: what is rolled back was no
// attempt. Counters are in SQL, so that they hold over restarts and processes;
// key (an address, a network) is kept only as a keyed hash.
func (s *Service) Allow(ctx context.Context, tx *db.Tx, bucket, key string, limit int, per time.Duration) error {
	now := tx.Now()
	hits, ends, err := countAttempt(ctx, tx, bucket, s.mac("attempt", bucket, key), now, now.Add(per))
	if err != nil {
		return err
	}
	if hits > limit {
		wait := ends.Sub(now)
		return apperr.New(apperr.Exhausted, "account.limit.exhausted", "minutes", int((wait+time.Minute-1)/time.Minute))
	}
	return nil
}

// Network is the part of an IP address that one household or hall shares: /24
// of IPv4, /56 of IPv6. Text that is no address is returned as it is.
func Network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	addr = addr.Unmap()
	bits := 56
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return ip
	}
	return prefix.Masked().String()
}

// mac is the keyed hash under which a secret or an address is kept at rest.
func (s *Service) mac(purpose string, parts ...string) string {
	list := make([][]byte, len(parts))
	for i, p := range parts {
		list[i] = []byte(p)
	}
	return hex.EncodeToString(s.Keys.Sum("account."+purpose, list...))
}
