package web

import (
	"cmp"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
	"koryu/internal/kit/wareki"
	"koryu/internal/web/ui"
)

// Form is what was typed, and what is wrong with it in the order in which it
// was asked for. A refused form is shown again with everything that was typed.
type Form struct {
	Errs apperr.Fields

	values url.Values
	files  map[string][]*multipart.FileHeader
	labels map[string]string
}

const maxFields = 1000

var errTooLarge = apperr.New(apperr.TooLarge, "web.request.too_large")

// NewForm is a form that nobody has filled in yet.
func NewForm() *Form { return &Form{values: url.Values{}, labels: map[string]string{}} }

// ReadForm reads the body of r. It fails with TooLarge above the limit of the
// route and with a malformed request on broken encoding, bad UTF-8, U+0000 or
// more than a thousand fields.
func ReadForm(r *Request) (*Form, error) {
	f := NewForm()
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil && r.ContentLength != 0:
		return nil, malformed{err}
	case kind == "application/x-www-form-urlencoded":
		err = r.Request.ParseForm()
		f.values = r.PostForm
	case kind == "multipart/form-data":
		err = r.ParseMultipartForm(1 << 20)
		if r.MultipartForm != nil {
			f.values, f.files = r.MultipartForm.Value, r.MultipartForm.File
		}
	case r.ContentLength == 0:
		return f, nil
	default:
		return nil, malformed{errors.New("content type " + kind)}
	}
	if err != nil {
		return nil, bodyError(err)
	}
	return f, f.checkText()
}

// bodyError tells a body over its limit from a broken one.
func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok || errors.Is(err, multipart.ErrMessageTooLarge) {
		return errTooLarge.Because(err)
	}
	return malformed{err}
}

func (f *Form) checkText() error {
	if len(f.values) > maxFields {
		return malformed{errors.New("too many fields")}
	}
	for name, list := range f.values {
		for _, v := range append(list, name) {
			if !cleanText(v) {
				return malformed{errors.New("text is not valid UTF-8")}
			}
		}
	}
	return nil
}

// cleanText tells that s can be stored by both engines and shown by a browser.
func cleanText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// Set fills a field in before it is shown.
func (f *Form) Set(name string, values ...string) *Form {
	f.values[name] = values
	return f
}

// Label names a field in the sentences of its errors.
func (f *Form) Label(name, label string) *Form {
	f.labels[name] = label
	return f
}

// Value is what was typed, untouched; it is what goes back into the field.
func (f *Form) Value(name string) string { return f.values.Get(name) }

// Values is what was ticked.
func (f *Form) Values(name string) []string { return f.values[name] }

// Has tells that the field was sent at all.
func (f *Form) Has(name string) bool { return len(f.values[name]) > 0 }

// Names lists the fields that were sent and begin with prefix, sorted.
func (f *Form) Names(prefix string) []string {
	var names []string
	for name := range f.values {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Add refuses a field with the sentence key; {label} is filled in.
func (f *Form) Add(name, key string, args ...any) {
	f.Errs.Add(name, key, append([]any{"label", f.labels[name]}, args...)...)
}

// Text is one line or paragraph without surrounding space, at most max
// characters as a person counts them.
func (f *Form) Text(name string, max int) string {
	v := text.Clean(f.Value(name))
	if text.Graphemes(v) > max || len(v) > 16*max {
		f.Add(name, "web.form.too_long", "max", max)
	}
	return v
}

// Required is Text that must not be empty.
func (f *Form) Required(name string, max int) string {
	v := f.Text(name, max)
	if v == "" {
		f.missing(name)
	}
	return v
}

func (f *Form) missing(name string) {
	if f.labels[name] == "" {
		f.Add(name, "web.form.required")
		return
	}
	f.Add(name, "web.form.required_label")
}

// Email is an address in its comparison form, or "".
func (f *Form) Email(name string) string {
	v := text.Clean(f.Value(name))
	if v == "" {
		return ""
	}
	email, ok := text.Email(v)
	if !ok {
		f.Add(name, "web.form.email")
	}
	return email
}

// RequiredEmail is Email that must not be empty.
func (f *Form) RequiredEmail(name string) string {
	if text.Clean(f.Value(name)) == "" {
		f.missing(name)
		return ""
	}
	return f.Email(name)
}

// Day is a date in any way of writing it, or "".
func (f *Form) Day(name string) db.Day {
	v := text.Clean(f.Value(name))
	if v == "" {
		return ""
	}
	y, m, d, ok := wareki.ParseDay(v)
	if !ok {
		f.Add(name, "web.form.day")
		return ""
	}
	return db.DayOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, clock.JST))
}

// RequiredDay is Day that must not be empty.
func (f *Form) RequiredDay(name string) db.Day {
	if text.Clean(f.Value(name)) == "" {
		f.missing(name)
		return ""
	}
	return f.Day(name)
}

// Time is a time of day such as 18:30 or １８時３０分, as minutes after
// midnight; ok is false when it is missing or wrong.
func (f *Form) Time(name string) (minutes int, ok bool) {
	v := strings.NewReplacer("時半", ":30", "時", ":", "分", "").Replace(text.Digits(text.Clean(f.Value(name))))
	if v == "" {
		return 0, false
	}
	hour, minute, _ := strings.Cut(v, ":")
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(cmp.Or(minute, "0"))
	if err1 != nil || err2 != nil || h < 0 || h > 24 || m < 0 || m > 59 || h == 24 && m > 0 {
		f.Add(name, "web.form.time")
		return 0, false
	}
	return h*60 + m, true
}

// Instant is the moment of a date field and a time field in Japan; zero when
// either is missing or wrong.
func (f *Form) Instant(dayName, timeName string) db.Instant {
	day := f.Day(dayName)
	minutes, ok := f.Time(timeName)
	if day == "" || !ok {
		return 0
	}
	return db.FromTime(day.Time().Add(time.Duration(minutes) * time.Minute))
}

// Int is a whole number between min and max, or nil when nothing was typed.
// Full-width digits and grouping commas are understood.
func (f *Form) Int(name string, min, max int) *int {
	v := strings.ReplaceAll(text.Digits(text.Clean(f.Value(name))), ",", "")
	if v == "" {
		return nil
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		f.Add(name, "web.form.number")
		return nil
	}
	if n < min || n > max {
		f.Add(name, "web.form.range", "min", min, "max", max)
		return nil
	}
	return &n
}

// RequiredInt is Int that must not be empty.
func (f *Form) RequiredInt(name string, min, max int) int {
	if text.Clean(f.Value(name)) == "" {
		f.missing(name)
		return 0
	}
	if n := f.Int(name, min, max); n != nil {
		return *n
	}
	return 0
}

// Bool is a single box that was ticked.
func (f *Form) Bool(name string) bool {
	switch f.Value(name) {
	case "1", "on", "true", "yes":
		return true
	}
	return false
}

// Choice is one of allowed, or "" when nothing was chosen. Anything else did
// not come from our page and is refused.
func (f *Form) Choice(name string, allowed ...string) string {
	v := f.Value(name)
	if v != "" && !slices.Contains(allowed, v) {
		f.Add(name, "web.form.choice")
		return ""
	}
	return v
}

// RequiredChoice is Choice that must be made.
func (f *Form) RequiredChoice(name string, allowed ...string) string {
	if f.Value(name) == "" {
		f.missing(name)
		return ""
	}
	return f.Choice(name, allowed...)
}

// Many are the ticked values, each once and each of allowed; without allowed,
// whatever was sent.
func (f *Form) Many(name string, allowed ...string) []string {
	var out []string
	for _, v := range f.values[name] {
		if v == "" || slices.Contains(out, v) {
			continue
		}
		if len(allowed) > 0 && !slices.Contains(allowed, v) {
			f.Add(name, "web.form.choice")
			return nil
		}
		out = append(out, v)
	}
	return out
}

// Key is the idempotency key that the page was shown with. A form without one
// is not ours.
func (f *Form) Key() (string, error) {
	v := f.Value("key")
	if len(v) < 16 || len(v) > 64 || strings.Trim(v, "0123456789abcdefABCDEF-") != "" {
		return "", malformed{errors.New("form without a key")}
	}
	return v, nil
}

// File is an uploaded file; nil when none was chosen.
func (f *Form) File(name string, maxBytes int64) ([]byte, string, error) {
	if len(f.files[name]) == 0 || f.files[name][0].Size == 0 {
		return nil, "", nil
	}
	head := f.files[name][0]
	if head.Size > maxBytes {
		f.Add(name, "web.form.file_too_large", "max", maxBytes>>20)
		return nil, "", nil
	}
	file, err := head.Open()
	if err != nil {
		return nil, "", malformed{err}
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, maxBytes))
	return b, head.Filename, err
}

// OK tells that nothing is wrong so far.
func (f *Form) OK() bool { return len(f.Errs) == 0 }

// Take keeps what a use case refused about fields of this form and tells that
// the form is to be shown again. Any other error stays the caller's.
func (f *Form) Take(err error) bool {
	if apperr.CategoryOf(err) != apperr.Invalid {
		return false
	}
	fields := apperr.FieldsOf(err)
	f.Errs = append(f.Errs, fields...)
	return len(fields) > 0
}

// Errors are the worded errors for ui.ErrorSummary and the fields.
func (f *Form) Errors(p *i18n.Printer) ui.Errors { return ui.ErrorsOf(p, f.Errs) }

// Fill puts what was typed and what is wrong with it into a field.
func (f *Form) Fill(p *i18n.Printer, field ui.FieldProps) ui.FieldProps {
	if f.Has(field.Name) {
		field.Value, field.Values = f.Value(field.Name), f.Values(field.Name)
	}
	if e := f.Errs.For(field.Name); e != nil {
		field.Error = p.T(e.Key, e.Args...)
	}
	return field
}
