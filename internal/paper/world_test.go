package paper_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/hex"
	"image"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"koryu/assets"
	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/paper"
	"koryu/internal/people"
	"koryu/internal/programme"
)

const base = "https://koryu.example.jp"

// world is an organisation with one event and whoever registers.
type world struct {
	t     testing.TB
	s     *paper.Service
	org   programme.Org
	event event.Event
	n     int
}

func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newWorld(t, d)) })
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	needFonts(t)
	w := &world{t: t}
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	w.must(err)
	events := event.New(event.Config{DB: d, Keys: keys, Mail: &mail.Memory{}, Base: base})
	t.Cleanup(events.Close)
	w.s = &paper.Service{Events: events, People: &people.Service{DB: d}, Base: base, CardURL: func(_ context.Context, _, person, _ string) (string, error) {
		return cardOf(person), nil
	}}
	w.org, err = (&programme.Service{DB: d}).CreateOrg(t.Context(), programme.Org{Slug: "sample", Name: "見本の会", NameEn: "Sample Society"})
	w.must(err)
	w.event = w.open("八戸で会う 交流の夕べ")
	return w
}

func needFonts(t testing.TB) {
	t.Helper()
	if !assets.Built() {
		missing(t, "no fonts are bundled; run make assets")
	}
}

// missing fails where everything must be there, and skips elsewhere.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("KORYU_REQUIRE_ALL") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// cardOf has the length of the addresses that cards have.
func cardOf(person string) string {
	return base + "/c/AQAB" + strings.ReplaceAll(person, "-", "") + "x0"
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) open(title string) event.Event {
	w.t.Helper()
	ctx, actor, many := w.t.Context(), account.System(w.org.ID), 400
	day := db.Day("2024-12-13").Start()
	from, to, tag := day.Add(18*3600e9+1800e9), day.Add(20*3600e9+1800e9), "aomori_it"
	e, err := w.s.Events.Create(ctx, actor, w.org.ID, event.Fields{Title: &title, StartsAt: &from, EndsAt: &to, Hashtag: &tag,
		Place: &event.Place{Name: "八戸例示ラボ", Address: "青森県八戸市見本1-1-1", Postcode: "0000001"}})
	w.must(err)
	_, err = w.s.Events.SetSlots(ctx, actor, w.org.ID, e.ID, []event.SlotInput{
		{Name: "一般", Capacity: &many}, {Name: "講師", Kind: event.ForSpeakers, Capacity: &many}, {Name: "学生", Capacity: &many}})
	w.must(err)
	e, err = w.s.Events.Publish(ctx, actor, w.org.ID, e.ID)
	w.must(err)
	return e
}

// guest is somebody who registers: name, reading, slot and consents.
type guest struct {
	family, given, kanaFamily, kanaGiven string
	affiliation                          string
	slot                                 int
	photos                               bool
}

func (w *world) register(g guest) event.Result {
	w.t.Helper()
	w.n++
	consents := []string{string(people.ConsentRun)}
	if g.photos {
		consents = append(consents, string(people.ConsentPhoto))
	}
	by, via, reason := account.Nobody(w.org.ID), event.ViaWeb, ""
	if w.event.Slots[g.slot].Kind != event.ForParticipants {
		by, via, reason = account.System(w.org.ID), event.ViaStaff, "登壇のため"
	}
	r, err := w.s.Events.Register(w.t.Context(), event.Request{Actor: by, Via: via, Reason: reason, Org: w.org.ID, EventID: w.event.ID, SlotID: w.event.Slots[g.slot].ID, Key: "key-" + strconv.Itoa(w.n),
		Family: g.family, Given: g.given, KanaFamily: g.kanaFamily, KanaGiven: g.kanaGiven, Affiliation: g.affiliation,
		Email: "guest" + strconv.Itoa(w.n) + "@example.com", Lang: i18n.Ja, Consents: consents})
	w.must(err)
	return r
}

func (w *world) job() paper.Job {
	rows := make([][][2]int, 23)
	for y := range rows {
		rows[y] = [][2]int{{y % 5, 7}, {11, 18}}
	}
	return paper.Job{Org: w.org, Event: w.event, Printer: i18n.For(i18n.Ja), Band: paper.Band{Columns: 18, Rows: rows}, Now: dbtest.Start.In(clock.JST)}
}

func confirmed() event.AttendeeFilter {
	return event.AttendeeFilter{States: []event.RegState{event.Confirmed}}
}

func (w *world) tags(o paper.TagOptions) paper.Print {
	w.t.Helper()
	if o.Size == "" {
		o.Size = paper.Ten
	}
	if o.Start == 0 {
		o.Start = 1
	}
	if o.Filter.States == nil {
		o.Filter.States = confirmed().States
	}
	p, err := w.s.Tags(w.t.Context(), w.job(), o)
	w.must(err)
	return p
}

// drawn is the file, and where it lies.
func (w *world) drawn(p paper.Print) (body []byte, path string) {
	w.t.Helper()
	var b bytes.Buffer
	w.must(p.Write(w.t.Context(), &b))
	path = filepath.Join(w.t.TempDir(), "paper.pdf")
	w.must(os.WriteFile(path, b.Bytes(), 0o600))
	return b.Bytes(), path
}

// tool runs a second program.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		missing(t, name+" is not installed (poppler-utils, zbar-tools)")
	}
	var out, fault bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &fault
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v %s", name, err, fault.String())
	}
	return out.String()
}

func textOf(t testing.TB, path string) string { return tool(t, "pdftotext", "-layout", path, "-") }

// scanned are the codes that a scanner finds on the pages as they are printed,
// at 200 dots an inch.
func scanned(t testing.TB, path string) []string {
	t.Helper()
	tool(t, "pdftoppm", "-r", "200", "-gray", "-png", path, path)
	pages, err := filepath.Glob(path + "*.png")
	if err != nil || len(pages) == 0 {
		t.Fatal("no page was drawn", err)
	}
	found := strings.Fields(tool(t, "zbarimg", append([]string{"-q", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable"}, pages...)...))
	slices.Sort(found)
	return found
}

var (
	streams = regexp.MustCompile(`(?s)/FlateDecode /Length (\d+) >>\nstream\n`)
	codes   = regexp.MustCompile(`/W (\d+) /H (\d+) /BPC 1 /F /AHx ID\n([0-9A-F]+)>`)
)

// decoded are the codes in the file itself, for machines without those tools.
func decoded(t testing.TB, body []byte) []string {
	t.Helper()
	var found []string
	for _, at := range streams.FindAllSubmatchIndex(body, -1) {
		n, _ := strconv.Atoi(string(body[at[2]:at[3]]))
		z, err := zlib.NewReader(bytes.NewReader(body[at[1] : at[1]+n]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range codes.FindAllSubmatch(content, -1) {
			found = append(found, decode(t, c))
		}
	}
	slices.Sort(found)
	return found
}

func decode(t testing.TB, c [][]byte) string {
	t.Helper()
	const scale, quiet = 4, 4
	size, _ := strconv.Atoi(string(c[1]))
	bits, err := hex.DecodeString(string(c[3]))
	if err != nil {
		t.Fatal(err)
	}
	row := (size + 7) / 8
	img := image.NewGray(image.Rect(0, 0, (size+2*quiet)*scale, (size+2*quiet)*scale))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			col, line := x/scale-quiet, y/scale-quiet
			white := col < 0 || line < 0 || col >= size || line >= size || bits[line*row+col/8]&(128>>(col%8)) != 0
			if white {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

// revoked is the withdrawal of somebody's consent to photos of the event.
func revoked(w *world, r event.Result) people.Revocation {
	return people.Revocation{OrgID: w.org.ID, PersonID: r.Person.ID, Code: people.ConsentPhoto, Scope: w.event.ID, By: "guest"}
}
