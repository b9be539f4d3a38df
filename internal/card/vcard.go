package card

// VCardVersion chooses the form of a download.
type VCardVersion string

// The versions: phones read 3.0; 4.0 is for who asks for it.
const (
	VCard3 VCardVersion = "3.0"
	VCard4 VCardVersion = "4.0"
)
