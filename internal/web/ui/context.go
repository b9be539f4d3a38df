package ui

import (
	"context"
	"strings"

	"koryu/internal/kit/i18n"
)

// Words is the catalogue in the language of the page that is being written.
func Words(ctx context.Context) *i18n.Printer { return i18n.From(ctx) }

// LangOf is the language of the page that is being written.
func LangOf(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang() }

// Count writes a figure in the language of the page.
func Count(ctx context.Context, n int) string { return number(ctx, n) }

// linesOf is text as somebody typed it, line by line.
func linesOf(text string) []string {
	return strings.Split(strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n"), "\n")
}
