package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"unicode/utf16"
)

// mmPerPoint is one point in millimetres.
const mmPerPoint = 25.4 / 72

// Meta is what a file says of itself. Lang is a language tag; Created is
// YYYYMMDDHHMMSS in Japan, empty for none.
type Meta struct{ Title, Author, Subject, Lang, Created string }

// Document is a file being drawn.
type Document struct {
	meta    Meta
	face    *Face
	pages   []*Page
	stamps  []*Page // drawings that are placed many times
	subsets []*subset
	tree    *element
	now     *element // what is drawn belongs to it; nil: decoration
}

// New begins a document whose text is set in face.
func New(meta Meta, face *Face) *Document {
	d := &Document{meta: meta, face: face, tree: &element{tag: "Document"}}
	for _, f := range face.fonts {
		d.subsets = append(d.subsets, newSubset(f))
	}
	return d
}

// Face is the document's chain of fonts, for measuring.
func (d *Document) Face() *Face { return d.face }

// Pages is how many pages there are.
func (d *Document) Pages() int { return len(d.pages) }

// Page adds a page of w by h millimetres.
func (d *Document) Page(w, h float64) *Page {
	p := &Page{doc: d, width: w, height: h}
	d.pages = append(d.pages, p)
	return p
}

// file collects objects and remembers where they stand.
type file struct {
	out     bytes.Buffer
	offsets []int
}

// reserve gives a number for an object that is written later.
func (f *file) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

func (f *file) write(n int, format string, values ...any) {
	f.offsets[n-1] = f.out.Len()
	fmt.Fprintf(&f.out, "%d 0 obj\n", n)
	fmt.Fprintf(&f.out, format, values...)
	f.out.WriteString("\nendobj\n")
}

func (f *file) add(format string, values ...any) int {
	n := f.reserve()
	f.write(n, format, values...)
	return n
}

// stream writes a compressed stream; dict is the rest of its dictionary.
func (f *file) stream(dict string, body []byte) int {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(body) // a buffer has no way to fail
	_ = z.Close()
	n := f.reserve()
	f.offsets[n-1] = f.out.Len()
	fmt.Fprintf(&f.out, "%d 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n", n, dict, packed.Len())
	f.out.Write(packed.Bytes())
	f.out.WriteString("\nendstream\nendobj\n")
	return n
}

// WriteTo writes the file. The same drawing gives the same bytes.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	f := &file{}
	f.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	catalogue, pages, resources := f.reserve(), f.reserve(), f.reserve()
	kids := ""
	for i, p := range d.pages {
		p.object = f.reserve()
		content := f.stream("", p.ops.Bytes())
		f.write(p.object, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents %d 0 R /StructParents %d /Tabs /S >>",
			pages, num(p.width/mmPerPoint), num(p.height/mmPerPoint), resources, content, i)
		kids += fmt.Sprintf("%d 0 R ", p.object)
	}
	f.write(pages, "<< /Type /Pages /Count %d /Kids [%s] >>", len(d.pages), kids)
	f.write(resources, "<< /Font << %s>> /XObject << %s>> >>", d.writeFonts(f), d.writeStamps(f, resources))
	tree := d.writeTree(f)
	info := f.add("<< /Title %s /Author %s /Subject %s /Creator (Koryu) /Producer (Koryu)%s >>",
		textString(d.meta.Title), textString(d.meta.Author), textString(d.meta.Subject), created(d.meta.Created))
	f.write(catalogue, "<< /Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /MarkInfo << /Marked true >> /Lang %s /ViewerPreferences << /DisplayDocTitle true /PrintScaling /None >> >>",
		pages, tree, textString(d.meta.Lang))
	start := f.out.Len()
	fmt.Fprintf(&f.out, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, at := range f.offsets {
		fmt.Fprintf(&f.out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&f.out, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, catalogue, info, start)
	n, err := w.Write(f.out.Bytes())
	return int64(n), err
}

func created(at string) string {
	if at == "" {
		return ""
	}
	return fmt.Sprintf(" /CreationDate (D:%s+09'00')", at)
}

// writeStamps writes the drawings that pages place by name.
func (d *Document) writeStamps(f *file, resources int) string {
	list := ""
	for i, s := range d.stamps {
		n := f.stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %s %s] /Resources %d 0 R",
			num(s.width/mmPerPoint), num(s.height/mmPerPoint), resources), s.ops.Bytes())
		list += fmt.Sprintf("/S%d %d 0 R ", i, n)
	}
	return list
}

// writeFonts embeds what was used of each font.
func (d *Document) writeFonts(f *file) string {
	list := ""
	for i, s := range d.subsets {
		if len(s.glyphs) == 1 {
			continue
		}
		name := fmt.Sprintf("%c%c%c%c%c%c+%s", 'K', 'O', 'R', 'Y', 'U', 'A'+i, s.font.name)
		program := f.stream("", s.file())
		descriptor := f.add("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>",
			name, s.font.thousandth(int(s.font.bounds[0])), s.font.thousandth(int(s.font.bounds[1])), s.font.thousandth(int(s.font.bounds[2])), s.font.thousandth(int(s.font.bounds[3])),
			s.font.thousandth(s.font.ascent), s.font.thousandth(s.font.descent), s.font.thousandth(s.font.ascent), program)
		widths := ""
		for _, glyph := range s.glyphs {
			widths += num(s.font.advance(glyph)) + " "
		}
		cid := f.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 1000 /W [0 [%s]] >>",
			name, descriptor, widths)
		unicode := f.stream("", s.toUnicode())
		n := f.add("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, cid, unicode)
		list += fmt.Sprintf("/F%d %d 0 R ", i, n)
	}
	return list
}

// toUnicode tells which character each glyph is, beyond U+FFFF as a pair.
func (s *subset) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Koryu-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(s.runes); from += 100 {
		to := min(from+100, len(s.runes))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for n := from; n < to; n++ {
			fmt.Fprintf(&b, "<%04X> <", n)
			for _, unit := range utf16.Encode(s.runes[n : n+1]) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// textString writes text as PDF wants it outside of pages.
func textString(s string) string {
	out := "<FEFF"
	for _, unit := range utf16.Encode([]rune(s)) {
		out += fmt.Sprintf("%04X", unit)
	}
	return out + ">"
}
