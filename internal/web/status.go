package web

// Status is the HTTP status that an error becomes, for handlers that write
// their own answers (the JSON API).
func Status(err error) int { return statusOf(err) }
