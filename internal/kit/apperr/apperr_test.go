package apperr_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"koryu/internal/kit/apperr"
)

func TestCategoryOf(t *testing.T) {
	refused := apperr.New(apperr.Conflict, "event.full")
	var form apperr.Fields
	form.Add("email", "form.required")
	for name, c := range map[string]struct {
		err  error
		want apperr.Category
	}{
		"a refusal keeps its category":           {refused, apperr.Conflict},
		"a wrapped refusal keeps its category":   {fmt.Errorf("register: %w", refused), apperr.Conflict},
		"the outermost refusal decides":          {apperr.New(apperr.Unavailable, "later").Because(refused), apperr.Unavailable},
		"a form with errors is invalid":          {fmt.Errorf("form: %w", form.Err()), apperr.Invalid},
		"a foreign error is a fault of ours":     {io.ErrUnexpectedEOF, apperr.Internal},
		"no error at all has no other category":  {nil, apperr.Internal},
		"a refusal among joined errors is found": {errors.Join(io.EOF, refused), apperr.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			if got := apperr.CategoryOf(c.err); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestOnAndBecauseLeaveTheOriginalAlone(t *testing.T) {
	sentinel := apperr.New(apperr.NotFound, "event.unknown", "slug", "ueno")
	derived := sentinel.On("slug").Because(io.EOF)
	if sentinel.Field != "" || sentinel.Cause != nil {
		t.Fatalf("the shared error was changed: %+v", sentinel)
	}
	if !errors.Is(derived, sentinel) || !errors.Is(derived, io.EOF) {
		t.Fatalf("%v must still be the sentinel and its cause", derived)
	}
	if errors.Is(derived, apperr.New(apperr.NotFound, "person.unknown")) {
		t.Fatal("another key is another reason")
	}
	if got, want := derived.Error(), "not found: event.unknown (slug): EOF"; got != want {
		t.Errorf("log line %q, want %q", got, want)
	}
}

func TestFields(t *testing.T) {
	var f apperr.Fields
	if f.Err() != nil {
		t.Fatal("an empty form is no error")
	}
	f.Add("family", "form.required")
	f.Add("email", "form.email")
	if e := f.For("email"); e == nil || e.Key != "form.email" {
		t.Errorf("email: %v", e)
	}
	if f.For("given") != nil {
		t.Error("given has no error")
	}
	if got := apperr.FieldsOf(fmt.Errorf("save: %w", f.Err())); len(got) != 2 {
		t.Errorf("found %v", got)
	}
	if e, ok := apperr.As(f.Err()); !ok || e.Field != "family" {
		t.Errorf("the first field leads, got %v", e)
	}
	if got := apperr.FieldsOf(apperr.New(apperr.Invalid, "x")); got != nil {
		t.Errorf("an error without a field belongs to no field, got %v", got)
	}
}
