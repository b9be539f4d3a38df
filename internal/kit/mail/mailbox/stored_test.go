package mailbox

import (
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	f.Add("Subject: a\r\n\r\nb")
	f.Add("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--\r\n")
	f.Add("Content-Type: multipart/mixed\r\n\r\n")
	f.Add("Content-Transfer-Encoding: base64\r\n\r\n!!!")
	f.Add("Subject: =?x?y?z?=\r\n\r\n")
	f.Fuzz(func(t *testing.T, raw string) {
		if m, err := parse("id", []byte(raw)); err == nil && m.ID != "id" {
			t.Errorf("%q: %+v", raw, m)
		}
	})
}

func TestPartsInPartsAreBounded(t *testing.T) {
	var b strings.Builder
	for range 100 {
		b.WriteString("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n")
	}
	if _, err := parse("id", []byte(b.String())); err == nil {
		t.Error("a hundred levels were read")
	}
}
