package profile

import (
	"context"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

const day = 24 * time.Hour

// Find is the person's own view. Without a live consent h, and while nothing
// was saved, it is an empty profile that nobody else sees.
func Find(ctx context.Context, q db.Q, org, person string) (Profile, error) {
	found, err := kept(ctx, q, org, []string{person})
	if err != nil {
		return Profile{}, err
	}
	p, ok := found[person]
	if !ok {
		p = Profile{OrgID: org, PersonID: person, Audiences: audiencesOf(nil)}
	}
	return p, nil
}

// ForStaff gives whole profiles to the organiser: those with a live consent h.
// Without one, a person is missing from the answer.
func ForStaff(ctx context.Context, q db.Q, org string, persons []string) (map[string]Profile, error) {
	return kept(ctx, q, org, persons)
}

// Visible gives what viewers of the audience may see of each of the persons; who
// shows nothing is missing. It is the one way in which a profile gets to anybody
// but the person and the organiser.
func Visible(ctx context.Context, q db.Q, org string, persons []string, to Audience) (map[string]View, error) {
	profiles, err := kept(ctx, q, org, persons)
	if err != nil {
		return nil, err
	}
	known, err := basics(ctx, q, org, profiles, to)
	if err != nil {
		return nil, err
	}
	views := make(map[string]View, len(profiles))
	for id, p := range profiles {
		if v, some := p.viewFor(to, known[id]); some {
			views[id] = v
		}
	}
	return views, nil
}

// kept reads the profiles of those with a live consent h, with the audiences
// that their consents e give.
func kept(ctx context.Context, q db.Q, org string, persons []string) (map[string]Profile, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	consenting, err := people.Consenting(ctx, q, org, people.ConsentFollowUp, "", persons)
	if err != nil || len(consenting) == 0 {
		return nil, err
	}
	ids := make([]string, 0, len(consenting))
	for _, id := range persons {
		if consenting[id] {
			ids = append(ids, id)
		}
	}
	found, err := load(ctx, q, org, ids)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	shown, err := people.LiveConsentsAmong(ctx, q, org, people.ConsentDirectory, ids)
	if err != nil {
		return nil, err
	}
	for id, p := range found {
		p.Audiences = audiencesOf(shown[id])
		found[id] = p
	}
	return found, nil
}

// basics reads the records of those who show something from it.
func basics(ctx context.Context, q db.Q, org string, profiles map[string]Profile, to Audience) (map[string]people.Person, error) {
	var ids []string
	for id, p := range profiles {
		for _, f := range []Field{Affiliation, Kana, Email, Phone} {
			if p.Audience(f).Sees(to) {
				ids = append(ids, id)
				break
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return people.FindMany(ctx, q, org, ids)
}

// viewFor leaves only what viewers of the audience may see. It tells whether
// anything was chosen for them.
func (p Profile) viewFor(to Audience, known people.Person) (v View, some bool) {
	v.OrgID, v.PersonID, v.UpdatedAt = p.OrgID, p.PersonID, p.UpdatedAt
	for _, f := range Fields {
		if !p.Audience(f).Sees(to) {
			continue
		}
		some = true
		v.take(f, p, known)
	}
	return v, some
}

func (v *View) take(f Field, p Profile, known people.Person) {
	switch f {
	case Photo:
		v.PhotoID = p.PhotoID
	case Headline:
		v.Headline = p.Headline
	case Affiliation:
		v.Affiliation = known.Affiliation
	case Email:
		v.Email = known.Email
	case Phone:
		v.Phone = known.Phone
	case Kana:
		v.Kana = known.Kana()
	case Skills:
		v.Skills = p.Skills
	case Words:
		v.Words = p.Words
	case Ties:
		v.Ties = p.Ties
	case Prefecture:
		v.Prefecture = p.Prefecture
	case Patterns:
		v.Patterns = p.Patterns
	case Horizon:
		v.Horizon = p.Horizon
	case Talk:
		v.Talk = p.Talk
	case Seek:
		v.Seek = p.Seek
	case Mentor:
		v.Mentor = p.Mentor
	case Links:
		v.Links = p.Links
	}
}
