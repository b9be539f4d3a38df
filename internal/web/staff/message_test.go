package staff_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/seal"
	"koryu/internal/message"
	"koryu/internal/roster"
)

// withMessages gives the console its message service; the mails go to the box.
func (h *hall) withMessages() *message.Service {
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	h.must(err)
	h.pages.Roster = &roster.Service{DB: h.pages.DB}
	h.pages.Messages = message.New(message.Config{DB: h.pages.DB, Keys: keys, Mail: h.mail, Base: home,
		Roster: h.pages.Roster, Events: h.pages.Events})
	return h.pages.Messages
}

var hiddenKey = regexp.MustCompile(`name="key" value="([^"]+)"`)

func TestAMessageFromTheFirstWordToTheMinuteBeforeItLeaves(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		s := h.withMessages()
		h.register(h.event, "山田", "a@example.com")
		h.register(h.event, "川田", "b@example.com")
		says(t, h.owner.get(h.office("messages")), 200, "メッセージはまだありません")

		ask := h.owner.get(h.office("messages", "new") + "?event=" + h.event.Slug)
		says(t, ask, 200, "参加者への連絡", "八戸で会う")
		key := hiddenKey.FindStringSubmatch(ask.Body.String())[1]
		first := h.owner.post(h.office("messages", "new"), url.Values{"key": {key}, "kind": {"notice"}, "event": {h.event.ID}})
		edit := first.Header().Get("Location")
		again := h.owner.post(h.office("messages", "new"), url.Values{"key": {key}, "kind": {"notice"}, "event": {h.event.ID}})
		if edit == "" || again.Header().Get("Location") != edit {
			t.Fatalf("the same form made two drafts: %q, %q", edit, again.Header().Get("Location"))
		}
		at := strings.TrimSuffix(edit, "/edit")
		text := url.Values{"kind": {"notice"}, "event": {h.event.ID}, "revision": {"1"}, "subject": {"{event}のご案内"}, "body": {"{naem} 様"}}
		says(t, h.owner.post(edit, text), 422, "{naem} という差し込みはありません", "{naem} 様")
		text.Set("body", "{name} 様\n\n{ticket_link}")
		ledTo(t, h.owner.post(edit, text), at+"/recipients")
		text.Set("subject", "ほかの人の件名")
		says(t, h.owner.post(edit, text), 409, "ほかの人の件名", "{event}のご案内")

		says(t, h.owner.get(at+"/recipients"), 200, "「八戸で会う」に申し込んだ方への連絡です", "山田", "川田")
		says(t, h.owner.get(at+"/recipients?by=list"), 200, "人の一覧から", "山田")
		says(t, h.owner.get(at+"/preview"), 200, "八戸で会うのご案内", "お一人ずつ異なるリンク")
		says(t, h.owner.get(at+"/send"), 200, "2名に送信する", "60秒")
		says(t, h.owner.post(at+"/send", url.Values{"count": {"3"}}), 409, "送る相手の人数が変わりました", "2名に送信する")
		says(t, h.owner.post(at+"/send", url.Values{"count": {"many"}}), 422, "2名に送信する")
		ledTo(t, h.owner.post(at+"/send", url.Values{"count": {"2"}}), at)
		ledTo(t, h.owner.post(at+"/send", url.Values{"count": {"2"}}), at)
		ledTo(t, h.owner.get(edit), at)
		says(t, h.owner.get(at), 200, "あと60秒で送り始めます", "送信を止める")
		says(t, h.owner.get(at+"/live"), 200, `"queued":"2"`, `"sent":"0"`)

		books := h.signedIn(h.org, "books@example.jp", account.Accountant)
		says(t, books.get(at), 200, "八戸で会うのご案内")
		says(t, books.post(at+"/stop", url.Values{}), 403)
		ledTo(t, h.owner.post(at+"/stop", url.Values{}), at)
		id := at[strings.LastIndex(at, "/")+1:]
		f, err := s.FiguresOf(t.Context(), h.org.ID, id)
		if err != nil || f[message.Stopped] != 2 {
			t.Errorf("%v, %v", f, err)
		}
		abroad := h.found("oirase")
		stranger := h.signedIn(abroad, "stranger@example.jp", account.Owner)
		says(t, stranger.get("/o/oirase/staff/messages/"+id), 404)
	})
}
