package ui

import (
	"time"

	"github.com/a-h/templ"
)

// ButtonProps is an act (button) or, with Href, a way there (link).
type ButtonProps struct {
	Label       string
	Href        string
	Name, Value string
	Look        Look
	Icon        string
	Plain       bool   // type=button: only for scripts
	Form        string // id of a form elsewhere on the page
	Action      string // formaction
	Hint        string // read after the label by screen readers ("山田さんを")
	Wide        bool
	Small       bool // 40px, only in dense desktop grids
	Attrs       templ.Attributes
}

// Look is the weight of a button; one Primary a view.
type Look string

const (
	Primary   Look = ""
	Secondary Look = "secondary"
	Ghost     Look = "ghost"
	Danger    Look = "danger"
	Apple     Look = "apple" // the one thing on a public page
)

// FormProps is a form that the server validates.
type FormProps struct {
	Action   string
	Get      bool
	Multi    bool   // multipart
	Autosave string // URL that takes the whole form as POST and answers 204
	ID       string
	Key      string // idempotency key, posted as "key"
	Hidden   map[string]string
	Attrs    templ.Attributes
}

// FieldProps is one question: label, why, control, error (in this order).
type FieldProps struct {
	Name, Label  string
	Support      string // why we ask, or how to write it
	Error        string
	Value        string
	Values       []string // Checkboxes
	Type         string   // text (default) email tel url number date time datetime-local search file
	Required     bool
	Optional     bool // prints ※任意
	Length       int  // expected answer in 全角: 2 4 8 12 20 40; 0 = full width
	Rows         int  // Textarea
	Unit         string
	Autocomplete string
	InputMode    string
	MaxLength    int
	Min, Max     string
	Lang         string // of the answer, if it differs from the page
	HideLabel    bool   // kept for screen readers
	List         []string
	Attrs        templ.Attributes
}

// Option is a choice.
type Option struct {
	Value, Label, Support string
}

// BannerProps is a message that stays.
type BannerProps struct {
	Tone    Tone
	Title   string
	Text    string
	Buttons []ButtonProps
}

// CardProps is a quiet group with a heading.
type CardProps struct {
	Title, Href, Meta string
	Level             int // 2 (default) or 3
	Tone              Tone
}

// DateProps is the large date of an event.
type DateProps struct {
	Start, End time.Time
	Large      bool
	Quiet      bool // over or cancelled
}

// SeatProps is how full a slot or event is. Capacity 0 = no limit.
type SeatProps struct {
	Label                    string
	Capacity, Taken, Waiting int
	Closed                   bool      // applications are over
	NotYet                   time.Time // opens then
	Compact                  bool
}

// EventCardProps is an event in a list.
type EventCardProps struct {
	Href, Title, Summary string
	Start, End           time.Time
	Place, Area          string
	Online               bool
	Seats                *SeatProps
	Status               *StatusProps
	Image, ImageAlt      string
	Seed                 string // band when there is no picture
	Past                 bool
	Lead                 bool         // the next event, large
	Came                 int          // past: people who came
	Button               *ButtonProps // the act of the lead card
}

// StatusProps is a state as icon + word.
type StatusProps struct {
	Tone  Tone
	Label string
}

// Step is one named part of a longer way.
type Step struct {
	Label, Href string
	State       Tone // Done, Now, Plain
}

// Column of a data grid.
type Column struct {
	Label   string
	Sort    string // URL that sorts by it; empty: not sortable
	Sorted  string // ascending, descending or empty
	Numeric bool
	Lead    bool // the cell that names the row
	Hidden  bool // label only for screen readers (actions)
}

// Row of a data grid.
type Row struct {
	ID, Name string // Name: what the checkbox says
	Cells    []templ.Component
	Quiet    bool
}

// GridProps is a list of things with the same columns.
type GridProps struct {
	Caption string
	Columns []Column
	Rows    []Row
	Totals  []string // one per column, empty strings allowed
	Form    string   // id of the bulk form; rows get checkboxes named "id"
	Checked bool     // all rows of the page ticked
	Empty   templ.Component
}

// BulkProps is the bar under a grid with selection.
type BulkProps struct {
	Form    string // id, same as GridProps.Form
	Action  string
	Count   int // rows on this page
	Total   int // rows that match the filter
	Hidden  map[string]string
	Buttons []ButtonProps
}

// Chip is a filter in the URL.
type Chip struct {
	Label, Href string
	On          bool
	Count       int // −1: no figure
}

// PageProps is where in a long list this page stands.
type PageProps struct {
	First, Prev, Next string // URLs
	Label             string // when a page has two lists
	From, To, Total   int
}

// EmptyProps is what stands where nothing is.
type EmptyProps struct {
	Kind   EmptyKind
	Title  string
	Text   string
	Seed   string
	Button *ButtonProps
	Link   *LinkProps
}

// EmptyKind: the four kinds look different.
type EmptyKind string

const (
	Nothing   EmptyKind = "nothing"
	NoMatch   EmptyKind = "nomatch"
	Forbidden EmptyKind = "forbidden"
	Failed    EmptyKind = "failed"
)

// AvatarProps is a picture of a person or the first grapheme of the family name.
type AvatarProps struct {
	Name, Image string
	Large       bool
}

// QRProps is a code with words for those who cannot scan it.
type QRProps struct {
	Text, Alt, Caption, Code string
}

// TicketProps is what is shown at the door.
type TicketProps struct {
	Event, Name, Kana string
	Start, End        time.Time
	Place, Slot       string
	QR                QRProps
	Status            StatusProps
	Seed              string
}

// ConfirmProps is a question before an act that cannot be undone.
type ConfirmProps struct {
	Title, Text string
	Points      []string // what will happen
	Action      string   // POST
	Hidden      map[string]string
	Button      string      // names act and amount
	Look        Look        // Danger or Primary
	Cancel      string      // label; default 戻る
	Back        string      // URL to return to
	Ask         *FieldProps // a reason
}

// TabProps is one of several views of an object.
type TabProps struct {
	Label, Href string
	On          bool
	Count       int // −1: no figure
}

// Moment is one entry of a time line.
type Moment struct {
	When  string // finished words
	ISO   string
	Title string
	Text  string
	Who   string
	Href  string
	Tone  Tone
	Icon  string
	Undo  *UndoProps
}

// AgendaItem is one point of a programme of the day.
type AgendaItem struct {
	Time, Title, Text, Who string
	Now                    bool
}

// StatProps is a figure that opens its rows.
type StatProps struct {
	Label, Value, Unit, Note, Href string
	Tone                           Tone
	Target                         int // with Amount: draws the way to the goal
	Amount                         int
}

// Fact is one line of a description list; Value wins over Text.
type Fact struct {
	Term, Text, Href string
	Icon             string
	Value            templ.Component
	Change           *LinkProps // 変更 on a check page
}

// PersonProps is a person in a few lines.
type PersonProps struct {
	Name, Kana, Role, Text, Image, Href string
}

// TodoProps is one thing that waits for the reader.
type TodoProps struct {
	Title, Text, Href, Due string
	Tone                   Tone
	Count                  int // how many wait; drawn where the title does not say it
}

// HeadProps is the head of a page; children are its actions.
type HeadProps struct {
	Title, Lead, Eyebrow string
	Seed                 string // draws the band of the object above the title
	Back                 *LinkProps
	Status               *StatusProps
}

// Point is one value of a chart.
type Point struct {
	Label string
	Value int
	Note  string // drawn beside the point
}

// ChartProps is a picture of figures with a table beside it.
type ChartProps struct {
	Title, Unit       string
	Points            []Point
	Compare           []Point // last event or last year, same steps
	Name, CompareName string
	Target            int
	TargetName        string
	Source            string // source and date
	XLabel            string
	Now               int // index of today; −1: none
}

// FunnelStep is one step of Funnel.
type FunnelStep struct {
	Label, Href string
	Value       int
}

// YearProps is April to March as one line.
type YearProps struct {
	FY    int
	Now   time.Time
	Marks []YearMark
}

// YearMark is a thing on the line; with End it is a span.
type YearMark struct {
	At, End     time.Time
	Label, Href string
	Tone        Tone // Done = over, Now = next, Plain = ahead, Quiet = draft or cancelled
}

// VoiceProps is what a participant said.
type VoiceProps struct{ Text, Name, About string }

// LiveProps refreshes parts of a page: events carry JSON, elements with
// data-live="key" take the value; without events the page is polled.
type LiveProps struct{ Stream, Poll string }
