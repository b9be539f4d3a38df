package web

import (
	"encoding/json"
	"fmt"
	"time"

	"koryu/internal/web/ui"
)

const flashLife = 2 * time.Minute

// flash waits in a sealed cookie for the next page. It holds a key of the
// catalogue, so it is worded in the language of the page that shows it.
type flash struct {
	Tone ui.Tone       `json:"t"`
	Key  string        `json:"k"`
	Args []string      `json:"a,omitempty"`
	Undo *ui.UndoProps `json:"u,omitempty"`
}

// Flash says on the next page what was done. args are name, value pairs.
func (r *Request) Flash(key string, args ...any) {
	r.putFlash(flash{Tone: ui.Done, Key: key, Args: words(args)})
}

// FlashTone is Flash in another tone, e.g. ui.Due for a warning.
func (r *Request) FlashTone(tone ui.Tone, key string, args ...any) {
	r.putFlash(flash{Tone: tone, Key: key, Args: words(args)})
}

// FlashUndo is Flash with a button that takes the act back.
func (r *Request) FlashUndo(undo ui.UndoProps, key string, args ...any) {
	r.putFlash(flash{Tone: ui.Done, Key: key, Args: words(args), Undo: &undo})
}

// words writes the arguments down, since numbers would not come back as such.
func words(args []any) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = fmt.Sprint(a)
	}
	return out
}

func (r *Request) putFlash(f flash) {
	b, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings only
	}
	r.Remember(flashCookie, string(b), flashLife)
}

// takeFlash reads the message and removes it from the browser.
func (r *Request) takeFlash() *ui.Flash {
	var f flash
	kept := r.Recall(flashCookie)
	r.Forget(flashCookie)
	if kept == "" || json.Unmarshal([]byte(kept), &f) != nil || !r.P.Has(f.Key) {
		return nil
	}
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		args[i] = a
	}
	return &ui.Flash{Tone: f.Tone, Text: r.P.T(f.Key, args...), Undo: f.Undo}
}
