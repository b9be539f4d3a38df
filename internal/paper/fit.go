package paper

import (
	"strings"

	"koryu/internal/kit/pdf"
)

const (
	mmPerPoint = 25.4 / 72
	leading    = 1.12 // from baseline to baseline, of the size
	rise       = 0.86 // from the top of a line to its baseline, of the size
	drop       = 0.14 // from its baseline to its bottom
)

// block is text that was made to fit a box.
type block struct {
	Lines []string
	Size  float64 // points
}

// height is how many mm the lines take.
func height(lines int, size float64) float64 {
	return (1 + leading*float64(lines-1)) * size * mmPerPoint
}

// Name sizes in points: what a tag is read from at two steps' distance, and
// what the organiser hears about.
const (
	readable = 24
	small    = 16
)

// fitName sets a name into w by h mm: in one line where that is readable and
// not much smaller than it could be, else in the lines, at most four, that let it
// be largest. A name breaks between
// its parts, and inside one only when nothing else is left.
func fitName(f *pdf.Face, name string, w, h, most float64) block {
	best := block{Lines: []string{name}, Size: min(most, h/mmPerPoint, w/max(f.Width(name, 1), 0.01))}
	gain := 1.05 // what another line must bring
	if best.Size >= readable {
		gain = 1.4
	}
	for n := 2; n <= 4; n++ {
		if b := fitLines(f, name, w, h, n, false); min(b.Size, most) > best.Size*gain {
			best = block{b.Lines, min(b.Size, most)}
		}
	}
	if best.Size < small {
		for n := 2; n <= 4; n++ {
			if b := fitLines(f, name, w, h, n, true); b.Size > best.Size*1.15 {
				best = b
			}
		}
	}
	return best
}

// fitLines is the largest setting in at most n lines.
func fitLines(f *pdf.Face, s string, w, h float64, n int, inside bool) block {
	top := h / mmPerPoint / (1 + leading*float64(n-1))
	for size := top; size > 1; size -= 0.25 {
		var lines []string
		if words := strings.Fields(s); len(words) > 1 && len(words) <= n && allFit(f, words, size, w) {
			lines = words
		} else if inside || f.Whole(s, size, w) {
			lines = f.Balance(s, size, w)
		}
		if len(lines) > 0 && len(lines) <= n && allFit(f, lines, size, w) {
			return block{lines, size}
		}
	}
	return block{[]string{s}, 1}
}

func allFit(f *pdf.Face, lines []string, size, w float64) bool {
	for _, l := range lines {
		if f.Width(l, size) > w {
			return false
		}
	}
	return true
}

// fitText sets text into w by h mm at most as large as most: wrapped first,
// then smaller, and words are broken only when half the size would not do.
func fitText(f *pdf.Face, s string, w, h, most float64) block {
	for _, inside := range []bool{false, true} {
		least := most / 2
		if inside {
			least = 1
		}
		for size := most; size > least; size -= 0.25 {
			if !inside && !f.Whole(s, size, w) {
				continue
			}
			lines := f.Balance(s, size, w)
			if height(len(lines), size) <= h && allFit(f, lines, size, w) {
				return block{lines, size}
			}
		}
	}
	return block{[]string{s}, 1}
}

// draw draws the lines from y down; x is what the style's alignment says.
func (b block) draw(p *pdf.Page, x, y float64, st pdf.Style) {
	st.Size = b.Size
	for i, line := range b.Lines {
		p.Text(x, y+(rise+leading*float64(i))*b.Size*mmPerPoint, st, line)
	}
}

// height is how many mm the block takes.
func (b block) height() float64 { return height(len(b.Lines), b.Size) }
