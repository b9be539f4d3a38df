package people

// keepsScope tells whether a consent holds for the scope it names alone: one
// occasion, or for the directory one field, which is shown to one audience
// (Recipient).
func (c ConsentCode) keepsScope() bool { return c.PerOccasion() || c == ConsentDirectory }
