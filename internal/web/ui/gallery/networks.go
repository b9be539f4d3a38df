package gallery

import (
	"fmt"
	"math"

	"koryu/internal/card/network"
	"koryu/internal/kit/i18n"
	"koryu/internal/web/ui"
)

func networks(v voice) []Entry {
	return []Entry{
		{"Network", []State{
			{"normal", ui.Network(Meetings(v.lang, 30, 62, true))},
			{"one", ui.Network(Meetings(v.lang, 5, 4, true))},
			{"many", ui.Network(Meetings(v.lang, 120, 300, false))},
			{"300", ui.Network(Meetings(v.lang, 300, 900, false))},
			{"empty", ui.Network(ui.NetworkProps{Title: v.say("つながりの図", "The network"), Empty: v.say("最初の名刺交換のあと、ここに図が現れます。", "The picture appears after the first exchange of cards.")})},
		}},
		{"Heat", []State{
			{"normal", ui.Heat(heat(v, v.say("首都圏", "Tokyo area"), v.say("県内", "Aomori"), v.say("講師・運営", "Speakers and staff"), v.say("不明", "Not known")))},
			{"long", ui.Heat(heat(v, v.longTitle(), v.longName()))},
		}},
		{"InGroup", []State{{"normal", ui.InGroup(ui.Square, v.say("県内", "Aomori"))}}},
	}
}

var sampleShapes = map[network.Group]ui.Shape{network.Metro: ui.Disc, network.Local: ui.Square, network.Hosts: ui.Diamond, network.Unknown: ui.Ring}

// Meetings is a picture of n invented people with about so many ties: most of
// them within the tables at which they sat, some across, and a few people alone.
func Meetings(l i18n.Lang, n, ties int, named bool) ui.NetworkProps {
	v := voice{l}
	book := sampleBook(n, ties)
	props := ui.NetworkProps{
		Title: v.say(fmt.Sprintf("つながりの図(%d人)", n), fmt.Sprintf("The network (%d people)", n)),
		Lead:  v.say("線は名刺交換で生まれたつながり。濃い線は違うグループのあいだ。", "A line is a tie from an exchange of cards; dark lines join different groups."),
		Alt:   v.say(fmt.Sprintf("%d人、%d件のつながり", n, len(book.Ties)), fmt.Sprintf("%d people, %d ties", n, len(book.Ties))),
		Ties:  book.Ties, Drawing: book.Draw(network.ByPlace, "gallery"),
		Rest:   v.say(fmt.Sprintf("つながりがまだない人 %d人", len(book.Alone())), fmt.Sprintf("%d people without a tie so far", len(book.Alone()))),
		Past:   &ui.LinkProps{Label: v.say("図をとばす", "Past the picture"), Href: "#"},
		Source: v.say("名刺交換の記録、2024年11月18日", "Exchanges of cards, 18 Nov 2024"),
	}
	m := book.Matrix(network.ByPlace)
	words := map[network.Group]string{network.Metro: v.say("首都圏", "Tokyo area"), network.Local: v.say("県内", "Aomori"), network.Hosts: v.say("講師・運営", "Speakers and staff"), network.Unknown: v.say("不明", "Not known")}
	for i, g := range m.Groups {
		props.Groups = append(props.Groups, ui.NetworkGroup{Shape: sampleShapes[g], Label: words[g], Count: v.say(fmt.Sprintf("%d人", m.People[i]), fmt.Sprint(m.People[i]))})
	}
	degrees := book.Degrees()
	for i, p := range book.People {
		dot := ui.NetworkDot{Shape: sampleShapes[p.In(network.ByPlace)]}
		if named {
			dot.Name, dot.Href = v.say("見本 ", "Sample ")+p.ID, "#"
			dot.Label = v.say(fmt.Sprintf("%s、つながり%d件", dot.Name, degrees[i]), fmt.Sprintf("%s, %d ties", dot.Name, degrees[i]))
		}
		props.Dots = append(props.Dots, dot)
	}
	return props
}

// sampleBook needs no dice: its numbers come from a fixed row.
func sampleBook(n, ties int) network.Book {
	row := uint32(n)*2654435761 + 12345
	roll := func(below int) int {
		row = row*1664525 + 1013904223
		return int(uint64(row) * uint64(below) >> 32)
	}
	var people []network.Person
	for i := range n {
		g := network.Metro
		switch k := roll(100); {
		case k < 38:
			g = network.Local
		case k < 44:
			g = network.Hosts
		case k < 56:
			g = network.Unknown
		}
		people = append(people, network.Person{ID: fmt.Sprintf("%03d", i), Groups: map[network.Cut]network.Group{network.ByPlace: g}})
	}
	alone := n / 9
	var pairs []network.Pair
	for k := 0; len(network.New(people, pairs).Ties) < ties && k < 20*ties; k++ {
		a := roll(n - alone)
		b := a/12*12 + roll(12) // of the same table
		if roll(4) == 0 {
			b = int(math.Pow(float64(roll(1000))/1000, 2) * float64(n-alone)) // some meet everybody
		}
		if b < n-alone && a != b {
			pairs = append(pairs, network.Pair{A: people[a].ID, B: people[b].ID})
		}
	}
	return network.New(people, pairs)
}

func heat(v voice, groups ...string) ui.HeatProps {
	shapes := []ui.Shape{ui.Disc, ui.Square, ui.Diamond, ui.Ring}
	h := ui.HeatProps{
		Caption: v.say("グループのあいだのつながり", "Ties between groups") + " " + fmt.Sprint(len(groups)), Corner: v.say("つながり", "Ties"),
		Heads: append(append([]string{}, groups...), v.say("計", "Sum"), v.say("人数", "People")),
		Notes: []string{v.say("同じつながりは、行と列の両方に現れます。", "A tie stands in its row and in its column.")},
	}
	for i, g := range groups {
		r := ui.HeatRow{Shape: shapes[i], Label: g}
		sum := 0
		for j := range groups {
			n := (i + j) * (7 - i - j) * 2
			sum += n
			c := ui.HeatCell{Text: fmt.Sprint(n), Level: ui.HeatLevel(n, 24)}
			if n > 0 {
				c.Href, c.On = "#", i == 0 && j == 1
			}
			r.Cells = append(r.Cells, c)
		}
		r.Cells = append(r.Cells, ui.HeatCell{Text: fmt.Sprint(sum), Sum: true}, ui.HeatCell{Text: fmt.Sprint(12 + i), Sum: true})
		h.Rows = append(h.Rows, r)
	}
	return h
}
