package gallery

import (
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

func pattern(v voice) []Entry {
	return []Entry{
		{"Mark", []State{{"normal", group(ui.Mark(), ui.Wordmark())}}},
		{"Kogin", []State{{"many", each(8, func(i int) templ.Component { return ui.Kogin(fmt.Sprint("band", i)) })}, {"empty", ui.Kogin("")}}},
		{"KoginTile", []State{{"many", around(ui.Cards(), each(6, func(i int) templ.Component { return ui.KoginTile(fmt.Sprint("tile", i)) }))}}},
		{"Icon", []State{{"all", around(ui.Buttons(), icons())}}},
	}
}

func each(n int, part func(i int) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for i := range n {
			if err := part(i).Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

func icons() templ.Component {
	names := ui.IconNames()
	return each(len(names), func(i int) templ.Component { return group(ui.Icon(names[i]), ui.Tag(names[i])) })
}
