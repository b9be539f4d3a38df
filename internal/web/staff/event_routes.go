package staff

import (
	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/web"
)

// eventRoutes are the pages of events: the list, one event, its editor, its
// publication and its door.
func (p *Pages) eventRoutes() []web.Route {
	const ev = "/events/{event}"
	live := get(ev+"/live", account.EventView, p.eventLive)
	live.Stream = true
	image := post(ev+"/image", account.EventEdit, p.eventImage)
	image.MaxBody = web.UploadBody
	routes := []web.Route{
		get("/events", account.EventView, p.eventList),
		get("/events/new", account.EventEdit, p.askEvent),
		post("/events", account.EventEdit, p.createEvent),
		get(ev, account.EventView, p.eventPage),
		live,
		get(ev+"/live.json", account.EventView, p.eventFigures),
		post(ev+"/duplicate", account.EventEdit, p.duplicateEvent),

		get(ev+"/edit", account.EventEdit, p.askEdit),
		large(post(ev+"/edit", account.EventEdit, p.editEvent)),
		large(post(ev+"/autosave", account.EventEdit, p.autosaveEvent)),
		get(ev+"/image", account.EventEdit, p.askImage),
		image,
		post(ev+"/image/remove", account.EventEdit, p.removeImage),

		get(ev+"/publish", account.EventPublish, p.askPublish),
		post(ev+"/publish", account.EventPublish, p.publishEvent),
		get(ev+"/unpublish", account.EventPublish, p.askUnpublish),
		post(ev+"/unpublish", account.EventPublish, p.unpublishEvent),
		get(ev+"/cancel", account.EventPublish, p.askCancelEvent),
		post(ev+"/cancel", account.EventPublish, p.cancelEvent),

		get(ev+"/doors", account.DoorLinkManage, p.doorLinks),
		post(ev+"/doors", account.DoorLinkManage, p.createDoorLink),
		post(ev+"/doors/{link}/revoke", account.DoorLinkManage, p.revokeDoorLink),
		post(ev+"/devices/{device}/revoke", account.DoorLinkManage, p.revokeDevice),
		get(ev+"/scans", account.AttendeeView, p.scanLog),
		post(ev+"/scans/{scan}/undo", account.CheckinUndo, p.undoScan),
	}
	for _, part := range eventParts {
		routes = append(routes,
			get(ev+"/"+part.name, account.EventEdit, p.askPart(part)),
			large(post(ev+"/"+part.name, account.EventEdit, p.savePart(part))))
	}
	return routes
}

// large lets a form carry long texts.
func large(r web.Route) web.Route {
	r.MaxBody = 1 << 20
	return r
}

// eventOf is the event of the address, of this organisation.
func (p *Pages) eventOf(r *web.Request) (event.Event, error) {
	return p.Events.FindBySlug(r.Context(), r.Org.ID, r.Path("event"))
}

// eventPath is an address below an event.
func eventPath(r *web.Request, e event.Event, parts ...string) string {
	return path(r, append([]string{"events", e.Slug}, parts...)...)
}
