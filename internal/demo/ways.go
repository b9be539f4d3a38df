package demo

import (
	"context"
	"slices"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

// doorsteps are whom a sign-in link makes one for each role, and where it leads.
var doorsteps = []struct {
	role account.Role
	key  string
	next string
}{
	{account.Owner, ownerKey, "/staff"},
	{account.Organiser, organiserKey, "/staff"},
	{account.Accountant, accountantKey, "/staff"},
	{account.Officer, "P116", "/figures"},
	{account.Host, "P114", "/partner"},
	{account.Company, "P090", "/partner"},
	{account.Participant, guestKey, ""},
}

// manifest names the ways into the finished year.
func (y *year) manifest(ctx context.Context) (Manifest, error) {
	m := Manifest{BaseURL: y.Base, SignIn: map[string]string{}, Objects: map[string]string{}}
	org := y.Base + "/o/" + orgSlug
	for _, d := range doorsteps {
		var token string
		err := y.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			p := y.cast[d.key]
			token, err = y.Accounts.SignInLink(ctx, tx, p.email, p.fullName())
			return err
		})
		if err != nil {
			return m, err
		}
		next := "/me"
		if d.next != "" {
			next = "/o/" + orgSlug + d.next
		}
		m.SignIn[string(d.role)] = y.Base + "/demo/sign-in/" + token + "?next=" + next
	}
	m.SignIn[string(account.Door)] = y.Base + "/door/" + y.ids["door:E5"]

	m.Objects["home"] = org
	m.Objects["mailbox"] = y.Base + "/mailbox"
	m.Objects["door:E5"] = m.SignIn[string(account.Door)]
	for _, p := range programmes {
		m.Objects["programme:"+p.key] = org + "/staff/programme/" + y.ids[p.key]
	}
	for _, p := range slices.Concat(plansArchive, plans2024) {
		m.Objects["event:"+p.key] = org + "/events/" + p.slug
		m.Objects["attendees:"+p.key] = org + "/staff/events/" + p.slug + "/attendees"
	}
	for _, key := range y.everybody() {
		m.Objects["person:"+key] = org + "/staff/people/" + y.ids[key]
	}
	for _, key := range []string{guestKey, "P071"} {
		own, err := y.Cards.Own(ctx, y.org.ID, y.ids[key])
		if err != nil {
			return m, err
		}
		m.Objects["card:"+key] = y.Cards.URL(own)
	}
	for _, p := range plans2024 {
		if p.starts.Before(Start) {
			continue
		}
		for _, key := range p.everyone() {
			m.Objects["registration:"+p.key+"/"+key] = y.Events.ManageURL(y.regs[p.key+"/"+key])
		}
	}
	return m, nil
}
