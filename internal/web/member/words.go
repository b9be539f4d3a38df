package member

import (
	"context"

	"koryu/internal/web/ui"
)

// meTitle greets by name where one is known.
func meTitle(ctx context.Context, page mePage) string {
	if page.Name == "" {
		return ui.T(ctx, "member.me.title")
	}
	return ui.T(ctx, "member.me.title_of", "name", page.Name)
}
