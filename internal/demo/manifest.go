package demo

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// Manifest is demo.json: where people and programs find their way. Keys of objects are a kind and a key of the plan,
// such as "event:E5" or "person:P009".
type Manifest struct {
	BaseURL string            `json:"base_url"`
	SignIn  map[string]string `json:"sign_in"` // role → address that signs in at once
	Objects map[string]string `json:"objects"`
}

// At is the manifest for another base URL: the demo may be served elsewhere than at its last run.
func (m Manifest) At(base string) Manifest {
	return Manifest{BaseURL: base, SignIn: moved(m.SignIn, m.BaseURL, base), Objects: moved(m.Objects, m.BaseURL, base)}
}

func moved(urls map[string]string, from, to string) map[string]string {
	out := make(map[string]string, len(urls))
	for key, url := range urls {
		out[key] = to + strings.TrimPrefix(url, from)
	}
	return out
}

// Manifest reads demo.json.
func (f Folder) Manifest() (Manifest, error) {
	var m Manifest
	b, err := os.ReadFile(f.Path(manifestFile))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%s: %w", f.Path(manifestFile), err)
	}
	return m, nil
}

// SetManifest writes demo.json.
func (f Folder) SetManifest(m Manifest) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return f.write(manifestFile, append(b, '\n'))
}
