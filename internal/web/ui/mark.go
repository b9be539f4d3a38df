package ui

// The mark: two threads (交) that cross twice and hold a diamond between them.
// At each crossing the lower thread is cut, so the ground shows through.
const (
	markInk = "M2 11L20 29L26.200 22.800M31.800 17.200L38 11"
	markRed = "M2 29L8.200 22.800M13.800 17.200L20 11L38 29"
)
