package staff

import (
	"koryu/internal/account"
	"koryu/internal/message"
	"koryu/internal/web"
)

func (p *Pages) messageRoutes() []web.Route {
	const one = "/messages/{message}"
	stream := get(one+"/live/stream", account.MessageView, p.messageStream)
	stream.Stream = true
	return []web.Route{
		get("/messages", account.MessageView, p.messageList),
		get("/messages/new", account.MessageSend, p.askMessage),
		post("/messages/new", account.MessageSend, p.newMessage),
		get("/messages/bounces", account.MessageView, p.bounceList),
		post("/messages/bounces/clear", account.MessageSend, p.clearBounce),
		get(one, account.MessageView, p.message),
		get(one+"/live", account.MessageView, p.messagePoll),
		stream,
		get(one+"/edit", account.MessageSend, p.editMessage),
		post(one+"/edit", account.MessageSend, p.saveMessage),
		post(one+"/autosave", account.MessageSend, p.autosaveMessage),
		get(one+"/recipients", account.MessageSend, p.askRecipients),
		post(one+"/recipients", account.MessageSend, p.saveRecipients),
		get(one+"/preview", account.MessageSend, p.previewMessage),
		post(one+"/test", account.MessageSend, p.testMessage),
		get(one+"/send", account.MessageSend, p.askSend),
		post(one+"/send", account.MessageSend, p.sendMessage),
		post(one+"/stop", account.MessageSend, p.stopMessage),
		post(one+"/retry", account.MessageSend, p.retryMessage),
		post(one+"/duplicate", account.MessageSend, p.duplicateMessage),
		get(one+"/remove", account.MessageSend, p.askRemoveMessage),
		post(one+"/remove", account.MessageSend, p.removeMessage),
	}
}

// messageOf finds the message of the address.
func (p *Pages) messageOf(r *web.Request) (message.Message, error) {
	return p.Messages.Find(r.Context(), r.Org.ID, r.Path("message"))
}

func messagePath(r *web.Request, m message.Message, parts ...string) string {
	return path(r, append([]string{"messages", m.ID}, parts...)...)
}

// messageTitles name messages as their readers see them, drafts without a
// subject too.
func (p *Pages) messageTitles(r *web.Request, list ...message.Message) (map[string]string, error) {
	titles, err := p.Messages.Subjects(r.Context(), r.Org.ID, r.Lang, list)
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if titles[m.ID] == "" {
			titles[m.ID] = r.P.T("staff.message.untitled")
		}
	}
	return titles, nil
}

func (p *Pages) messageTitle(r *web.Request, m message.Message) (string, error) {
	titles, err := p.messageTitles(r, m)
	return titles[m.ID], err
}
