package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"koryu/internal/kit/apperr"
	"koryu/internal/web"
)

// refusal words an error of the domain as a problem document. What is internal
// stays in the log.
func refusal(ctx context.Context, err error) error {
	r, status := web.From(ctx), web.Status(err)
	doc := &huma.ErrorModel{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Instance: "urn:koryu:request:" + r.ID,
	}
	e, ok := apperr.As(err)
	if status >= 500 || !ok {
		slog.ErrorContext(ctx, "api fault", "request", r.ID, "err", err)
		return doc
	}
	doc.Detail = r.P.T(e.Key, e.Args...)
	for _, f := range apperr.FieldsOf(err) {
		doc.Errors = append(doc.Errors, &huma.ErrorDetail{Location: "body." + f.Field, Message: r.P.T(f.Key, f.Args...)})
	}
	return doc
}
