package journey

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	phone  = 390
	guest  = "tsugaru.hanako@example.com"
	family = "津軽"
)

// TestAGuestComesToHachinohe is the whole use: from the programme's home to the arrival on the organiser's screen.
func TestAGuestComesToHachinohe(t *testing.T) {
	h := newHouse(t)
	visitor := newTab(t, newBrowser(t), h.Base, phone)
	picture := visitor.register(h)
	visitor.mail()

	visitor.moveClock("2024-12-13", "18:00")
	organiser := newTab(t, newBrowser(t), h.Base, phone)
	organiser.open("the organiser signs in", h.SignIn["organiser"])
	event := strings.Replace(h.Objects["event:E5"], "/events/", "/staff/events/", 1)
	organiser.open("the organiser opens the event", event)
	arrived := organiser.figure("arrived")

	door := newTab(t, newBrowser(t, filmed(t, picture)...), h.Base, phone)
	door.openDoor(h)
	door.do("the helper starts the camera", chromedp.Click("[data-camera]", chromedp.ByQuery, chromedp.NodeVisible))
	door.until("the ticket is read", `document.querySelector("[data-verdict]").dataset.reason === "ok"`)
	if title := door.read("the verdict", `document.querySelector(".verdict__title").textContent`); !strings.Contains(title, "ようこそ") {
		t.Errorf("the verdict says %q", title)
	}
	if name := door.read("the name", `document.querySelector(".verdict__name").textContent`); !strings.Contains(name, family) {
		t.Errorf("the verdict names %q", name)
	}

	organiser.until("the organiser sees the arrival without a reload",
		`document.querySelector('[data-live="arrived"]').textContent.trim() === "`+strconv.Itoa(arrived+1)+`"`)
	organiser.open("the organiser opens the list", h.Objects["attendees:E5"]+"?q="+url.QueryEscape(family))
	organiser.until("the list shows the arrival", `document.body.innerText.includes("`+family+`") && /18:0\d/.test(document.querySelector("main").innerText)`)
}

// TestAGuestWithoutScriptsGetsATicket holds the same way up to the ticket in a browser that runs no script.
func TestAGuestWithoutScriptsGetsATicket(t *testing.T) {
	h := newHouse(t)
	visitor := newTab(t, newBrowser(t), h.Base, phone)
	visitor.do("switch scripts off", emulation.SetScriptExecutionDisabled(true))
	visitor.open("open the home", h.Objects["home"])
	visitor.until("no script runs", `matchMedia("(scripting: none)").matches`)
	visitor.register(h)
	visitor.mail()
}

// register goes from the home to the ticket and takes a picture of its code.
func (p *tab) register(h house) (picture []byte) {
	p.t.Helper()
	p.open("open the home", h.Objects["home"])
	event := strings.TrimPrefix(h.Objects["event:E5"], h.Base)
	p.press("open the event in Hachinohe", `main a[href="`+event+`"]`)
	p.press("go to the form", `main a[href="`+event+`/register"]`)
	p.do("fill in the form",
		chromedp.Click(`input[name="slot"]`, chromedp.ByQuery),
		chromedp.SendKeys(`input[name="family"]`, family, chromedp.ByQuery),
		chromedp.SendKeys(`input[name="given"]`, "花子", chromedp.ByQuery),
		chromedp.SetValue(`input[name="kana_family"]`, "つがる", chromedp.ByQuery),
		chromedp.SetValue(`input[name="kana_given"]`, "はなこ", chromedp.ByQuery),
		chromedp.SendKeys(`input[name="email"]`, guest, chromedp.ByQuery),
		chromedp.Click(`input[name="consent_a"]`, chromedp.ByQuery),
	)
	p.press("send the form", `main form[method="post"] button.button--apple, main form[method="post"] button.button--wide`)
	p.until("the ticket is there", `location.pathname.startsWith("/t/") && document.querySelector(".ticket svg")`)
	p.do("take a picture of the code",
		emulation.SetDeviceMetricsOverride(phone, 844, 2, true),
		chromedp.Screenshot(`.ticket .qr svg`, &picture, chromedp.ByQuery, chromedp.NodeVisible))
	return picture
}

// mail waits for the mail with the ticket and opens it.
func (p *tab) mail() {
	p.t.Helper()
	ticket := p.read("where the ticket is", `location.pathname`)
	list := "/mailbox?to=" + url.QueryEscape(guest)
	for range 100 {
		p.open("open the mailbox", list)
		if p.read("look for the mail", `String(!!document.querySelector('main a[href^="/mailbox/"]'))`) == "true" {
			break
		}
	}
	p.press("open the mail", `main a[href^="/mailbox/"]`)
	p.until("the mail has the link to the ticket", `document.body.innerText.includes("`+ticket+`") || document.querySelector('[href*="`+ticket+`"]')`)
	p.until("the mail carries the code as a picture", `document.querySelector('[href*="/files/"], img[src*="/files/"]')`)
}

// moveClock uses the banner of the demo.
func (p *tab) moveClock(day, hour string) {
	p.t.Helper()
	p.do("open the banner", chromedp.Click(".demobar summary", chromedp.ByQuery, chromedp.NodeVisible),
		chromedp.SetValue(`.demobar input[name="day"]`, day, chromedp.ByQuery),
		chromedp.SetValue(`.demobar input[name="time"]`, hour, chromedp.ByQuery))
	p.press("move the clock", `.demobar form:has(input[name="day"]) button`)
	p.until("the clock has moved", `document.querySelector(".demobar time").dateTime.startsWith("`+day+"T"+hour+`")`)
}

// openDoor follows the door's link on a phone that has never been here.
func (p *tab) openDoor(h house) {
	p.t.Helper()
	p.open("open the door link", h.Objects["door:E5"])
	p.do("name the phone", chromedp.SendKeys(`input[name="device"]`, "受付2", chromedp.ByQuery))
	p.press("open the door", `main form[method="post"] button`)
	p.until("the scanner is there", `document.querySelector("[data-camera]:not([hidden])")`)
}

// figure reads a live figure.
func (p *tab) figure(name string) int {
	p.t.Helper()
	text := p.read("the figure "+name, `document.querySelector('[data-live="`+name+`"]').textContent.trim()`)
	n, err := strconv.Atoi(text)
	if err != nil {
		p.t.Fatalf("the figure %s is %q\n%s", name, text, p.seen())
	}
	return n
}
