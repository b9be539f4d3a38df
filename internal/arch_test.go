package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the rooms of the house from the ground up. A package may import
// those of the lines above its own; packages of one line are strangers. A new
// package gets its place here.
var layers = []string{
	"assets migrations kit/apperr kit/clock kit/id kit/text kit/qr kit/seal profile/skill card/network",
	"kit/wareki kit/picture kit/pdf",
	"kit/db kit/i18n kit/blob",
	"kit/dbtest kit/jobs kit/mail",
	"kit/mail/mailbox",
	"account programme",
	"people",
	"profile",
	"event",
	"card",
	"roster",
	"message",
	"privacy paper",
	"web/ui",
	"web",
	"web/public web/member web/partner web/staff web/door web/demopages web/ui/gallery api",
	"demo",
	"app",
	"app/apptest",
	"torture",
	"cmd/koryu",
}

const (
	module = "koryu/"
	house  = module + "internal/"
)

// room is a package's name in the list of layers.
func room(importPath string) string {
	if inner, ok := strings.CutPrefix(importPath, house); ok {
		return inner
	}
	return strings.TrimPrefix(importPath, module)
}

func layerOf(name string) int {
	return slices.IndexFunc(layers, func(line string) bool { return slices.Contains(strings.Fields(line), name) })
}

// source is one parsed Go file of the house.
type source struct {
	pkg  string // as in layers
	path string // from the top of the repository
	test bool
	file *ast.File
}

func (s source) imports() []string {
	var list []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		list = append(list, p)
	}
	return list
}

var fset = token.NewFileSet()

// sources parses every Go file under internal, cmd, assets and migrations.
func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	for _, top := range []string{"internal", "cmd", "assets", "migrations"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(p, ".go") {
				return err
			}
			f, err := parser.ParseFile(fset, p, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			rel := filepath.ToSlash(strings.TrimPrefix(p, ".."+string(filepath.Separator)))
			list = append(list, source{pkg: room(module + path.Dir(rel)), path: rel,
				test: strings.HasSuffix(p, "_test.go"), file: f})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(list) < 20 {
		t.Fatalf("only %d files were found", len(list))
	}
	return list
}

func TestImportsPointDown(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, p := range s.imports() {
			if !strings.HasPrefix(p, module) || room(p) == s.pkg {
				continue
			}
			if wrong := upward(s.pkg, room(p)); wrong != "" {
				t.Errorf("%s: %s", s.path, wrong)
			}
		}
	}
}

// upward says why one package may not import another, or "".
func upward(from, to string) string {
	lower, upper := layerOf(to), layerOf(from)
	switch {
	case upper < 0:
		return fmt.Sprintf("%s has no place in the list of layers (internal/arch_test.go)", from)
	case lower < 0:
		return fmt.Sprintf("imports %s, which has no place in the list of layers", to)
	case lower == upper:
		return fmt.Sprintf("imports %s, but the two are strangers: compose them one line up, or let a lower package own what both need", to)
	case lower > upper:
		return fmt.Sprintf("imports %s, which lies above %s", to, from)
	}
	return ""
}

func TestUpwardImportsAreSeen(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		ok       bool
	}{
		"event reads people":            {"event", "people", true},
		"people must not know events":   {"people", "event", false},
		"account and programme":         {"account", "programme", false},
		"pages of two audiences":        {"web/staff", "web/public", false},
		"the kit knows no domain":       {"kit/jobs", "account", false},
		"a package without a place":     {"newcomer", "kit/db", false},
		"an import without a place":     {"web", "newcomer", false},
		"the command wires everything":  {"cmd/koryu", "app", true},
		"the sample year uses services": {"demo", "event", true},
	} {
		if got := upward(c.from, c.to) == ""; got != c.ok {
			t.Errorf("%s: %q", name, upward(c.from, c.to))
		}
	}
}

// bans are imports that only some packages may have.
var bans = []struct {
	prefix  string
	only    []string
	because string
}{
	{"crypto/rand", []string{"kit/id", "kit/seal"}, "dice are thrown in kit/id: take an id.Source"},
	{"math/rand", []string{"kit/id"}, "dice are thrown in kit/id: take an id.Source, or a seed"},
	{"modernc.org/sqlite", []string{"kit/db"}, "only kit/db knows the engine"},
	{"github.com/jackc/pgx", []string{"kit/db"}, "only kit/db knows the engine"},
	{"github.com/pressly/goose", []string{"kit/db", "kit/dbtest"}, "only kit/db changes the schema"},
	{house + "kit/dbtest", []string{"torture", "app/apptest"}, "it is for tests"},
	{"testing", []string{"kit/dbtest", "app/apptest", "torture", "kit/i18n"}, "it is for tests"}, // i18n asks whether it is in one
}

func TestSomeImportsHaveOneHome(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, p := range s.imports() {
			for _, ban := range bans {
				if (p == ban.prefix || strings.HasPrefix(p, ban.prefix+"/")) && !slices.Contains(ban.only, s.pkg) {
					t.Errorf("%s imports %s; %s", s.path, p, ban.because)
				}
			}
		}
	}
}

// pure packages get everything as arguments, a seed included.
var pure = []string{"kit/apperr", "kit/text", "kit/qr", "profile/skill", "card/network", "lottery/draw", "rotation/solver", "matching/score"}

func TestPureStaysPure(t *testing.T) {
	worldly := []string{"time", "os", "net", "net/http", "database/sql", "context", "crypto/rand", "syscall"}
	for _, s := range sources(t) {
		if s.test || !slices.Contains(pure, s.pkg) {
			continue
		}
		for _, p := range s.imports() {
			if slices.Contains(worldly, p) {
				t.Errorf("%s imports %s; %s is pure", s.path, p, s.pkg)
			}
		}
	}
}

// TestOnlyTheClockAsksForTheTime leaves timers alone: they measure patience, not
// moments.
func TestOnlyTheClockAsksForTheTime(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.pkg == "kit/clock" || strings.HasPrefix(s.pkg, "cmd/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := call.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, call.Sel.Name) {
				t.Errorf("%s: time.%s; take a clock.Clock, or the now of the transaction", fset.Position(call.Pos()), call.Sel.Name)
			}
			return true
		})
	}
}
