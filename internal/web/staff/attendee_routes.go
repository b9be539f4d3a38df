package staff

import (
	"koryu/internal/account"
	"koryu/internal/web"
)

// attendeeRoutes are the pages of who comes to an event: the list, what is done
// to many of them, their files on paper and in spreadsheets, and one of them.
func (p *Pages) attendeeRoutes() []web.Route {
	const list = "/events/{event}/attendees"
	const one = list + "/{registration}"
	change := func(path string, h web.Handler) web.Route { return large(post(path, account.AttendeeChange, h)) }
	export := large(post(list+"/export", account.AttendeeExport, p.export))
	export.Stream = true
	routes := []web.Route{
		get(list, account.AttendeeView, p.attendeeList),
		change(list+"/bulk", p.bulk),
		change(list+"/bulk/undo", p.undoBulk),
		large(post(list+"/addresses", account.AttendeeExport, p.addresses)),
		get(list+"/export", account.AttendeeExport, p.askExport),
		export,
		get(list+"/paper", account.AttendeeView, p.paperList),
		get(list+"/new", account.AttendeeChange, p.askEnter),
		change(list+"/new", p.enter),

		get(one, account.AttendeeView, p.attendeePage),
		post(one+"/reissue", account.AttendeeChange, p.reissue),
		post(one+"/check-in", account.CheckinDo, p.checkIn),
		post(one+"/check-in/undo", account.CheckinUndo, p.undoCheckIn),
	}
	for _, act := range attendeeActs {
		routes = append(routes,
			get(one+"/"+string(act.name), account.AttendeeChange, p.askAct(act)),
			change(one+"/"+string(act.name), p.doAct(act)))
	}
	return routes
}
