package mailbox

import (
	"fmt"
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
	nest := func(levels int) string {
		part := "Content-Type: text/plain\r\n\r\ndeep\r\n"
		for i := range levels {
			part = fmt.Sprintf("Content-Type: multipart/mixed; boundary=x%[1]d\r\n\r\n--x%[1]d\r\n%[2]s\r\n--x%[1]d--\r\n", i, part)
		}
		return part
	}
	if m, err := parse("id", []byte(nest(maxDepth))); err != nil || !strings.Contains(m.Text, "deep") {
		t.Errorf("%d levels: %q %v", maxDepth, m.Text, err)
	}
	if _, err := parse("id", []byte(nest(maxDepth+1))); err == nil {
		t.Error("one level more was read")
	}
}
