package public

import (
	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func optionsOf(r *web.Request, q event.Question) []ui.Option {
	all := make([]ui.Option, len(q.Options))
	for i, o := range q.Options {
		all[i] = ui.Option{Value: o.Value, Label: o.LabelIn(r.Lang)}
	}
	return all
}

func numberField(f ui.FieldProps) ui.FieldProps { f.InputMode, f.Length = "numeric", 4; return f }

func dateField(f ui.FieldProps) ui.FieldProps { f.Type, f.Length = "date", 12; return f }

func shortField(f ui.FieldProps) ui.FieldProps { f.Rows = 3; return f }

func scannedLead(r *web.Request, atDoor bool) string {
	if atDoor {
		return r.P.T("public.scanned.door")
	}
	return r.P.T("public.scanned.guest")
}
