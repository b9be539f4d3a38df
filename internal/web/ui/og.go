package ui

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
)

// Size of a link picture, as Open Graph readers expect it.
const (
	ogWidth  = 1200
	ogHeight = 630
	ogCell   = 10
)

var (
	indigo = color.RGBA{0x00, 0x23, 0x4b, 0xff}
	cotton = color.RGBA{0xf4, 0xf6, 0xf9, 0xff}
	apple  = color.RGBA{0xff, 0x6b, 0x6b, 0xff}
)

// OGImage writes the link picture of a seed as PNG: its band in cotton on
// indigo, or on the organisation's accent where that can be read, and the mark.
// It carries no words, since those stand beside it wherever it is shown.
func OGImage(w io.Writer, seed, accent string) error {
	ground := indigo
	if c, ok := parseHex(accent); ok && contrast(c, white) >= readable {
		c = dye(c, 9)
		ground = color.RGBA{channel(c.r), channel(c.g), channel(c.b), 0xff}
	}
	img := image.NewRGBA(image.Rect(0, 0, ogWidth, ogHeight))
	fill(img, img.Bounds(), ground)
	ogBand(img, seed)
	ogMark(img, 600, 210, 8)
	return (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(w, img)
}

func fill(img *image.RGBA, r image.Rectangle, c color.Color) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// ogBand sews the lower part of the picture, a diamond in the middle.
func ogBand(img *image.RGBA, seed string) {
	c := weave(roll(seed))
	top := ogHeight - (2*c.r+3)*ogCell
	columns := ogWidth / ogCell
	for y := range 2*c.r + 1 {
		for x := range columns {
			if c.at(x+20*c.r+c.r-columns/2, y) {
				at := image.Rect(x*ogCell, top+y*ogCell+1, (x+1)*ogCell, top+(y+1)*ogCell-2)
				fill(img, at, cotton)
			}
		}
	}
}

type point struct{ x, y float64 }

// The corners of the mark, as in mark.go.
var (
	ogInk = [][]point{{{2, 11}, {20, 29}, {26.2, 22.8}}, {{31.8, 17.2}, {38, 11}}}
	ogRed = [][]point{{{2, 29}, {8.2, 22.8}}, {{13.8, 17.2}, {20, 11}, {38, 29}}}
)

// ogMark draws the mark around x, y; scale is px a unit of its 40 grid.
func ogMark(img *image.RGBA, x, y, scale float64) {
	for _, thread := range []struct {
		lines [][]point
		c     color.RGBA
	}{{ogInk, cotton}, {ogRed, apple}} {
		for _, line := range thread.lines {
			strokeLine(img, line, point{x - 20*scale, y - 20*scale}, scale, thread.c)
		}
	}
}

// strokeLine paints a polyline 4.6 units wide with cut ends and sharp corners.
func strokeLine(img *image.RGBA, line []point, at point, scale float64, c color.RGBA) {
	const finer = 4
	half := 2.3
	for py := int(at.y); py < int(at.y+40*scale); py++ {
		for px := int(at.x); px < int(at.x+40*scale); px++ {
			hits := 0
			for s := range finer * finer {
				u := (float64(px) + (float64(s%finer)+0.5)/finer - at.x) / scale
				v := (float64(py) + (float64(s/finer)+0.5)/finer - at.y) / scale
				if onLine(line, point{u, v}, half) {
					hits++
				}
			}
			if hits > 0 {
				blend(img, px, py, c, float64(hits)/(finer*finer))
			}
		}
	}
}

// onLine tells whether p lies within half of a segment. Inner corners reach on
// by half, so that two segments meet in a point and not in a notch.
func onLine(line []point, p point, half float64) bool {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		dx, dy := b.x-a.x, b.y-a.y
		length := math.Hypot(dx, dy)
		along := ((p.x-a.x)*dx + (p.y-a.y)*dy) / length
		aside := math.Abs((p.x-a.x)*dy-(p.y-a.y)*dx) / length
		from, to := 0.0, length
		if i > 1 {
			from = -half
		}
		if i < len(line)-1 {
			to = length + half
		}
		if aside <= half && along >= from && along <= to {
			return true
		}
	}
	return false
}

func blend(img *image.RGBA, x, y int, c color.RGBA, share float64) {
	was := img.RGBAAt(x, y)
	mixed := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	img.SetRGBA(x, y, color.RGBA{mixed(was.R, c.R), mixed(was.G, c.G), mixed(was.B, c.B), 0xff})
}
