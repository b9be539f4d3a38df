package staff

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/privacy"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) certificateList(w http.ResponseWriter, r *web.Request) error {
	f, err := p.privacyFrame(r, "certificates", "staff.privacy.lead.certificates")
	if err != nil {
		return err
	}
	list, err := p.Privacy.Certificates(r.Context(), r.Org.ID, listedMost)
	if err != nil {
		return err
	}
	f.Grid = ui.GridProps{
		Caption: r.P.T("staff.privacy.tab.certificates"),
		Columns: []ui.Column{{Label: r.P.T("staff.privacy.number"), Lead: true}, {Label: r.P.T("staff.privacy.why")}, {Label: r.P.T("staff.privacy.done_at")}, {Label: r.P.T("staff.privacy.rows"), Numeric: true}},
		Empty:   ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.privacy.none.certificates"), Text: r.P.T("staff.privacy.none_certificates_text")}),
	}
	for _, c := range list {
		rows := 0
		for _, l := range c.Text.Deleted {
			rows += l.Rows
		}
		f.Grid.Rows = append(f.Grid.Rows, ui.Row{ID: c.ID, Cells: []templ.Component{
			ui.To(path(r, "privacy", "certificates", c.ID), certificateNumber(r, c), ""), ui.Text(r.P.T("staff.privacy.why." + string(c.Text.Kind))),
			ui.Text(requestMoment(r, c.MadeAt)), ui.Text(r.P.Number(rows)),
		}})
	}
	return web.Render(w, r, http.StatusOK, privacyListPage(p.chrome(r), f))
}

// certificateModel is one certificate, on the screen and on paper.
type certificateModel struct {
	Head          ui.HeadProps
	Facts         []ui.Fact
	Deleted, Kept ui.GridProps
	Print         string
	Forged        bool
}

func (p *Pages) certificateModel(r *web.Request) (certificateModel, error) {
	c, err := p.Privacy.FindCertificate(r.Context(), r.Org.ID, r.Path("certificate"))
	if err != nil {
		return certificateModel{}, err
	}
	m := certificateModel{
		Head: ui.HeadProps{Title: certificateNumber(r, c), Lead: r.P.T("staff.privacy.certificate_lead." + string(c.Text.Kind)),
			Back: &ui.LinkProps{Label: r.P.T("staff.privacy.tab.certificates"), Href: path(r, "privacy", "certificates")}},
		Deleted: certificateGrid(r, r.P.T("privacy.certificate.deleted"), c.Text.Deleted, false),
		Kept:    certificateGrid(r, r.P.T("privacy.certificate.kept"), c.Text.Kept, true),
		Print:   path(r, "privacy", "certificates", c.ID, "print"), Forged: !c.Genuine(),
	}
	fact := func(name, text string) {
		m.Facts = append(m.Facts, ui.Fact{Term: r.P.T("staff.privacy.fact." + name), Text: text})
	}
	fact("organisation", r.Org.NameIn(r.Lang))
	if c.Text.Kind == privacy.OfRetention {
		name := c.Text.Subject
		if e, err := p.Events.Find(r.Context(), r.Org.ID, c.Text.Subject); err == nil {
			name = e.TitleIn(r.Lang)
		}
		fact("event", name)
	} else {
		fact("subject", c.Text.Subject)
		fact("channel", r.P.T("people.channel."+c.Text.Channel))
		fact("asked", r.P.DateYear(*c.Text.AskedAt)+" "+r.P.Time(*c.Text.AskedAt))
		fact("confirmed", r.P.DateYear(*c.Text.ConfirmedAt)+" "+r.P.Time(*c.Text.ConfirmedAt)+" "+p.memberWord(r, c.Text.ConfirmedBy))
	}
	fact("done_at", requestMoment(r, c.MadeAt))
	if c.Text.Kind == privacy.OfErasure {
		sent := r.P.T("staff.privacy.not_sent")
		if !c.SentAt.IsZero() {
			sent = requestMoment(r, c.SentAt)
		}
		fact("sent", sent)
	}
	fact("hash", c.Hash)
	return m, nil
}

func certificateGrid(r *web.Request, caption string, lines []privacy.Line, why bool) ui.GridProps {
	g := ui.GridProps{Caption: caption, Columns: []ui.Column{
		{Label: r.P.T("staff.privacy.table"), Lead: true}, {Label: r.P.T("staff.privacy.rows"), Numeric: true},
	}, Empty: ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("privacy.value.nothing")})}
	if why {
		g.Columns = append(g.Columns, ui.Column{Label: r.P.T("staff.privacy.reason")})
	}
	for _, l := range lines {
		row := ui.Row{ID: l.Table, Cells: []templ.Component{ui.Lines(privacy.TableName(r.P, l.Table), l.Table), ui.Text(r.P.Number(l.Rows))}}
		if why {
			row.Cells = append(row.Cells, ui.Text(r.P.T(l.Reason)))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (p *Pages) certificate(w http.ResponseWriter, r *web.Request) error {
	m, err := p.certificateModel(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, certificatePage(p.chrome(r), r, m))
}

func (p *Pages) printCertificate(w http.ResponseWriter, r *web.Request) error {
	m, err := p.certificateModel(r)
	if err != nil {
		return err
	}
	m.Head.Back = nil
	return web.Render(w, r, http.StatusOK, certificatePaper(p.chrome(r), r, m))
}
