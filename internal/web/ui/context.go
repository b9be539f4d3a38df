package ui

import (
	"context"

	"koryu/internal/kit/i18n"
)

// LangOf is the language of the page that is being written.
func LangOf(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang() }

// Count writes a figure in the language of the page.
func Count(ctx context.Context, n int) string { return number(ctx, n) }
