package account

import (
	"encoding/json"
	"testing"
)

func TestCanonicalTextHasOneSpelling(t *testing.T) {
	for name, c := range map[string]struct {
		values []string
		want   string
	}{
		"nothing":                {nil, `[]`},
		"plain text":             {[]string{"a", ""}, `["a",""]`},
		"quotes and backslashes": {[]string{`"\`}, `["\"\\"]`},
		"short escapes":          {[]string{"\b\t\n\f\r"}, `["\b\t\n\f\r"]`},
		"other controls":         {[]string{"\x00\x1f\x7f"}, "[\"\\u0000\\u001f\x7f\"]"},
		"names as they are":      {[]string{"髙𠮷辻󠄀<&>\u2028"}, "[\"髙𠮷辻󠄀<&>\u2028\"]"},
		"a comma is no border":   {[]string{`a","b`}, `["a\",\"b"]`},
	} {
		t.Run(name, func(t *testing.T) {
			got := canonical(c.values)
			if string(got) != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			var back []string
			if err := json.Unmarshal(got, &back); err != nil || len(back) != len(c.values) {
				t.Errorf("not read back: %v, %v", back, err)
			}
		})
	}
}

// The hashes of years must come out the same with the next version of Koryu.
func TestHashesStayAsTheyAre(t *testing.T) {
	r := auditRow{Org: "o", ID: "i", At: 1731891600000000, ActorKind: KindPerson, ActorID: "p", ActorRole: "owner",
		Action: "event.published", Object: "event", ObjectID: "e", Why: "理由", Data: `{"a":1}`}
	links := extend("o", 0, "", []auditRow{r, r})
	for i, want := range []string{
		"c23bbe3ec45b2976cfa2f206a0840896e41994ddf59fac2462da40ac6b70335b",
		"d119aa1162cf773ab2284ace606f7870635e76974664897d985398f137184648",
	} {
		if links[i].Hash != want {
			t.Errorf("link %d: got %s", i+1, links[i].Hash)
		}
	}
}
