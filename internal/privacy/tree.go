package privacy

import (
	"bytes"
	"encoding/json"
)

// Node is a part of a dossier in the order in which it is written: a value with
// Text, or one with Children. The children of a List have no Key.
type Node struct {
	Key      string
	Text     string
	Bool     bool // Text is "true" or "false"
	List     bool
	Children []Node
}

// Empty tells that nothing is said.
func (n Node) Empty() bool {
	if len(n.Children) == 0 {
		return n.Text == ""
	}
	for _, c := range n.Children {
		if !c.Empty() {
			return false
		}
	}
	return true
}

// Plain tells that the node is a value, or a list of values.
func (n Node) Plain() bool {
	for _, c := range n.Children {
		if len(c.Children) > 0 || !n.List {
			return false
		}
	}
	return true
}

func (n Node) walk(fn func(Node)) {
	fn(n)
	for _, c := range n.Children {
		c.walk(fn)
	}
}

// Tree reads what a package exports as it would be written into the file, so
// that page and file cannot differ.
func Tree(data any) (Node, error) {
	b, err := json.Marshal(data)
	if err != nil {
		return Node{}, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return read(d, "")
}

func read(d *json.Decoder, key string) (Node, error) {
	n := Node{Key: key}
	t, err := d.Token()
	if err != nil {
		return n, err
	}
	switch t := t.(type) {
	case json.Delim:
		n.List = t == '['
		for d.More() {
			name := ""
			if !n.List {
				word, err := d.Token()
				if err != nil {
					return n, err
				}
				name, _ = word.(string)
			}
			child, err := read(d, name)
			if err != nil {
				return n, err
			}
			n.Children = append(n.Children, child)
		}
		_, err = d.Token() // the closing bracket
		return n, err
	case string:
		n.Text = t
	case json.Number:
		n.Text = t.String()
	case bool:
		n.Bool, n.Text = true, "false"
		if t {
			n.Text = "true"
		}
	}
	return n, nil
}
