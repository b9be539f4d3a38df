package staff_test

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"testing"

	"koryu/assets"
	"koryu/internal/account"
	"koryu/internal/paper"
)

// inPrintShops is inHalls with a printer; cards have addresses of their own.
func inPrintShops(t *testing.T, test func(t *testing.T, h *hall)) {
	t.Helper()
	if !assets.Built() {
		t.Skip("no fonts are bundled; run make assets")
	}
	inHalls(t, func(t *testing.T, h *hall) {
		h.pages.Paper = &paper.Service{Events: h.pages.Events, People: h.pages.People, Base: home,
			CardURL: func(_ context.Context, _, person, _ string) (string, error) { return home + "/c/" + person, nil }}
		test(t, h)
	})
}

func TestWhatIsPrintedIsSaidBeforeAndRecordedAfter(t *testing.T) {
	inPrintShops(t, func(t *testing.T, h *hall) {
		h.register(h.event, "山田", "a@example.jp")
		reg := h.register(h.event, "مثال", "b@example.jp")
		page := h.owner.get(h.at("paper"))
		want(t, page, 200, "名札", "2枚", "A4 1枚", "م ث ا ل", "山田 太郎", "印刷用PDFを開く", h.at("attendees", reg.ID))
		want(t, page, 200, `<option value="0" selected>`, `name="start" value="1"`)
		want(t, h.owner.get(h.at("paper")+"?set=1&blanks=9&photos=1"), 200, "A4 2枚", "うち白紙")
		print := func(form url.Values) []byte {
			t.Helper()
			file := h.owner.post(h.at("paper", "print"), form)
			want(t, file, 200)
			if kind := file.Header().Get("Content-Type"); kind != "application/pdf" || !bytes.HasPrefix(file.Body.Bytes(), []byte("%PDF-")) {
				t.Fatalf("%v answers %s", form, kind)
			}
			if file.Header().Get("Cache-Control") != "no-store" || !strings.HasPrefix(file.Header().Get("Content-Disposition"), "inline") {
				t.Errorf("headers are %v", file.Header())
			}
			return file.Body.Bytes()
		}
		for _, form := range []url.Values{{}, {"what": {"list"}}, {"what": {"poster"}, "paper": {"a3"}, "leads": {"org"}}, {"what": {"tables"}},
			{"what": {"tags"}, "one": {reg.ID}, "start": {"4"}, "right": {"-3"}, "down": {"2"}, "marks": {"1"}}} {
			print(form)
		}
		audit := h.owner.get(strings.Replace(h.at(), "/events/"+h.event.Slug, "/audit", 1))
		if n := strings.Count(audit.Body.String(), "名札・名簿などを印刷"); n != 5 {
			t.Errorf("%d of 5 prints are in the trail", n)
		}
	})
}

func TestPrintSettingsAreCheckedInWords(t *testing.T) {
	inPrintShops(t, func(t *testing.T, h *hall) {
		at := h.at("paper")
		want(t, h.owner.get(at), 200, "印刷する方がいません")
		want(t, h.owner.post(at+"/print", url.Values{}), 422, "印刷する方がいません")
		want(t, h.owner.get(at+"?set=1&blanks=1"), 200, "A4 1枚")
		for _, q := range []string{"?start=11", "?size=4&start=5", "?blanks=-1", "?blanks=201", "?blanks=x", "?right=99", "?size=7", "?what=secrets", "?state=%00"} {
			page := h.owner.get(at + q)
			if page.Code != 422 && page.Code != 400 {
				t.Errorf("%s answers %d", q, page.Code)
			}
			if strings.Contains(page.Body.String(), "印刷用PDFを開く") {
				t.Errorf("%s can be printed", q)
			}
		}
		want(t, h.owner.get(at+"?start=11"), 422, `value="11"`)
		want(t, h.owner.get(at+"?one=no-such-registration"), 404)
		elsewhere := h.register(h.open(h.org, "別の催し"), "高橋", "d@example.jp")
		want(t, h.owner.get(at+"?one="+elsewhere.ID), 404)
		want(t, h.owner.post(at+"/print", url.Values{"one": {elsewhere.ID}}), 404)
		for _, what := range []string{"tags", "list", "poster", "tables"} {
			want(t, h.owner.get(at+"?lang=en&what="+what), 200)
		}
	})
}

func TestOnlyThoseWhoMayPrint(t *testing.T) {
	inPrintShops(t, func(t *testing.T, h *hall) {
		reg := h.register(h.event, "山田", "a@example.jp")
		want(t, h.owner.get(h.at("attendees", reg.ID)), 200, "名札を印刷する", "?one="+reg.ID)
		want(t, h.owner.get(h.at("paper")+"?one="+reg.ID), 200, "山田 太郎さんの名札だけ")
		accountant := h.signedIn(h.org, "money@example.jp", account.Accountant)
		want(t, accountant.get(h.at("paper")), 403)
		want(t, accountant.post(h.at("paper", "print"), nil), 403)
		if strings.Contains(accountant.get(h.at("attendees", reg.ID)).Body.String(), "名札を印刷する") {
			t.Error("who may not print is offered to")
		}
		stranger := h.signedIn(h.found("nambu"), "else@example.jp", account.Owner)
		want(t, stranger.get(h.at("paper")), 404)
		want(t, stranger.post(h.at("paper", "print"), nil), 404)
	})
}
