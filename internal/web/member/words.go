package member

import (
	"context"

	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

// meTitle greets by name where one is known.
func meTitle(ctx context.Context, page mePage) string {
	if page.Name == "" {
		return ui.T(ctx, "member.me.title")
	}
	return ui.T(ctx, "member.me.title_of", "name", page.Name)
}

// consentSummary leads to the words of a consent.
func consentSummary(ctx context.Context, p purpose) string {
	if len(p.Lines) == 0 {
		return ui.T(ctx, "member_profile.consent.words")
	}
	return ui.T(ctx, "member.consents.words")
}

// consentGrid lists the occasions of one purpose.
func consentGrid(ctx context.Context, p purpose) ui.GridProps {
	grid := ui.GridProps{
		Caption: p.Title,
		Columns: []ui.Column{
			{Label: ui.T(ctx, "member.consents.occasion"), Lead: true},
			{Label: ui.T(ctx, "member.consents.given")},
			{Label: ui.T(ctx, "member.consents.withdraw"), Hidden: true},
		},
	}
	for _, c := range p.Lines {
		grid.Rows = append(grid.Rows, ui.Row{
			ID: c.Code + c.Scope, Name: c.Occasion,
			Cells: []templ.Component{ui.Text(c.Occasion), ui.Text(c.Given), consentAct(p, c)},
		})
	}
	return grid
}
