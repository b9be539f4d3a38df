package demo

import "slices"

// Sight is something in the year that is worth a look; Key is one of demo.json's.
type Sight struct{ Key, Title string }

// Sights are the events, newest first, and some of the people.
func Sights() []Sight {
	sights := []Sight{{"home", orgName}}
	for _, p := range slices.Backward(slices.Concat(plansArchive, plans2024)) {
		sights = append(sights, Sight{"event:" + p.key, p.title})
	}
	all := cast()
	for _, key := range []string{guestKey, "P020", "P003", "P006", "P017"} {
		sights = append(sights, Sight{"person:" + key, all[number(key)-1].fullName()})
	}
	return sights
}
