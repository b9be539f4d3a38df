package account

// Action is one thing that a route lets somebody do.
type Action string

// What anybody may do. The holder of a ticket link proves the right to it by
// the link itself.
const (
	PublicView    Action = "public.view"
	EventRegister Action = "event.register"
	TicketView    Action = "ticket.view"
	TicketChange  Action = "ticket.change"
	TicketCancel  Action = "ticket.cancel"
	CardView      Action = "card.view"
	CardExchange  Action = "card.exchange"
	Unsubscribe   Action = "message.unsubscribe"
	SignIn        Action = "session.sign_in"
	DoorOpen      Action = "door.open"
	SetUp         Action = "setup.run"
)

// What exists in demonstrations and development only; the routes are absent
// otherwise, so the table lets everybody in.
const (
	MailboxView Action = "mailbox.view"
	ClockMove   Action = "clock.move"
	GalleryView Action = "gallery.view"
)

// What a signed-in person does with their own things.
const (
	SignOut   Action = "session.sign_out"
	OwnView   Action = "own.view"
	OwnChange Action = "own.change"
)

// What staff do. CheckinView is the short list a door helper works with: no
// e-mail, no answers.
const (
	DashboardView  Action = "dashboard.view"
	EventView      Action = "event.view"
	EventEdit      Action = "event.edit"
	EventPublish   Action = "event.publish"
	AttendeeView   Action = "attendee.view"
	AttendeeChange Action = "attendee.change"
	AttendeeExport Action = "attendee.export"
	CheckinView    Action = "checkin.view"
	CheckinDo      Action = "checkin.do"
	CheckinUndo    Action = "checkin.undo"
	DoorLinkManage Action = "door.link"
	PersonView     Action = "person.view"
	PersonEdit     Action = "person.edit"
	PersonExport   Action = "person.export"
	PersonMerge    Action = "person.merge"
	PersonErase    Action = "person.erase"
	TieView        Action = "tie.view"
	MessageView    Action = "message.view"
	MessageSend    Action = "message.send"
	PaperPrint     Action = "paper.print"
	ProgrammeEdit  Action = "programme.edit"
	FiguresView    Action = "figures.view"
	MemberView     Action = "member.view"
	MemberManage   Action = "member.manage"
	APITokenManage Action = "apitoken.manage"
	JobsView       Action = "jobs.view"
	JobsRetry      Action = "jobs.retry"
	AuditView      Action = "audit.view"
)

// Scopes of API tokens. No role holds them: an API route is entered with a
// token or not at all.
const (
	EventsRead         Action = "events:read"
	RegistrationsRead  Action = "registrations:read"
	RegistrationsWrite Action = "registrations:write"
	CheckinsWrite      Action = "checkins:write"
)

// Scopes lists what an API token may be given, in the order of its form.
var Scopes = []Action{EventsRead, RegistrationsRead, RegistrationsWrite, CheckinsWrite}

// Can reports whether the role may do the action in its own organisation. It
// is the whole policy: what is not in the table is refused.
func Can(r Role, a Action) bool { return policy[a].has(r) }

// Actions lists every action of the policy and every scope, for the test that
// walks routes and roles.
func Actions() []Action {
	all := append([]Action(nil), Scopes...)
	for a := range policy {
		all = append(all, a)
	}
	return all
}

type roles map[Role]bool

func (rs roles) has(r Role) bool { return rs[r] }

func only(list ...Role) roles {
	rs := make(roles, len(list))
	for _, r := range list {
		rs[r] = true
	}
	return rs
}

var (
	everybody = only(Roles...)
	signedIn  = only(Owner, Organiser, Accountant, Officer, Host, Company, Participant)
	owners    = only(Owner)
	editors   = only(Owner, Organiser)
	readers   = only(Owner, Organiser, Accountant)
	figures   = only(Owner, Organiser, Accountant, Officer)
	atDoor    = only(Owner, Organiser, Door)
)

var policy = map[Action]roles{
	PublicView:    everybody,
	EventRegister: everybody,
	TicketView:    everybody,
	TicketChange:  everybody,
	TicketCancel:  everybody,
	CardView:      everybody,
	CardExchange:  everybody,
	Unsubscribe:   everybody,
	SignIn:        everybody,
	DoorOpen:      everybody,
	SetUp:         everybody,

	MailboxView: everybody,
	ClockMove:   everybody,
	GalleryView: everybody,

	SignOut:   only(Owner, Organiser, Accountant, Officer, Host, Company, Participant, Door),
	OwnView:   signedIn,
	OwnChange: signedIn,

	DashboardView:  readers,
	EventView:      readers,
	EventEdit:      editors,
	EventPublish:   editors,
	AttendeeView:   readers,
	AttendeeChange: editors,
	AttendeeExport: editors,
	CheckinView:    atDoor,
	CheckinDo:      atDoor,
	CheckinUndo:    atDoor,
	DoorLinkManage: editors,
	PersonView:     readers,
	PersonEdit:     editors,
	PersonExport:   editors,
	PersonMerge:    editors,
	PersonErase:    owners,
	TieView:        readers,
	MessageView:    readers,
	MessageSend:    editors,
	PaperPrint:     editors,
	ProgrammeEdit:  editors,
	FiguresView:    figures,
	MemberView:     editors,
	MemberManage:   owners,
	APITokenManage: owners,
	JobsView:       editors,
	JobsRetry:      editors,
	AuditView:      editors,
}
