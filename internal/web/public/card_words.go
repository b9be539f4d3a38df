package public

import (
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// afterExchange says what pressing does, before it is pressed.
func afterExchange(r *web.Request, m cardModel) string {
	if m.Typed {
		return r.P.T("public.card.after_typed")
	}
	return r.P.T("public.card.after")
}

func undoWords(r *web.Request, m copyModel) string {
	if m.Copy.Undoable && m.Copy.UndoUntil != 0 {
		return r.P.T("public.copy.undo_until", "at", r.P.DateTime(m.Copy.UndoUntil.Time()))
	}
	return r.P.T("public.copy.block_why")
}

// waysOn lead on from where there is no card: to the own one, or to the events.
func waysOn(r *web.Request) []ui.ButtonProps {
	if r.Org.ID == "" {
		return []ui.ButtonProps{{Label: r.P.T("public.nav.home"), Href: "/", Look: ui.Secondary}}
	}
	return []ui.ButtonProps{
		{Label: r.P.T("public.card.mine"), Href: r.OrgPath("me", "card"), Look: ui.Secondary, Icon: "person"},
		{Label: r.P.T("public.card.events"), Href: r.OrgPath("events"), Look: ui.Ghost, Icon: "calendar"},
	}
}
