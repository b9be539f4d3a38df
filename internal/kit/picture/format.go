package picture

import (
	"bytes"
	"strings"
)

// marks are the first bytes of files, from offset at.
var marks = []struct {
	format string
	at     int
	bytes  string
}{
	{"JPEG", 0, "\xff\xd8\xff"},
	{"PNG", 0, "\x89PNG\r\n\x1a\n"},
	{"GIF", 0, "GIF8"},
	{"WebP", 8, "WEBP"},
	{"HEIC", 4, "ftyphei"},
	{"HEIC", 4, "ftyphev"},
	{"HEIC", 4, "ftypmif1"},
	{"HEIC", 4, "ftypmsf1"},
	{"AVIF", 4, "ftypavi"},
	{"TIFF", 0, "II*\x00"},
	{"TIFF", 0, "MM\x00*"},
	{"BMP", 0, "BM"},
	{"PDF", 0, "%PDF"},
}

// Format names the kind of file by its first bytes, "" when they do not tell.
// The name and the type that a browser sends say nothing.
func Format(raw []byte) string {
	for _, m := range marks {
		if len(raw) > m.at && bytes.HasPrefix(raw[m.at:], []byte(m.bytes)) {
			return m.format
		}
	}
	head := strings.ToLower(string(raw[:min(len(raw), 1024)]))
	if strings.Contains(head, "<svg") {
		return "SVG"
	}
	return ""
}
