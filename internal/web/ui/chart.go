package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Charts are drawn in units of a 480 wide box; CSS scales it.
const (
	chartW    = 480.0
	chartH    = 240.0
	chartBase = 204.0
	chartTop  = 28.0
)

func px(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

type tick struct {
	At    float64
	Label string
}

type bar struct {
	X, W, H, Then float64
	Value, Label  string
	Now           bool
}

type barsData struct {
	W, Base, TargetY float64
	TargetName, Alt  string
	Bars             []bar
}

func (d barsData) box() string { return fmt.Sprintf("0 0 %.0f %.0f", chartW, chartH) }

// every is how many points share one label so that labels never touch.
func every(n, room int) int { return max(1, (n+room-1)/room) }

func highest(c ChartProps) int {
	top := c.Target
	for _, p := range append(append([]Point{}, c.Points...), c.Compare...) {
		top = max(top, p.Value)
	}
	return max(1, top)
}

func barsOf(ctx context.Context, c ChartProps) barsData {
	d := barsData{W: chartW, Base: chartBase, Alt: altOf(ctx, c)}
	if c.Target > 0 {
		d.W = chartW - 72 // room for the name of the target
	}
	scale := (chartBase - chartTop) / float64(highest(c))
	step := d.W / float64(max(1, len(c.Points)))
	width := min(48, step*0.62)
	label := every(len(c.Points), 6)
	for i, p := range c.Points {
		b := bar{X: step*float64(i) + (step-width)/2, W: width, H: scale * float64(p.Value), Now: i == c.Now}
		if len(c.Points) <= 12 || b.Now {
			b.Value = number(ctx, p.Value)
		}
		if i%label == 0 {
			b.Label = p.Label
		}
		if i < len(c.Compare) {
			b.Then = scale * float64(c.Compare[i].Value)
		}
		d.Bars = append(d.Bars, b)
	}
	if c.Target > 0 {
		d.TargetY, d.TargetName = chartBase-scale*float64(c.Target), c.TargetName
	}
	return d
}

type lineData struct {
	Left, Right, Base, TargetY float64
	Ticks, XTicks              []tick
	Path, Area, Then           string
	EndX, EndY                 float64
	NameX, NameY               float64
	ThenX, ThenY               float64
	Name, ThenName, NameAnchor string
	TargetName, Alt            string
}

func (d lineData) box() string { return fmt.Sprintf("0 0 %.0f %.0f", chartW, chartH) }

func lineOf(ctx context.Context, c ChartProps, stairs bool) lineData {
	d := lineData{Left: 36, Right: chartW - 84, Base: chartBase, Alt: altOf(ctx, c)}
	top := nice(highest(c))
	y := func(v int) float64 { return chartBase - (chartBase-chartTop)*float64(v)/float64(top) }
	n := max(len(c.Points), len(c.Compare))
	x := func(i int) float64 { return d.Left + (d.Right-d.Left)*float64(i)/float64(max(1, n-1)) }
	for i := 0; i <= 2; i++ {
		d.Ticks = append(d.Ticks, tick{At: y(top * i / 2), Label: number(ctx, top*i/2)})
	}
	d.XTicks = xTicks(c, n, x)
	d.Path = path(c.Points, x, y, stairs)
	last := len(c.Points) - 1
	d.EndX, d.EndY = x(last), y(c.Points[last].Value)
	d.Name = strings.TrimSpace(c.Name + " " + number(ctx, c.Points[last].Value))
	d.NameX, d.NameY, d.NameAnchor = d.EndX+8, d.EndY+4, "start"
	if d.EndX < d.Right-40 {
		d.NameX, d.NameY = d.EndX, d.EndY-12
		d.NameAnchor = "middle"
	}
	if stairs {
		d.Area = d.Path + fmt.Sprintf("V%.1fH%.1fZ", chartBase, d.Left)
	}
	if k := len(c.Compare) - 1; k >= 0 {
		d.Then = path(c.Compare, x, y, stairs)
		d.ThenX, d.ThenY, d.ThenName = x(k)+8, y(c.Compare[k].Value)+4, c.CompareName
		if d.NameX > d.Right && max(d.ThenY-d.NameY, d.NameY-d.ThenY) < 18 {
			d.ThenY = d.NameY + 18
			if c.Compare[k].Value > c.Points[last].Value {
				d.ThenY = d.NameY - 18
			}
		}
	}
	if c.Target > 0 {
		d.TargetY, d.TargetName = y(c.Target), c.TargetName
	}
	return d
}

func xTicks(c ChartProps, n int, x func(int) float64) []tick {
	points := c.Points
	if len(c.Compare) > len(points) {
		points = c.Compare
	}
	var out []tick
	step := every(n, 5)
	for i := 0; i < len(points); i += step {
		out = append(out, tick{At: x(i), Label: points[i].Label})
	}
	return out
}

func path(points []Point, x func(int) float64, y func(int) float64, stairs bool) string {
	var b strings.Builder
	for i, p := range points {
		switch {
		case i == 0:
			fmt.Fprintf(&b, "M%.1f %.1f", x(i), y(p.Value))
		case stairs:
			fmt.Fprintf(&b, "H%.1fV%.1f", x(i), y(p.Value))
		default:
			fmt.Fprintf(&b, "L%.1f %.1f", x(i), y(p.Value))
		}
	}
	return b.String()
}

// nice is the next round and even figure above the highest value.
func nice(v int) int {
	for unit := 1; ; unit *= 10 {
		for _, m := range []int{2, 4, 6, 8, 10} {
			if v <= m*unit {
				return m * unit
			}
		}
	}
}

// altOf says what the drawing shows: first, highest and last value.
func altOf(ctx context.Context, c ChartProps) string {
	if len(c.Points) == 0 {
		return c.Title
	}
	best := c.Points[0]
	for _, p := range c.Points {
		if p.Value > best.Value {
			best = p
		}
	}
	last := c.Points[len(c.Points)-1]
	return T(ctx, "core.chart.alt", "title", c.Title,
		"last", last.Label, "value", number(ctx, last.Value),
		"top", best.Label, "most", number(ctx, best.Value))
}

func orDash(s string) string { return orTitle(s, "–") }

func orTitle(s, t string) string {
	if s == "" {
		return t
	}
	return s
}

func funnelWidth(steps []FunnelStep, i int) string {
	return strconv.Itoa(share(steps, i)) + "%"
}

func funnelShare(steps []FunnelStep, i int) string {
	if i == 0 {
		return ""
	}
	return strconv.Itoa(share(steps, i)) + "%"
}

func share(steps []FunnelStep, i int) int {
	if steps[0].Value == 0 {
		return 0
	}
	return min(100, steps[i].Value*100/steps[0].Value)
}

func sparkPath(values []int) string {
	top := 1
	points := make([]Point, len(values))
	for i, v := range values {
		top = max(top, v)
		points[i].Value = v
	}
	x := func(i int) float64 { return 2 + 92*float64(i)/float64(max(1, len(values)-1)) }
	y := func(v int) float64 { return 22 - 20*float64(v)/float64(top) }
	return path(points, x, y, false)
}

func (s StatProps) percent() string {
	return strconv.Itoa(min(100, s.Amount*100/s.Target)) + "%"
}
