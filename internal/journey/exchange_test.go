package journey

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const (
	me       = "/o/aomori-sample/me"
	stranger = "tsugaru.hanako@example.com"
	ownMail  = "p009@example.com" // of the participant of the guided tour
)

// TestTwoStrangersExchangeCardsInHachinohe is the card's whole use: A is known and has no signal, B is not known and has one.
func TestTwoStrangersExchangeCardsInHachinohe(t *testing.T) {
	h := newHouse(t)
	air := newSignal(t)
	a := newTab(t, newBrowser(t, air.through()...), h.Base, phone)
	a.arrives(h)
	a.open("A opens the own card", me+"/card")
	a.until("the card is kept for moments without a signal", `document.querySelector("[data-kept=yes]")`)
	allowed := a.read("what A shows", `document.querySelector(".namecard__words").innerText`)

	air.lose(a)
	a.open("A opens the card without a signal", me+"/card")
	a.until("the card is there all the same", `document.querySelector(".namecard--shown .qr svg")`)
	address, _ := a.code(".namecard .qr svg")
	a.press("A turns to the other face", `.faces__face:not([aria-current])`)
	if contact, _ := a.code(".namecard .qr svg"); !strings.HasPrefix(contact, "BEGIN:VCARD") || len(contact) > 300 || strings.Contains(contact, ownMail) {
		t.Errorf("the face for moments without a signal says %q", contact)
	}
	if !strings.HasPrefix(address, h.Base+"/c/") {
		t.Fatalf("the code says %q", address)
	}

	b := newTab(t, newBrowser(t), h.Base, phone)
	b.open("B reads the code with the phone's camera", address)
	b.hides(ownMail)
	b.do("B types a name and an address",
		chromedp.SendKeys(`input[name="name"]`, "津軽 花子", chromedp.ByQuery),
		chromedp.SendKeys(`input[name="email"]`, stranger, chromedp.ByQuery),
		chromedp.Click(`input[name="consent_a"]`, chromedp.ByQuery),
		chromedp.Click(`input[name="consent_e"]`, chromedp.ByQuery))
	b.press("B exchanges", `main form[method="post"] button.button--apple`)
	b.until("B holds the copy", `location.pathname.startsWith("/x/") && document.querySelector(".namecard")`)
	b.hides(ownMail)
	b.letter(stranger)
	b.press("B confirms the address", `main form[action$="/confirm"] button`)
	b.until("B sees A's card", `document.querySelector(".namecard")`)
	for line := range strings.Lines(allowed) {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(b.read("B's copy", `document.querySelector(".namecard").innerText`), line) {
			t.Errorf("B's copy lacks %q, which A shows", line)
		}
	}
	b.until("B's copy says where they met", `document.querySelector(".namecard__note").innerText.includes("八戸")`)
	b.hides(ownMail)
	vcard := b.read("the file for B's contacts", `(() => { const r = new XMLHttpRequest(); r.open("GET", location.pathname + "/card.vcf", false); r.send(); return r.responseText })()`)
	if !strings.Contains(vcard, "BEGIN:VCARD") || strings.Contains(vcard, ownMail) {
		t.Errorf("B's vCard is %q", vcard)
	}
	copied := b.read("where the copy is", `location.pathname`)

	air.restore(a)
	a.open("A looks at the people met", me+"/met")
	a.until("B is among them, as new", `/津軽 花子[\s\S]*新しい/.test(document.querySelector(".metlist").innerText)`)
	a.press("A opens B", `.metlist .met__link`)
	a.until("A has B's address", `document.querySelector(".facts").innerText.includes("`+stranger+`")`)

	a.do("A opens the ways out", chromedp.Click(`details:has(a[href$="/undo"]) summary`, chromedp.ByQuery, chromedp.NodeVisible))
	a.press("A wants the exchange undone", `a[href$="/undo"]`)
	a.press("A is sure", `main form[action$="/undo"] button`)
	a.until("B is gone from A's people", `!document.querySelector("main").innerText.includes("津軽")`)
	b.open("B opens the copy again", copied)
	b.until("the copy is gone", `document.querySelector("h1").innerText.includes("取り消されました")`)
	b.hides("見本", ownMail)
}

// TestACardReadWithoutASignalIsExchangedOnce lets somebody signed in read a card where there is no signal.
func TestACardReadWithoutASignalIsExchangedOnce(t *testing.T) {
	h := newHouse(t)
	shown := newTab(t, newBrowser(t), h.Base, phone)
	shown.arrives(h)
	shown.open("A shows the face for moments without a signal", me+"/card?face=offline")
	_, picture := shown.code(".namecard .qr svg")

	air := newSignal(t)
	b := newTab(t, newBrowser(t, append(filmed(t, picture), air.through()...)...), h.Base, phone)
	b.signsIn("p013@example.com")
	b.open("B opens the own card", me+"/card")
	name := b.read("B's name", `document.querySelector(".namecard__name").textContent`)
	b.open("B opens the page that reads cards", me+"/scan")
	b.until("the page is kept", `document.querySelector("[data-kept=yes]")`)
	air.lose(b)
	b.open("B opens the page without a signal", me+"/scan")
	b.do("B starts the camera", chromedp.Click("[data-camera]", chromedp.ByQuery, chromedp.NodeVisible))
	b.until("the card waits, with the name of A", `/見本[\s\S]*電波が戻ったら交換します/.test(document.querySelector("[data-items]").innerText)`)

	air.restore(b)
	b.open("B opens any page of ours", me+"/met")
	b.until("the exchange is made", `document.querySelector(".waiting__item--sent")`)
	b.open("B opens the list again", me+"/met")
	b.until("A is there once", `[...document.querySelectorAll(".metlist .met")].filter((m) => m.innerText.includes("見本 花乃例")).length === 1`)
	if n := air.posts.Load(); n < 1 { // two are one: the key of the scan is the same
		t.Errorf("the scan was sent %d times", n)
	}
	shown.open("A looks at the people met", me+"/met")
	shown.until("B is there once", `[...document.querySelectorAll(".metlist .met__name")].filter((m) => m.innerText.includes("`+name+`")).length === 1`)
}

// arrives signs A in, moves the clock to the evening and gets A through the door.
func (p *tab) arrives(h house) {
	p.t.Helper()
	p.open("A signs in", h.SignIn["participant"])
	p.open("A opens the ticket", h.Objects["registration:E5/P009"])
	number := p.read("the number of the ticket", `document.querySelector(".qr__code").textContent.trim()`)
	p.moveClock("2024-12-13", "18:40")
	door := newTab(p.t, newBrowser(p.t), h.Base, phone)
	door.openDoor(h)
	door.do("the helper types the number", chromedp.SendKeys(`.bycode input[name="code"]`, number, chromedp.ByQuery))
	door.press("the helper lets A in", `.bycode button`)
	door.until("A has arrived", `document.querySelector(".verdict--done")`)
	p.open("A opens the card from the ticket", h.Objects["registration:E5/P009"])
	p.press("one tap", `a[href$="/card"]`)
	p.until("the card is held out", `document.querySelector(".namecard--shown .qr svg")`)
}

// letter waits for the letter to the address and follows its link.
func (p *tab) letter(to string) {
	p.t.Helper()
	for range 100 {
		p.open("open the mailbox", "/mailbox?to="+url.QueryEscape(to))
		if p.read("look for the letter", `String(!!document.querySelector('main a[href^="/mailbox/"]'))`) == "true" {
			break
		}
	}
	p.press("open the letter", `main a[href^="/mailbox/"]`)
	p.press("follow its link", `main a[href*="/x/"]`)
}

// hides fails when the page says any of the words.
func (p *tab) hides(words ...string) {
	p.t.Helper()
	text := p.read("everything on the page", `document.documentElement.outerHTML`)
	for _, w := range words {
		if strings.Contains(text, w) {
			p.t.Errorf("the page shows %q\n%s", w, p.seen())
		}
	}
}

// signsIn uses the code of the letter.
func (p *tab) signsIn(email string) {
	p.t.Helper()
	p.open("open the sign-in", "/sign-in")
	p.do("type the address", chromedp.SendKeys(`input[name="email"]`, email, chromedp.ByQuery))
	p.press("ask for the code", `main form[method="post"] button`)
	code := ""
	for range 100 {
		code = p.read("look for the code", `(() => { const r = new XMLHttpRequest(); r.open("GET", "/mailbox?to=`+url.QueryEscape(email)+`", false); r.send(); return /\b\d{6}\b/.exec(new DOMParser().parseFromString(r.responseText, "text/html").querySelector("main").textContent)?.[0] ?? "" })()`)
		if code != "" {
			break
		}
	}
	p.do("type the code", chromedp.SendKeys(`input[name="code"]`, code, chromedp.ByQuery))
	p.press("sign in", `main form[action="/sign-in/code"] button`)
	p.until("signed in", `location.pathname === "/me"`)
}
