package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/programme"
)

func TestAProgrammeWithGoalsIsMadeWithoutScripts(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		form := url.Values{"fy": {"令和６年度"}, "name": {"青森の交流"}, "state": {"active"}, "contract_start": {"令和6年5月1日"}, "contract_end": {"2025-03-14"}}
		page := h.owner.post(h.office("programme", "new"), form)
		if page.Code != http.StatusSeeOther {
			t.Fatalf("status %d", page.Code)
		}
		all, err := h.pages.Programmes.ListProgrammes(t.Context(), h.org.ID)
		h.must(err)
		if len(all) != 1 || all[0].FY != 2024 || all[0].ContractStart != "2024-05-01" {
			t.Fatalf("saved %+v", all)
		}
		says(t, h.owner.post(h.office("programme", "new"), form), 422, i18n.For(i18n.Ja).T("programme.error.name_taken"))
		form.Set("fy", "いつか")
		says(t, h.owner.post(h.office("programme", "new"), form), 422, "いつか")
		goals := h.office("programme", all[0].ID, "goals")
		rows := url.Values{"version": {"1"}, "goals.0.kind": {"applicants"}, "goals.0.label": {""}, "goals.0.target": {""},
			"goals.1.kind": {"attendees"}, "goals.1.label": {"来場"}, "goals.1.target": {"３００"}, "goals.1.unit": {"人"}}
		rows.Set("act", "more")
		says(t, h.owner.post(goals, rows), 200, "目標 5", "３００")
		rows.Del("act")
		rows.Set("goals.1.label", "")
		says(t, h.owner.post(goals, rows), 422, `#f-goals-1-label`)
		rows.Set("goals.1.label", "来場")
		ledTo(t, h.owner.post(goals, rows), h.office("programme"))
		says(t, h.owner.get(h.office()), 200, "目標 300人（0%）")
		says(t, h.owner.post(goals, rows), 409, "ほかの人が先に保存しました", "３００")
	})
}

func TestAnEditThatCameTooLateKeepsWhatWasTyped(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		venue, err := h.pages.Programmes.SaveVenue(t.Context(), programme.Venue{OrgID: h.org.ID, Name: "津軽ホール"})
		h.must(err)
		at := h.office("venues", venue.ID)
		ledTo(t, h.owner.post(at, url.Values{"version": {"1"}, "name": {"津軽大ホール"}}), h.office("venues"))
		says(t, h.owner.post(at, url.Values{"version": {"1"}, "name": {"津軽小ホール"}}), 409, "津軽大ホール", "津軽小ホール", `name="version" value="2"`)
		ledTo(t, h.owner.post(at, url.Values{"version": {"2"}, "name": {"津軽小ホール"}}), h.office("venues"))
		says(t, h.owner.get(h.office("audit")+"?area=venue"), 200, "会場を保存", "津軽小ホール")
		says(t, h.owner.post(h.office("organisation"), url.Values{"version": {"1"}, "name": {"会"}, "accent": {"#ffff00"}}), 422, "白い背景で読めません")
		ledTo(t, h.owner.post(h.office("organisation"), url.Values{"version": {"1"}, "name": {"会"}, "accent": {"#1f4e79"}}), h.office("organisation"))
		ledTo(t, h.owner.post(h.office("partners", "new"), url.Values{"name": {"協力の会"}, "kind": {"cooperator"}}), h.office("partners"))
	})
}

func TestAPersonsPageAndWhatStaffDoThere(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		reg := h.register(h.event, "髙橋", "taka@example.com")
		at := h.office("people", reg.PersonID)
		says(t, h.owner.get(at), 200, "髙橋 太郎", "参加のあゆみ", "申し込みました", "第1版")
		_, err := jobs.NewWorker(h.pages.DB, h.pages.People.Handlers(), jobs.Options{}).RunDue(t.Context())
		h.must(err)
		says(t, h.owner.get(h.office("people")+"?q="+url.QueryEscape("ﾔﾏﾀﾞ")), 200, "髙橋")
		says(t, h.owner.get(h.office("people")+"?q=zzzz"), 200, "合う人はいません")
		says(t, h.owner.post(at+"/notes", url.Values{"body": {" "}}), 422, "メモを入力してください")
		ledTo(t, h.owner.post(at+"/notes", url.Values{"body": {"電話で確認"}}), at)
		says(t, h.owner.get(at), 200, "電話で確認")
		live, err := h.pages.People.LiveConsents(t.Context(), h.org.ID, reg.PersonID)
		h.must(err)
		form := url.Values{"code": {string(live[0].Code)}, "scope": {live[0].Scope}}
		says(t, h.owner.post(at+"/consents/withdraw", form), 422, "撤回の理由")
		form.Set("reason", "電話でのご希望")
		ledTo(t, h.owner.post(at+"/consents/withdraw", form), at)
		says(t, h.owner.get(at), 200, "に撤回")
		says(t, h.owner.get(h.office("audit")+"?area=consent"), 200, "電話でのご希望")
		form = url.Values{"version": {"1"}, "family": {"髙橋"}, "given": {"太一"}, "email": {"taka@example.com"}, "lang": {"ja"}}
		ledTo(t, h.owner.post(at+"/edit", form), at)
		form.Set("given", "太二")
		says(t, h.owner.post(at+"/edit", form), 409, "太一", "太二")
		_, err = h.pages.People.Create(t.Context(), account.System(h.org.ID), h.org.ID, people.NewPerson{Family: "高橋", Given: "太一", Email: "taka@example.com"})
		h.must(err)
		says(t, h.owner.get(h.office("people", "duplicates")), 200, "メールアドレスが同じです", "見比べ方", "高橋", "髙橋")
		says(t, h.owner.get(h.office()), 200, "同じ人かもしれない組が1組")
	})
}

func TestHostileInputIsRefusedNotBroken(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		bad := []string{"", "'; DROP TABLE person; --", "\u202e<script>", strings.Repeat("あ", 3000), "99999999999999999999", "../..", "%"}
		gets := []string{"people", "people/x", "programme/x", "programme/x/goals", "venues/x", "partners/x", "members/x", "tokens/x/revoke", "jobs", "audit", "live"}
		posts := []string{"people/new", "people/x/notes", "people/x/consents/withdraw", "programme/new", "programme/x/goals", "venues/new", "partners/new",
			"organisation", "members/invite", "members/x", "tokens/new", "jobs/retry", "jobs/discard"}
		names := []string{"q", "after", "state", "area", "actor", "from", "object", "id", "event", "version", "fy", "name", "family", "lang", "kind", "role", "scopes",
			"email", "goals.0.label", "goals.0.target", "contract_start", "accent", "capacity", "ids", "all", "body", "code", "birth_year"}
		for _, value := range bad {
			form := url.Values{}
			for _, n := range names {
				form.Set(n, value)
			}
			for _, part := range gets {
				if code := h.owner.get(h.office() + "/" + part + "?" + form.Encode()).Code; code >= 500 {
					t.Errorf("GET %s with %.20q: %d", part, value, code)
				}
			}
			for _, part := range posts {
				if code := h.owner.post(h.office()+"/"+part, form).Code; code >= 500 {
					t.Errorf("POST %s with %.20q: %d", part, value, code)
				}
			}
		}
	})
}
