package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:embed ja/*.json en/*.json
var files embed.FS

// catalogue is one language: key → sentence.
type catalogue map[string]sentence

// sentence is a text cut at its placeholders: texts[0] names[0] texts[1] … ,
// always one text more than names.
type sentence struct {
	texts []string
	names []string
}

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

func parse(s string) sentence {
	var out sentence
	from := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(s, -1) {
		out.texts = append(out.texts, s[from:m[0]])
		out.names = append(out.names, s[m[2]:m[3]])
		from = m[1]
	}
	out.texts = append(out.texts, s[from:])
	return out
}

// fill puts values into the sentence. The missing ones are returned, and stay
// visible as {name}.
func (s sentence) fill(args []any) (text string, missing []string) {
	if len(s.names) == 0 {
		return s.texts[0], nil
	}
	var b strings.Builder
	for i, name := range s.names {
		b.WriteString(s.texts[i])
		if v, ok := value(args, name); ok {
			b.WriteString(v)
		} else {
			b.WriteString("{" + name + "}")
			missing = append(missing, name)
		}
	}
	b.WriteString(s.texts[len(s.names)])
	return b.String(), missing
}

// value finds name among name, value pairs. The last pair of a name counts, so
// that a caller may override.
func value(args []any, name string) (string, bool) {
	for i := len(args) - 2; i >= 0; i -= 2 {
		if args[i] == name {
			if s, ok := args[i+1].(string); ok {
				return s, true
			}
			return fmt.Sprint(args[i+1]), true
		}
	}
	return "", false
}

// load reads all files of a language from fsys. It fails on a key that stands
// twice, in one file or in two, and on anything but a flat object of texts.
func load(fsys fs.FS, l Lang) (catalogue, error) {
	names, err := fs.Glob(fsys, path.Join(string(l), "*.json"))
	if err != nil {
		return nil, err
	}
	all, home := catalogue{}, map[string]string{}
	for _, name := range names {
		pairs, err := readFlat(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("i18n: %s: %w", name, err)
		}
		for _, p := range pairs {
			if first, twice := home[p.key]; twice {
				return nil, fmt.Errorf("i18n: key %q stands in %s and in %s", p.key, first, name)
			}
			home[p.key] = name
			all[p.key] = parse(p.text)
		}
	}
	return all, nil
}

type pair struct{ key, text string }

// readFlat reads {"key": "text", …} token by token, since decoding into a map
// would swallow a repeated key.
func readFlat(fsys fs.FS, name string) ([]pair, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("want an object, got %v (%v)", t, err)
	}
	var pairs []pair
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var text string
		if err := dec.Decode(&text); err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
		pairs = append(pairs, pair{key.(string), text})
	}
	_, err = dec.Token()
	return pairs, err
}

// printers are built once; a broken catalogue is a fault of the build, and
// stops the program at its first word.
var printers = sync.OnceValue(func() map[Lang]*Printer {
	all := map[Lang]*Printer{}
	for _, l := range Langs {
		c, err := load(files, l)
		if err != nil {
			panic(err)
		}
		all[l] = &Printer{lang: l, words: c}
	}
	return all
})
