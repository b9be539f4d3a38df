package member

import (
	"net/http"

	"koryu/internal/card"
	"koryu/internal/people"
	"koryu/internal/web"
)

func (s Services) askUndo(w http.ResponseWriter, r *web.Request) error  { return s.ask(w, r, "undo") }
func (s Services) askBlock(w http.ResponseWriter, r *web.Request) error { return s.ask(w, r, "block") }

// ask asks before an exchange is ended.
func (s Services) ask(w http.ResponseWriter, r *web.Request, kind string) error {
	return s.withCopy(w, r, func(_ people.Person, m oneModel) error {
		if kind == "undo" && !m.Copy.Undoable {
			return web.Redirect(w, r, m.Path) // it says how things stand
		}
		return web.Render(w, r, http.StatusOK, endPage(s.myChrome(r), r, m, kind))
	})
}

func (s Services) undo(w http.ResponseWriter, r *web.Request) error {
	return s.withCopy(w, r, func(who people.Person, m oneModel) error {
		if err := s.Cards.Undo(r.Context(), r.Actor, r.Org.ID, who.ID, m.Copy.ID); err != nil {
			return err
		}
		r.Flash("member.met.undone")
		return web.Redirect(w, r, myPath(r, "met"))
	})
}

func (s Services) block(w http.ResponseWriter, r *web.Request) error {
	return s.withCopy(w, r, func(who people.Person, m oneModel) error {
		if err := s.Cards.Block(r.Context(), r.Actor, r.Org.ID, who.ID, m.Copy.ID); err != nil {
			return err
		}
		r.Flash("member.met.blocked")
		return web.Redirect(w, r, myPath(r, "met"))
	})
}

// blocks lists whom one does not want to meet again, each with a way back.
func (s Services) blocks(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		all, err := s.Cards.Blocks(r.Context(), r.Org.ID, who.ID)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, blocksPage(s.myChrome(r), r, all))
	})
}

func (s Services) unblock(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		if err := s.Cards.Unblock(r.Context(), r.Actor, r.Org.ID, who.ID, f.Text("block", 64)); err != nil {
			return err
		}
		r.Flash("member.met.unblocked")
		return web.Redirect(w, r, myPath(r, "blocks"))
	})
}

// introduceModel brings the person of the page together with another.
type introduceModel struct {
	oneModel
	Key    string
	Others []card.Copy
}

func (s Services) askIntroduce(w http.ResponseWriter, r *web.Request) error {
	return s.withCopy(w, r, func(who people.Person, m oneModel) error {
		m.Form = web.NewForm()
		return s.showIntroduce(w, r, who, introduceModel{oneModel: m, Key: r.NewKey()}, http.StatusOK)
	})
}

func (s Services) showIntroduce(w http.ResponseWriter, r *web.Request, who people.Person, m introduceModel, status int) error {
	page, err := s.Cards.Met(r.Context(), r.Org.ID, who.ID, card.MetFilter{Limit: 200})
	if err != nil {
		return err
	}
	for _, c := range page.Copies {
		if c.ID != m.Copy.ID && c.Confirmed && !c.Withdrawn {
			m.Others = append(m.Others, c)
		}
	}
	return web.Render(w, r, status, introducePage(s.myChrome(r), r, m))
}

func (s Services) introduce(w http.ResponseWriter, r *web.Request) error {
	return s.withCopy(w, r, func(who people.Person, m oneModel) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		key, err := f.Key()
		if err != nil {
			return err
		}
		f.Label("second", r.P.T("member.introduce.second")).Label("words", r.P.T("member.introduce.words"))
		req := card.IntroductionRequest{
			Org: r.Org.ID, By: who.ID, Key: key, First: m.Copy.ID, Second: f.Required("second", 64), Words: f.Required("words", 400),
		}
		if f.OK() {
			_, err := s.Cards.Introduce(r.Context(), r.Actor, req)
			if err == nil {
				r.Flash("member.introduce.sent")
				return web.Redirect(w, r, myPath(r, "introductions"))
			}
			if !f.Take(err) {
				return err
			}
		}
		m.Form = f
		return s.showIntroduce(w, r, who, introduceModel{oneModel: m, Key: key}, http.StatusUnprocessableEntity)
	})
}

// introductions are those one is asked about, and those one made.
func (s Services) introductions(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		all, err := s.Cards.Introductions(r.Context(), r.Org.ID, who.ID)
		if err != nil {
			return err
		}
		var m introductionsModel
		for _, i := range all {
			switch {
			case i.Mine:
				m.Made = append(m.Made, i)
			case waits(i):
				m.Asked = append(m.Asked, i)
			default:
				m.Answered = append(m.Answered, i)
			}
		}
		return web.Render(w, r, http.StatusOK, introductionsPage(s.myChrome(r), r, m))
	})
}

// introductionsModel keeps apart what waits for an answer.
type introductionsModel struct {
	Asked, Answered, Made []card.Introduction
}

func waits(i card.Introduction) bool { return !i.Mine && !i.Answered && i.State == card.Open }

// asked counts the introductions that wait for the person's answer.
func (s Services) asked(r *web.Request, who people.Person) (n int, err error) {
	all, err := s.Cards.Introductions(r.Context(), r.Org.ID, who.ID)
	for _, i := range all {
		if waits(i) {
			n++
		}
	}
	return n, err
}

func (s Services) answer(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		yes := f.Value("answer") == "yes"
		done, err := s.Cards.AnswerIntroduction(r.Context(), r.Actor, r.Org.ID, who.ID, f.Text("introduction", 64), yes)
		if err != nil {
			return err
		}
		switch {
		case !yes:
			r.Flash("member.introduce.declined")
		case done.ExchangeID != "":
			r.Flash("member.introduce.agreed_both")
			return web.Redirect(w, r, myPath(r, "met", done.ExchangeID))
		default:
			r.Flash("member.introduce.agreed")
		}
		return web.Redirect(w, r, myPath(r, "introductions"))
	})
}
