package ui

func sortIcon(c Column) string {
	switch c.Sorted {
	case "ascending":
		return "up"
	case "descending":
		return "down"
	}
	return "sort"
}

// cellLabel stands before the value when a row is a card.
func cellLabel(c Column) string {
	if c.Hidden {
		return ""
	}
	return c.Label
}

func toneIcon(t Tone) string {
	switch t {
	case Done:
		return "check"
	case Due:
		return "clock"
	case Now:
		return "now"
	case Wrong:
		return "alert"
	case Quiet:
		return "minus"
	}
	return "info"
}

func emptyIcon(k EmptyKind) string {
	switch k {
	case NoMatch:
		return "filter"
	case Forbidden:
		return "lock"
	}
	return "alert"
}
