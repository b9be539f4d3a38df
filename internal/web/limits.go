package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
)

// limitBody caps what the handler can read, and refuses at once what says
// itself that it is larger.
func limitBody(w *response, r *Request) error {
	limit := r.Route.MaxBody
	if limit == 0 {
		limit = FormBody
	}
	if r.ContentLength > limit {
		return errTooLarge
	}
	if limit > FormBody {
		_ = http.NewResponseController(w).SetReadDeadline(deadline(uploadTime))
	}
	r.Body = http.MaxBytesReader(w.ResponseWriter, r.Body, limit)
	return nil
}

// countTry counts one use of a limited route by the visitor's network, in SQL,
// so that the count holds over restarts and processes.
func (k *Kit) countTry(r *Request) error {
	limit := r.Route.Limit
	if limit.Max == 0 || k.NoLimits {
		return nil
	}
	if limit.Here {
		return k.tries.count(limit, account.Network(r.IP()), r.Now)
	}
	return k.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		return k.Accounts.Allow(ctx, tx, "web."+limit.Name, account.Network(r.IP()), limit.Max, limit.Per)
	})
}

// IP is the address of the visitor. X-Forwarded-For is read from the right,
// and only as far as trusted proxies wrote it.
func (r *Request) IP() string {
	ip := peer(r.Request)
	if !r.kit.trusted(ip) {
		return ip.String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		ip = hop.Unmap()
		if !r.kit.trusted(ip) {
			break
		}
	}
	return ip.String()
}

func (k *Kit) trusted(ip netip.Addr) bool {
	for _, p := range k.TrustedProxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

func peer(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return netip.IPv4Unspecified()
	}
	return ip.Unmap()
}

// deadline is a moment of the machine's clock: connections know no other.
func deadline(d time.Duration) time.Time { return clock.System().Now().Add(d) }
