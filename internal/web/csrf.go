package web

import (
	"errors"
	"net/http"

	"koryu/internal/kit/apperr"
)

var errForeign = apperr.New(apperr.Forbidden, "web.problem.foreign.text")

// sameOrigin refuses requests that another site made a browser send. The
// standard type decides by Sec-Fetch-Site and Origin, and lets pass what has
// neither. Such a request is no browser's of the last years: with cookies it
// is refused, without them it carries nobody's rights and may pass.
func (k *Kit) sameOrigin(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if err := k.guards.Check(r); err != nil {
		return errForeign.Because(err)
	}
	if r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" && r.Header.Get("Cookie") != "" {
		return errForeign.Because(errors.New("cookies, but neither Sec-Fetch-Site nor Origin"))
	}
	return nil
}
