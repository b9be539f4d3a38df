package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/web"
)

// API is version 1. Fill it once, then take its [API.Routes].
type API struct {
	Events *event.Service
	Base   string // scheme and host of the installation

	routes []web.Route
	mux    *http.ServeMux
}

const root = "/api/v1"

// Routes is the table of the API. Each operation is declared once, for the
// router, the guard and the description.
func (a *API) Routes() []web.Route {
	config := huma.DefaultConfig("Koryu", "1")
	config.DocsPath, config.OpenAPIPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in answers
	config.Info.Description = "Events, registrations and check-in of one organisation. Times are RFC 3339 in +09:00."
	config.Servers = []*huma.Server{{URL: a.Base}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "A token of the organisation, made by its owner in the console."},
	}
	a.mux, a.routes = http.NewServeMux(), nil
	h := humago.New(a.mux, config)
	a.declare(h)
	description := func(w http.ResponseWriter, r *web.Request) error {
		return web.JSON(w, r, http.StatusOK, h.OpenAPI())
	}
	return append(a.routes, web.Route{
		Method: http.MethodGet, Pattern: "/api/openapi.json", Audience: web.Anyone, Action: account.PublicView, Handle: description,
	})
}

func (a *API) declare(h huma.API) {
	operation(a, h, op{http.MethodGet, "/events", account.EventsRead, "listEvents", "List published events, latest start first", 200}, a.listEvents)
	operation(a, h, op{http.MethodGet, "/events/{event}", account.EventsRead, "getEvent", "Read one event by its slug", 200}, a.getEvent)
	operation(a, h, op{http.MethodPost, "/events/{event}/registrations", account.RegistrationsWrite, "createRegistration",
		"Register a person; idempotent by key", 201}, a.createRegistration)
	operation(a, h, op{http.MethodGet, "/registrations/{registration}", account.RegistrationsRead, "getRegistration", "Read one registration", 200}, a.getRegistration)
	operation(a, h, op{http.MethodPost, "/registrations/{registration}/cancel", account.RegistrationsWrite, "cancelRegistration",
		"Give the place back; cancelling twice is fine", 200}, a.cancelRegistration)
	operation(a, h, op{http.MethodPost, "/events/{event}/checkins", account.CheckinsWrite, "createCheckin",
		"Redeem a ticket; idempotent by device and nonce", 200}, a.createCheckin)
}

// op is one line of the table above.
type op struct {
	method, path string
	scope        account.Action
	id, summary  string
	status       int
}

func operation[I, O any](a *API, h huma.API, o op, do func(context.Context, *I) (*O, error)) {
	huma.Register(h, huma.Operation{
		OperationID: o.id, Method: o.method, Path: root + o.path, Summary: o.summary, DefaultStatus: o.status,
		Security: []map[string][]string{{"token": {string(o.scope)}}}, MaxBodyBytes: web.FormBody,
		Errors: []int{401, 403, 404, 409, 422, 429},
	}, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, refusal(ctx, err)
		}
		return out, nil
	})
	a.routes = append(a.routes, web.Route{
		Method: o.method, Pattern: root + o.path, Audience: web.API, Action: o.scope, Handle: web.Foreign(a.mux),
	})
}
