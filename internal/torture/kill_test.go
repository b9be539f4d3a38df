package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/app"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/programme"
)

// The real program is killed in the middle of a rush, a thousand times. Whatever
// it answered must be in the database, and nothing may be half there.
func TestAKilledServerLosesNothingItAnswered(t *testing.T) {
	kills := scaled(t, 1000)
	r := newRush(t, buildProgram(t, os.Getenv("KORYU_PLANT")))
	for n := range kills {
		r.once(t, n)
		if n%20 == 19 || n == kills-1 {
			r.verify(t)
		}
	}
	t.Logf("%d kills, %d acknowledged, 0 lost", kills, len(r.acknowledged))
}

func buildProgram(t *testing.T, tags string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "koryu")
	build := exec.Command("go", "build", "-tags", tags, "-o", out, "koryu/cmd/koryu")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return out
}

type rush struct {
	program, data, token, slug, slot, org string

	mu           sync.Mutex
	acknowledged map[string]string // key → state
	checked      int
}

// newRush prepares the data folder through the services: an organisation, an
// event with room for some, and a token for programs.
func newRush(t *testing.T, program string) *rush {
	t.Helper()
	r := &rush{program: program, data: t.TempDir(), acknowledged: map[string]string{}}
	ctx := context.Background()
	a, err := app.New(ctx, app.Config{Data: r.data, Base: "http://127.0.0.1:1"})
	must(t, err)
	org, err := a.Programmes.CreateOrg(ctx, programme.Org{Slug: "sample", Name: "見本の会"})
	must(t, err)
	owner := account.Actor{Kind: account.KindPerson, OrgID: org.ID, Role: account.Owner, IdentityID: "owner"}
	now := time.Now()
	starts := db.FromTime(now.AddDate(0, 1, 0))
	ends, title := starts.Add(2*hour), "殺到"
	e, err := a.Events.Create(ctx, owner, org.ID, event.Fields{
		Title: &title, StartsAt: &starts, EndsAt: &ends, Place: &event.Place{Name: "見本ホール", Address: "見本1-1-1"},
	})
	must(t, err)
	places := 5000
	e, err = a.Events.SetSlots(ctx, owner, org.ID, e.ID, []event.SlotInput{{Name: "一般", Capacity: &places}})
	must(t, err)
	e, err = a.Events.Publish(ctx, owner, org.ID, e.ID)
	must(t, err)
	r.token, _, err = a.Accounts.CreateAPIToken(ctx, owner, account.NewAPIToken{
		Org: org.ID, Name: "torture", Scopes: []account.Action{account.RegistrationsWrite},
	})
	must(t, err)
	r.slug, r.slot, r.org = e.Slug, e.Slots[0].ID, org.ID
	must(t, a.Close())
	return r
}

// once starts the program, lets everybody run at it, and kills it.
func (r *rush) once(t *testing.T, n int) {
	t.Helper()
	address := freeAddress(t)
	server := exec.Command(r.program, "serve", "--data", r.data, "--addr", address, "--log-level", "error")
	var said bytes.Buffer
	server.Stderr = &said
	must(t, server.Start())
	waitReady(t, address, &said)

	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	browser := &http.Client{Transport: transport, Timeout: 10 * time.Second}
	for c := range clients {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				r.register(browser, address, fmt.Sprintf("kill-%d-%d-%d", n, c, i))
			}
		})
	}
	r.await(1 + rand.IntN(120))
	must(t, server.Process.Kill()) // SIGKILL
	stop()
	wg.Wait()
	_ = server.Wait()
	transport.CloseIdleConnections()
}

// await lets the rush run until so many more were acknowledged: the kill then
// meets the server in the middle of its work, however fast the machine is.
func (r *rush) await(more int) {
	goal := r.count() + more
	for end := time.Now().Add(2 * time.Second); r.count() < goal && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
}

func (r *rush) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.acknowledged)
}

func (r *rush) register(browser *http.Client, address, key string) {
	body, _ := json.Marshal(map[string]any{
		"slot": r.slot, "family": "Sample", "given": "Guest", "email": key + "@example.com", "consents": []string{"a"},
	})
	req, err := http.NewRequest(http.MethodPost, "http://"+address+"/api/v1/events/"+r.slug+"/registrations", bytes.NewReader(body))
	if err != nil {
		return
	}
	req.Header.Set("Authorization", "Bearer "+r.token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", key)
	answer, err := browser.Do(req)
	if err != nil {
		return // unknown: nothing was promised
	}
	defer answer.Body.Close()
	var said struct{ State string }
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusCreated || json.Unmarshal(text, &said) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.acknowledged[key] = said.State
}

// verify opens the database that the killed program left behind.
func (r *rush) verify(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, "sqlite:"+filepath.Join(r.data, "koryu.db"), db.Options{})
	must(t, err)
	defer func() { must(t, d.Close()) }()
	stored := map[string]string{}
	rows, err := d.Query(ctx, `SELECT idem_key, state FROM registration WHERE org_id = $1`, r.org)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var key, state string
		must(t, rows.Scan(&key, &state))
		stored[key] = state
	}
	must(t, rows.Err())
	lost := 0
	for key, state := range r.acknowledged {
		if stored[key] != state {
			lost++
		}
	}
	if lost > 0 {
		t.Fatalf("%d of %d acknowledged registrations are lost", lost, len(r.acknowledged))
	}
	h := &house{ctx: ctx, db: d}
	h.org.ID = r.org
	h.check(t)
	if len(r.acknowledged) == r.checked {
		t.Fatal("nobody was acknowledged since the last look: the rush proves nothing")
	}
	r.checked = len(r.acknowledged)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

func waitReady(t *testing.T, address string, said *bytes.Buffer) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		answer, err := http.Get("http://" + address + "/healthz")
		if err == nil {
			answer.Body.Close()
			return
		}
	}
	t.Fatalf("the server is not ready after 15 s:\n%s", said)
}
