package internal_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// acrossOrganisations are the functions whose statements rightly concern more
// than one organisation, each with its reason.
var acrossOrganisations = map[string]string{
	"kit/jobs.head":    "a worker serves all organisations",
	"kit/jobs.due":     "a worker serves all organisations",
	"kit/jobs.oldDone": "finished jobs are deleted for all organisations",

	"account.findAPIToken":  "the token is all that the caller has; it says which organisation",
	"account.findDoorLink":  "the link is all that the helper has; it says which organisation",
	"account.orgsWithTrail": "the doctor verifies the trails of all organisations",
	"account.listAnchors":   "the doctor verifies the trails of all organisations",
}

// sqlHomes are the packages that hold SQL in other files than store*.go, because
// they are the database's own.
var sqlHomes = []string{"kit/db", "kit/dbtest", "report"}

// statement is one SQL text in the sources, put together from its constant
// parts; what only the running program knows is a question mark.
type statement struct {
	source
	where string // function that holds it
	at    string // file:line
	text  string
}

var (
	verb    = regexp.MustCompile(`(?s)^\s*(SELECT\s.*\sFROM\s|INSERT INTO\s|UPDATE\s+\w+\s+(AS \w+\s+)?SET\s|DELETE FROM\s|WITH\s.*\sAS\s*\()`)
	mention = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)\b`)
	writing = regexp.MustCompile(`\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)\b`)
	setting = regexp.MustCompile(`\bDO UPDATE\b`)
)

// tables gives the known tables that a text mentions.
func (s statement) tables(what *regexp.Regexp) []string {
	var list []string
	for _, m := range what.FindAllStringSubmatch(setting.ReplaceAllString(s.text, ""), -1) {
		if owners[m[1]] != "" && !slices.Contains(list, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// misplaced says why the statement stands in the wrong place, or "".
func (s statement) misplaced() string {
	if slices.Contains(sqlHomes, s.pkg) {
		return ""
	}
	if !strings.HasPrefix(path.Base(s.path), "store") {
		return "SQL stands in store*.go only; move it there and give it a name"
	}
	for _, table := range s.tables(writing) {
		if owners[table] != s.pkg {
			return fmt.Sprintf("writes %s, which %s owns; call that package", table, owners[table])
		}
	}
	return ""
}

// homeless says that a statement on a tenant table does not say whose rows it
// means, or "". An INSERT names org_id among its columns; everything else in a
// condition, since a column that is only read keeps nobody out.
func (s statement) homeless() string {
	if acrossOrganisations[s.pkg+"."+s.where] != "" {
		return ""
	}
	for _, table := range s.tables(mention) {
		if !tenant(table) {
			continue
		}
		bound := s.text
		if !strings.HasPrefix(strings.TrimSpace(s.text), "INSERT") {
			_, bound, _ = strings.Cut(s.text, "WHERE")
		}
		if !strings.Contains(bound, "org_id") {
			return fmt.Sprintf("a statement on %s does not say for which org_id", table)
		}
	}
	return ""
}

func TestEveryStatementHasItsPlaceAndItsOrganisation(t *testing.T) {
	found := 0
	for _, s := range statements(t) {
		found++
		if wrong := s.misplaced(); wrong != "" {
			t.Errorf("%s (%s): %s", s.at, s.where, wrong)
		}
		if wrong := s.homeless(); wrong != "" {
			t.Errorf("%s (%s): %s:\n\t%s", s.at, s.where, wrong, strings.Join(strings.Fields(s.text), " "))
		}
	}
	if found < 30 {
		t.Errorf("only %d statements were found: the scan is blind", found)
	}
}

func TestStatementsOutOfPlaceAreSeen(t *testing.T) {
	store := source{pkg: "event", path: "internal/event/store_list.go"}
	for name, c := range map[string]struct {
		s  statement
		ok bool
	}{
		"a guarded read":                  {statement{store, "", "", `SELECT id FROM event WHERE org_id = $1`}, true},
		"a read of everybody's rows":      {statement{store, "", "", `SELECT id FROM event WHERE id = $1`}, false},
		"org_id is read but not asked":    {statement{store, "", "", `SELECT org_id, id FROM event WHERE id = $1`}, false},
		"no condition at all":             {statement{store, "", "", `SELECT org_id FROM event ORDER BY id`}, false},
		"a guarded join":                  {statement{store, "", "", `SELECT r.id FROM registration r JOIN person p ON p.org_id = r.org_id WHERE r.org_id = $1`}, true},
		"an update without organisation":  {statement{store, "", "", `UPDATE event SET title = $1, org_id = $2 WHERE id = $3`}, false},
		"a deletion without organisation": {statement{store, "", "", `DELETE FROM event_slot WHERE id = $1`}, false},
		"an insert":                       {statement{store, "", "", `INSERT INTO event (org_id, id) VALUES ($1, $2)`}, true},
		"an insert without organisation":  {statement{store, "", "", `INSERT INTO event (id) VALUES ($1)`}, false},
		"an upsert":                       {statement{store, "", "", `INSERT INTO event (org_id, id) VALUES ($1, $2) ON CONFLICT (org_id, id) DO UPDATE SET id = excluded.id`}, true},
		"another package's table":         {statement{store, "", "", `UPDATE person SET family = $2 WHERE org_id = $1`}, false},
		"reading another package's table": {statement{store, "", "", `SELECT id FROM person WHERE org_id = $1`}, true},
		"a global table":                  {statement{source{pkg: "account", path: "internal/account/store.go"}, "", "", `SELECT id FROM identity WHERE email = $1`}, true},
		"SQL among the rules":             {statement{source{pkg: "event", path: "internal/event/register.go"}, "", "", `SELECT id FROM event WHERE org_id = $1`}, false},
		"SQL in a page":                   {statement{source{pkg: "web/staff", path: "internal/web/staff/list.go"}, "", "", `SELECT id FROM event WHERE org_id = $1`}, false},
	} {
		if got := c.s.misplaced() == "" && c.s.homeless() == ""; got != c.ok {
			t.Errorf("%s: misplaced %q, homeless %q", name, c.s.misplaced(), c.s.homeless())
		}
	}
}

// statements finds all SQL in the sources: texts, and calls of db.Insert. It reads
// them three times: for named texts, for what calls hand over, for statements.
func statements(t *testing.T) []statement {
	t.Helper()
	r := reader{texts: make(map[string]ast.Expr), helpers: make(map[string]string),
		handed: make(map[string]string), seen: make(map[ast.Node]bool)}
	all := slices.DeleteFunc(sources(t), func(s source) bool { return s.test || !strings.HasPrefix(s.path, "internal/") })
	for _, look := range []func(ast.Decl){r.name, r.handOver, func(d ast.Decl) { ast.Inspect(d, r.visit) }} {
		for _, r.source = range all {
			for _, decl := range r.file.Decls {
				r.enter(decl)
				look(decl)
			}
		}
	}
	return r.found
}

// name notes by package.name the values of constants and variables and the texts
// inside functions.
func (r *reader) name(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
				for i, name := range v.Names {
					r.texts[r.pkg+"."+name.Name] = v.Values[i]
				}
			}
		}
	case *ast.FuncDecl:
		r.helpers[r.pkg+"."+d.Name.Name] += literals(d)
	}
}

// handOver notes the texts that calls hand to functions, by position.
func (r *reader) handOver(decl ast.Decl) {
	ast.Inspect(decl, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			for i, arg := range call.Args {
				r.handed[fmt.Sprintf("%s.%s/%d", r.pkg, called(call), i)] += r.assigned(arg)
			}
		}
		return true
	})
}

// called is the bare name of the function in a call.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// literals joins all texts inside a node.
func literals(n ast.Node) string {
	var b strings.Builder
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, _ := strconv.Unquote(lit.Value)
			b.WriteString(" " + text)
		}
		return true
	})
	return b.String()
}

// reader goes through the sources, file by file and declaration by declaration.
type reader struct {
	source
	where           string
	local           map[string]string // variable or parameter → all texts that it may get
	texts           map[string]ast.Expr
	helpers, handed map[string]string
	seen            map[ast.Node]bool
	found           []statement
}

// enter looks through a declaration before it is visited.
func (r *reader) enter(decl ast.Decl) {
	r.where, r.local = "package", make(map[string]string)
	f, ok := decl.(*ast.FuncDecl)
	if !ok {
		return
	}
	r.where = f.Name.Name
	position := 0
	for _, p := range f.Type.Params.List {
		for _, name := range p.Names {
			if text := r.handed[fmt.Sprintf("%s.%s/%d", r.pkg, r.where, position)]; text != "" {
				r.local[name.Name] = text
			}
			position++
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok {
			for i, left := range a.Lhs {
				if id, ok := left.(*ast.Ident); ok && id.Name != "_" {
					r.local[id.Name] += r.assigned(a.Rhs[min(i, len(a.Rhs)-1)])
				}
			}
		}
		return true
	})
}

// assigned gives all texts that an expression may bring into a variable.
func (r *reader) assigned(e ast.Expr) string {
	text := literals(e)
	switch e := e.(type) {
	case *ast.Ident:
		text += r.local[e.Name]
		if v := r.texts[r.pkg+"."+e.Name]; v != nil {
			text += literals(v)
		}
	case *ast.CallExpr:
		text += r.helpers[r.pkg+"."+called(e)]
	}
	return text
}

func (r *reader) visit(n ast.Node) bool {
	if r.seen[n] {
		return false
	}
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.CallExpr:
		if text := r.insert(n); text != "" {
			r.add(n, text)
		}
	case *ast.BinaryExpr:
		if n.Op == token.ADD {
			r.take(n)
		}
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			r.take(n)
		}
	}
	return true
}

// take notes an expression that is a statement, and passes over its parts.
func (r *reader) take(e ast.Expr) {
	first := e
	for b, ok := first.(*ast.BinaryExpr); ok; b, ok = first.(*ast.BinaryExpr) {
		first = b.X
	}
	if id, ok := first.(*ast.Ident); ok && r.local[id.Name] != "" {
		return // what a variable begins with was noted where it was written
	}
	text := r.text(e, 0)
	if !verb.MatchString(text) {
		return
	}
	ast.Inspect(e, func(n ast.Node) bool { r.seen[n] = true; return true })
	r.add(e, text)
}

func (r *reader) add(n ast.Node, text string) {
	at := fset.Position(n.Pos())
	r.found = append(r.found, statement{r.source, r.where, fmt.Sprintf("%s:%d", r.path, at.Line), text})
}

// text puts an expression together.
func (r *reader) text(e ast.Expr, depth int) string {
	if depth > 50 {
		return "?"
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.ParenExpr:
		return r.text(e.X, depth+1)
	case *ast.BinaryExpr:
		return r.text(e.X, depth+1) + r.text(e.Y, depth+1)
	case *ast.CallExpr: // strings.Join(conditions, " AND ")
		if len(e.Args) > 0 {
			return r.text(e.Args[0], depth+1)
		}
	case *ast.Ident:
		if text := r.local[e.Name]; text != "" {
			return text
		}
		if v := r.texts[r.pkg+"."+e.Name]; v != nil {
			return r.text(v, depth+1)
		}
	}
	return "?"
}

// insert gives the statement behind db.Insert(ctx, q, "table", columns, …).
func (r *reader) insert(call *ast.CallExpr) string {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Insert" && sel.Sel.Name != "InsertWith" || len(call.Args) < 5 {
		return ""
	}
	if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "db" {
		return ""
	}
	return "INSERT INTO " + r.text(call.Args[2], 0) + " (" + r.columns(call.Args[3]) + ")"
}

func (r *reader) columns(e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok {
		e = r.texts[r.pkg+"."+id.Name]
	}
	list, ok := e.(*ast.CompositeLit)
	if !ok {
		return "?" // write the columns where they can be read
	}
	var names []string
	for _, el := range list.Elts {
		names = append(names, r.text(el, 0))
	}
	return strings.Join(names, ", ")
}
