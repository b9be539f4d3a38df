package event

import "context"

// Figures are the counts of one programme that a report gives away: of published
// events, participants only. A person counts once for each event, whatever was
// cancelled and asked for again; who came without applying is no applicant.
type Figures struct {
	ByEvent    map[string]EventFigures
	Applicants int // different people over all events
	Attendees  int // different people over all events
}

// EventFigures are the counts of one event.
type EventFigures struct{ Applicants, Attendees int }

// Figures counts a programme's applicants and attendees, apart.
func (s *Service) Figures(ctx context.Context, org, programmeID string) (Figures, error) {
	f := Figures{ByEvent: map[string]EventFigures{}}
	if err := countByEvent(ctx, s.db, org, programmeID, f.ByEvent); err != nil {
		return Figures{}, err
	}
	var err error
	f.Applicants, f.Attendees, err = countPeople(ctx, s.db, org, programmeID)
	return f, err
}
