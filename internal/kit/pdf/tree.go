package pdf

import (
	"fmt"
	"strings"
)

// element is a part of the document as a screen reader meets it: a heading, a
// paragraph, a table and its cells, a picture with its words.
type element struct {
	tag, alt string
	parent   *element
	kids     []kid
	object   int
}

// kid is an element below, or marked content of a page.
type kid struct {
	element *element
	page    *Page
	number  int
}

// Tag opens an element (H1, P, Table, TR, TH, TD, L, LI, Sect …) for what draw
// draws, on any page.
func (d *Document) Tag(tag string, draw func()) { d.within(&element{tag: tag}, draw) }

func (d *Document) within(e *element, draw func()) {
	before := d.now
	if e.parent = before; before == nil {
		e.parent = d.tree
	}
	e.parent.kids = append(e.parent.kids, kid{element: e})
	d.now = e
	draw()
	d.now = before
}

// Figure is a picture for which alt speaks.
func (p *Page) Figure(alt string, draw func()) {
	p.doc.within(&element{tag: "Figure", alt: alt}, func() {
		p.mark(func() {
			p.open = true
			draw()
			p.open = false
		})
	})
}

// mark writes what draw draws as content of the open element.
func (p *Page) mark(draw func()) {
	e := p.doc.now
	switch {
	case p.open:
		draw()
		return
	case e == nil:
		p.ops.WriteString("/Artifact BMC ")
	default:
		n := len(p.marks)
		p.marks = append(p.marks, e)
		e.kids = append(e.kids, kid{page: p, number: n})
		fmt.Fprintf(&p.ops, "/%s <</MCID %d>> BDC ", e.tag, n)
	}
	draw()
	p.ops.WriteString("EMC\n")
}

// writeTree writes the structure and, for each page, whose its contents are.
func (d *Document) writeTree(f *file) int {
	root := f.reserve()
	d.tree.write(f, root)
	var parents strings.Builder
	for i, p := range d.pages {
		refs := ""
		for _, e := range p.marks {
			refs += fmt.Sprintf("%d 0 R ", e.object)
		}
		fmt.Fprintf(&parents, "%d [%s] ", i, refs)
	}
	f.write(root, "<< /Type /StructTreeRoot /K %d 0 R /ParentTree << /Nums [%s] >> /ParentTreeNextKey %d >>", d.tree.object, parents.String(), len(d.pages))
	return root
}

func (e *element) write(f *file, parent int) {
	e.object = f.reserve()
	var kids strings.Builder
	for _, k := range e.kids {
		if k.element != nil {
			k.element.write(f, e.object)
			fmt.Fprintf(&kids, "%d 0 R ", k.element.object)
		} else {
			fmt.Fprintf(&kids, "<< /Type /MCR /Pg %d 0 R /MCID %d >> ", k.page.object, k.number)
		}
	}
	alt := ""
	if e.alt != "" {
		alt = " /Alt " + textString(e.alt)
	}
	f.write(e.object, "<< /Type /StructElem /S /%s /P %d 0 R%s /K [%s] >>", e.tag, parent, alt, kids.String())
}
