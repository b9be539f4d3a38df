package profile

// CheckLink is for the table of addresses.
func CheckLink(l Link) string { return l.wrong() }
