package qr

// Grid is a code as squares, without its quiet zone, for those who draw it
// themselves: on paper four modules around it stay white.
type Grid struct {
	Size  int // squares a side
	Black func(x, y int) bool
}

// Quiet is the width of the white border, in modules.
const Quiet = quiet

// GridOf encodes text. It fails when text does not fit.
func GridOf(text string) (Grid, error) {
	code, err := encode(text)
	if err != nil {
		return Grid{}, err
	}
	return Grid{Size: code.Size, Black: code.Black}, nil
}
