package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
)

// machine is a program with a token.
type machine struct {
	*visitor
	token string
}

func (s *site) machine(scopes ...account.Action) *machine {
	s.t.Helper()
	secret, _, err := s.Accounts.CreateAPIToken(s.t.Context(), s.owner, account.NewAPIToken{Org: s.org.ID, Name: "試験", Scopes: scopes})
	s.must(err)
	return &machine{s.visitor(), secret}
}

func (m *machine) call(method, path, body string, into any, head ...string) answered {
	m.s.t.Helper()
	p := m.do(method, "/api/v1"+path, "application/json", body, append(head, "Authorization", "Bearer "+m.token)...)
	if into != nil {
		if err := json.Unmarshal([]byte(p.body), into); err != nil {
			m.s.t.Fatalf("%s %s: %d %.300s", method, path, p.status, p.body)
		}
	}
	return p
}

func guest(slot, email string) string {
	return fmt.Sprintf(`{"slot":%q,"family":"見本","given":"太郎見","kana_family":"ミホン","kana_given":"タロミ","email":%q,"consents":["a"]}`, slot, email)
}

func TestAProgramRegistersReadsAndCancels(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		m := s.machine(account.Scopes...)
		var list struct{ Events []struct{ Slug string } }
		m.call(http.MethodGet, "/events", "", &list)
		if len(list.Events) != 1 || list.Events[0].Slug != s.event.Slug {
			t.Fatalf("events: %+v", list)
		}
		var one struct {
			Title     struct{ Ja, En string }
			StartsAt  string `json:"starts_at"`
			Slots     []struct{ ID string }
			Questions []struct{ ID string }
		}
		m.call(http.MethodGet, "/events/"+s.event.Slug, "", &one)
		if one.Title.En != "A sample night" || one.StartsAt != "2024-12-13T18:30:00+09:00" || len(one.Questions) != 1 {
			t.Errorf("event: %+v", one)
		}
		create := "/events/" + s.event.Slug + "/registrations"
		var r, again struct{ ID, State, Code string }
		if p := m.call(http.MethodPost, create, guest(one.Slots[0].ID, "p1@example.com"), &r, "Idempotency-Key", "key-00001"); p.status != http.StatusCreated || r.State != "confirmed" {
			t.Fatalf("created with %d: %+v", p.status, r)
		}
		p := m.call(http.MethodPost, create, guest(one.Slots[0].ID, "p1@example.com"), &again, "Idempotency-Key", "key-00001")
		if p.status != http.StatusOK || again != r || p.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("the same key: %d %+v", p.status, again)
		}
		var problem struct{ Title, Detail string }
		p = m.call(http.MethodPost, create, guest(one.Slots[0].ID, "p2@example.com"), &problem, "Idempotency-Key", "key-00001")
		if p.status != http.StatusConflict || problem.Detail == "" || p.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("the same key, other content: %d %+v", p.status, problem)
		}
		if p := m.call(http.MethodPost, create, guest(one.Slots[0].ID, "p2@example.com"), nil); p.status != http.StatusUnprocessableEntity {
			t.Errorf("without a key: %d", p.status)
		}
		if p := m.call(http.MethodPost, create, `{"slot":"x","family":"","email":"nobody","consents":[]}`, nil, "Idempotency-Key", "key-00002"); p.status != http.StatusUnprocessableEntity {
			t.Errorf("bad content: %d %s", p.status, p.body)
		}
		for range 2 { // cancelling twice is fine
			if m.call(http.MethodPost, "/registrations/"+r.ID+"/cancel", "", &again); again.State != "cancelled" {
				t.Errorf("cancelled: %+v", again)
			}
		}
		if m.call(http.MethodGet, "/registrations/"+r.ID, "", &again); again.State != "cancelled" {
			t.Errorf("read again: %+v", again)
		}
	})
}

func TestAProgramChecksIn(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		ticket := s.visitor().register("髙見本", "p1@example.com")
		of, err := s.Events.FindByManageToken(t.Context(), strings.TrimPrefix(ticket.path, "/t/"))
		s.must(err)
		s.clock.Set(s.event.StartsAt.Time().Add(-20 * time.Minute))
		m := s.machine(account.CheckinsWrite)
		send := func(nonce, rest string) (said struct{ ID, Status, Reason, Name string }) {
			body := fmt.Sprintf(`{"token":%q,"device":"gate","nonce":%q%s}`, s.Events.TicketToken(of.Registration), nonce, rest)
			m.call(http.MethodPost, "/events/"+s.event.Slug+"/checkins", body, &said)
			return said
		}
		first := send("nonce-0001", "")
		if first.Status != "ok" || first.Name != "髙見本 りんご" {
			t.Errorf("first: %+v", first)
		}
		if again := send("nonce-0001", ""); again != first {
			t.Errorf("the same nonce: %+v", again)
		}
		if second := send("nonce-0002", ""); second.Status != "error" || second.Reason != "already_redeemed" {
			t.Errorf("second: %+v", second)
		}
		body := fmt.Sprintf(`{"token":%q,"device":"gate","nonce":"nonce-0003","force":true}`, s.Events.TicketToken(of.Registration))
		if p := m.call(http.MethodPost, "/events/"+s.event.Slug+"/checkins", body, nil); p.status != http.StatusUnprocessableEntity {
			t.Errorf("force without offline: %d", p.status)
		}
	})
}

func TestATokenDoesWhatItsScopesSay(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		m := s.machine(account.EventsRead)
		if p := m.call(http.MethodGet, "/events", "", nil); p.status != http.StatusOK {
			t.Errorf("its scope: %d", p.status)
		}
		if p := m.call(http.MethodPost, "/events/"+s.event.Slug+"/registrations", guest("x", "p@example.com"), nil, "Idempotency-Key", "key-00001"); p.status != http.StatusForbidden {
			t.Errorf("another scope: %d", p.status)
		}
		m.token = "nonsense"
		if p := m.call(http.MethodGet, "/events", "", nil); p.status != http.StatusUnauthorized || p.header.Get("WWW-Authenticate") == "" {
			t.Errorf("no token: %d", p.status)
		}
	})
}

func TestTheDescriptionNamesEveryOperation(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		var doc struct {
			OpenAPI string
			Paths   map[string]map[string]any
		}
		s.must(json.Unmarshal([]byte(s.visitor().get("/api/openapi.json").body), &doc))
		if doc.OpenAPI != "3.1.0" || len(doc.Paths) != 6 {
			t.Errorf("OpenAPI %s with %d paths", doc.OpenAPI, len(doc.Paths))
		}
		for path := range doc.Paths {
			if !strings.HasPrefix(path, "/api/v1/") {
				t.Errorf("path %s", path)
			}
		}
	})
}
