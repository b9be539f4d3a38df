package gallery

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/i18n"
)

// Entry is one component.
type Entry struct {
	Name   string // as it is called in code
	States []State
}

// State is a component in one condition.
type State struct {
	Name string // normal, empty, error, long, many …
	Part templ.Component
}

// Entries are all components in the order of the page.
func Entries(l i18n.Lang) []Entry {
	v := voice{l}
	var all []Entry
	for _, group := range []func(voice) []Entry{
		basics, acts, fields, messages, events, people, lists, figures, networks, profiles, nameCards, pattern,
	} {
		all = append(all, group(v)...)
	}
	return all
}

// voice says a sample in the language of the page.
type voice struct{ lang i18n.Lang }

func (v voice) say(ja, en string) string {
	if v.lang == i18n.En {
		return en
	}
	return ja
}

func (v voice) longName() string {
	return "Maximiliana-Theodora von Beispielhausen-Mustermann zu Sampleton"
}

func (v voice) longTitle() string {
	return v.say("青森県の魅力とITとデジタルでつながる会 #交流しようぜ2024 in 青森 【八戸会場】首都圏デジタル人材と県内企業の大交流会・年末特別編",
		"An evening to meet through Aomori, IT and everything digital: #exchange2024 in Aomori, Hachinohe venue, special year-end edition")
}

func (v voice) longText() string {
	return v.say("首都圏で働くデジタル人材と、青森県内の企業・自治体・コワーキングスペースの皆さんが、肩書きをいったん脇に置いて語り合う夜です。前半は短い発表、後半は席を替えながらの交流を予定しています。はじめての方も、おひとりの方も歓迎します。",
		"An evening on which digital people who work in Tokyo and companies, towns and coworking spaces of Aomori talk with each other, titles left at the door. Short talks first, then conversation with changing tables. Newcomers and people who come alone are welcome.")
}

// group holds several parts of one state.
func group(parts ...templ.Component) templ.Component { return templ.Join(parts...) }

// around puts children into a component that takes some.
func around(outer, inner templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, inner), w)
	})
}

func at(day string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", day, clock.JST)
	if err != nil {
		panic(err)
	}
	return t
}

// now is the moment of the samples.
var now = at("2024-11-18 10:00")
