package account_test

import (
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
)

// golden says for each action who may: one letter a role, in the order of
// account.Roles: (o)wner o(r)ganiser (a)ccountant o(f)ficer (h)ost (c)ompany
// (d)oor (p)articipant and (-) for anonymous.
const letters = "orafhcdp-"

var golden = map[account.Action]string{
	account.PublicView:    "orafhcdp-",
	account.EventRegister: "orafhcdp-",
	account.TicketView:    "orafhcdp-",
	account.TicketChange:  "orafhcdp-",
	account.TicketCancel:  "orafhcdp-",
	account.CardView:      "orafhcdp-",
	account.CardExchange:  "orafhcdp-",
	account.Unsubscribe:   "orafhcdp-",
	account.SignIn:        "orafhcdp-",
	account.DoorOpen:      "orafhcdp-",
	account.SetUp:         "orafhcdp-",
	account.MailboxView:   "orafhcdp-",
	account.ClockMove:     "orafhcdp-",
	account.GalleryView:   "orafhcdp-",

	account.SignOut:   "orafhcdp",
	account.OwnView:   "orafhcp",
	account.OwnChange: "orafhcp",

	account.DashboardView:  "ora",
	account.EventView:      "ora",
	account.EventEdit:      "or",
	account.EventPublish:   "or",
	account.AttendeeView:   "ora",
	account.AttendeeChange: "or",
	account.AttendeeExport: "or",
	account.CheckinView:    "ord",
	account.CheckinDo:      "ord",
	account.CheckinUndo:    "ord",
	account.DoorLinkManage: "or",
	account.PersonView:     "ora",
	account.PersonEdit:     "or",
	account.PersonExport:   "or",
	account.PersonMerge:    "or",
	account.PersonErase:    "o",
	account.TieView:        "ora",
	account.MessageView:    "ora",
	account.MessageSend:    "or",
	account.PaperPrint:     "or",
	account.ProgrammeEdit:  "or",
	account.FiguresView:    "oraf",
	account.MemberView:     "or",
	account.MemberManage:   "o",
	account.APITokenManage: "o",
	account.JobsView:       "or",
	account.JobsRetry:      "or",
	account.AuditView:      "or",

	account.EventsRead:         "",
	account.RegistrationsRead:  "",
	account.RegistrationsWrite: "",
	account.CheckinsWrite:      "",
}

func TestSec02MatrixOfRolesAndActions(t *testing.T) {
	for _, action := range account.Actions() {
		may, known := golden[action]
		if !known {
			t.Errorf("%s is not in the golden table", action)
		}
		for i, role := range account.Roles {
			if got, want := account.Can(role, action), strings.Contains(may, letters[i:i+1]); got != want {
				t.Errorf("%q %s: got %v, want %v", role, action, got, want)
			}
		}
	}
	if len(golden) != len(account.Actions()) {
		t.Errorf("the golden table has %d actions, the policy %d", len(golden), len(account.Actions()))
	}
}

func TestWhatIsNotInThePolicyIsRefused(t *testing.T) {
	for _, role := range account.Roles {
		if account.Can(role, "event.explode") {
			t.Errorf("%q may do what nobody declared", role)
		}
	}
	if account.Can("superuser", account.PublicView) {
		t.Error("a role that does not exist has rights")
	}
}

func TestActors(t *testing.T) {
	door := account.Actor{Kind: account.KindDoor, OrgID: "a", Role: account.Door, EventID: "e1"}
	reader := account.Actor{Kind: account.KindAPI, OrgID: "a", Role: account.Owner, Scopes: []account.Action{account.EventsRead}}
	owner := account.Actor{Kind: account.KindPerson, OrgID: "a", Role: account.Owner}
	for name, c := range map[string]struct{ got, want bool }{
		"a door helper works at the event of the link":     {door.AtEvent("e1"), true},
		"a door helper is nobody at another event":         {door.AtEvent("e2"), false},
		"an owner works at every event":                    {owner.AtEvent("e2"), true},
		"a token does what its scopes say":                 {reader.Can(account.EventsRead), true},
		"a token does nothing beyond its scopes":           {reader.Can(account.CheckinsWrite), false},
		"a token has no rights from a role":                {reader.Can(account.EventEdit), false},
		"an owner has no scope":                            {owner.Can(account.EventsRead), false},
		"the system does what its job was made for":        {account.System("a").Can(account.AttendeeChange), true},
		"a visitor sees public pages":                      {account.Nobody("a").Can(account.PublicView), true},
		"a visitor does not see own pages":                 {account.Nobody("a").Can(account.OwnView), false},
		"the zero actor has no more rights than a visitor": {account.Actor{}.Can(account.OwnView), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v", name, c.got)
		}
	}
}

func TestAnotherOrganisationDoesNotExist(t *testing.T) {
	owner := account.Actor{Kind: account.KindPerson, OrgID: "a", Role: account.Owner}
	for name, c := range map[string]struct {
		err  error
		want apperr.Category
	}{
		"another organisation is not found":        {owner.Require("b", account.EventEdit), apperr.NotFound},
		"a missing right is forbidden":             {account.Actor{OrgID: "a", Role: account.Officer}.Require("a", account.EventEdit), apperr.Forbidden},
		"the system stays in its organisation too": {account.System("a").Require("b", account.EventEdit), apperr.NotFound},
	} {
		if got := apperr.CategoryOf(c.err); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
	if err := owner.Require("a", account.EventEdit); err != nil {
		t.Error(err)
	}
}
