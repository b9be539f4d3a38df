package ui

import "regexp"

// piece is a part of a title; whole pieces move to the next line together.
type piece struct {
	Text  string
	Whole bool
}

// wholePiece: a hashtag, and what stands in lenticular brackets.
var wholePiece = regexp.MustCompile(`[#＃][^\s#＃【】「」（）()、。]+|【[^【】]{1,24}】`)

// pieces cuts a title so that no line ends after a bare # or within 【…】.
func pieces(title string) []piece {
	var out []piece
	from := 0
	for _, m := range wholePiece.FindAllStringIndex(title, -1) {
		if m[0] > from {
			out = append(out, piece{Text: title[from:m[0]]})
		}
		out = append(out, piece{Text: title[m[0]:m[1]], Whole: true})
		from = m[1]
	}
	if from < len(title) {
		out = append(out, piece{Text: title[from:]})
	}
	return out
}
