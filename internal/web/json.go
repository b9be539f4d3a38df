package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// ReadJSON reads the body into v. What is not one JSON value of known fields,
// in UTF-8 and without U+0000, is malformed.
func ReadJSON(r *Request, v any) error {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return bodyError(err)
	}
	if !utf8.Valid(b) || bytes.Contains(b, []byte(`\u0000`)) || bytes.IndexByte(b, 0) >= 0 {
		return malformed{errors.New("text is not valid UTF-8")}
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return malformed{err}
	}
	if _, err := d.Token(); err != io.EOF {
		return malformed{errors.New("more than one JSON value")}
	}
	return nil
}
