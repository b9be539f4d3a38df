package ui

// SeenProps is who sees a field, chosen beside it.
type SeenProps struct {
	Name    string // of the control
	Field   string // label of the field, for screen readers
	Value   string
	Error   string
	Options []Option
}

func (s SeenProps) field() FieldProps { return FieldProps{Name: s.Name, Error: s.Error} }

// SkillProps is a skill with the level that somebody gives themselves.
type SkillProps struct {
	Name, Label string
	Value       string
	Levels      []Option
}

// LookProps is how a person looks to somebody.
type LookProps struct {
	Name, Kana            string
	Affiliation, Headline string
	Image, Seed           string
	Facts                 []Fact
	Nothing               string // stands there when nothing is shown
}
