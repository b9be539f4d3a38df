package ui

import (
	"maps"
	"slices"
)

// icons are drawn on a 24 grid with a 2 stroke, round ends, by path data.
var icons = map[string]string{
	"check":    "M5 12.5l4.5 4.5L19 7",
	"alert":    "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.1",
	"info":     "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1",
	"clock":    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3.2 2",
	"now":      "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10z",
	"minus":    "M6 12h12",
	"place":    "M12 21s7-6.4 7-11.5a7 7 0 0 0-14 0C5 14.6 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
	"online":   "M3 5h18v11H3zM9 20h6M12 16v4",
	"people":   "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M16 5a3.2 3.2 0 0 1 0 6M18 14.8c2 .7 3.2 2.4 3.5 5.2",
	"person":   "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 21c.4-4 3.3-6 7.5-6s7.1 2 7.5 6",
	"calendar": "M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7",
	"ticket":   "M3 7h18v3.5a1.8 1.8 0 0 0 0 3.5V17.5H3V14a1.8 1.8 0 0 0 0-3.5zM15 7.5v2M15 11.5v1.5M15 15v2",
	"qr":       "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM18 18h2v2M20 14v.5M14 19.5v.5",
	"search":   "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21",
	"filter":   "M4 6h16M7 12h10M10 18h4",
	"plus":     "M12 5v14M5 12h14",
	"close":    "M6 6l12 12M18 6L6 18",
	"mail":     "M3 5.5h18v13H3zM3.5 6.5L12 13l8.5-6.5",
	"back":     "M19 12H5M11 6l-6 6 6 6",
	"forward":  "M5 12h14M13 6l6 6-6 6",
	"up":       "M6 15l6-6 6 6",
	"down":     "M6 9l6 6 6-6",
	"sort":     "M8 10l4-4 4 4M8 14l4 4 4-4",
	"menu":     "M4 7h16M4 12h16M4 17h16",
	"undo":     "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H8",
	"copy":     "M9 9h11v11H9zM15 9V4H4v11h5",
	"download": "M12 4v11M7 11l5 5 5-5M4 20h16",
	"print":    "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
	"external": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
	"theme":    "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
	"home":     "M4 11l8-7 8 7v9h-5.5v-6h-5v6H4z",
	"chart":    "M4 20h16M7 16v-5M12 16V6M17 16v-8",
	"gear":     "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1",
	"flag":     "M5 21V4h13l-3 4.5 3 4.5H5",
	"list":     "M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1",
	"edit":     "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5",
	"eye":      "M2 12c2.5-4.5 6-6.5 10-6.5s7.5 2 10 6.5c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
	"lock":     "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
	"door":     "M6 21V3h12v18M3 21h18M14.5 12v.1",
	"history":  "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 1.8",
	"ties":     "M7 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M17.5 14a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9.3 8l5.9 2.5M7.3 9.5l1.4 6M15.6 13l-4.7 3.5",
	"link":     "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
	"camera":   "M4 7h4l1.5-2.5h5L16 7h4v12H4zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
	"send":     "M3 11.5L21 4l-6.5 17-3.5-7.5z",
}

// IconNames lists the icons, for the gallery.
func IconNames() []string { return slices.Sorted(maps.Keys(icons)) }
