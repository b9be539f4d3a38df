package account_test

import (
	"regexp"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/i18n"
)

func TestWhatIsNamedByDataHasAName(t *testing.T) {
	var keys []string
	for _, role := range account.Roles {
		keys = append(keys, role.Key())
	}
	for _, role := range account.MemberRoles {
		keys = append(keys, "account.role_about."+string(role))
	}
	for _, scope := range account.Scopes {
		keys = append(keys, "account.scope."+string(scope))
	}
	for _, kind := range []string{account.Edited, account.Deleted, account.Reordered, account.Inserted, account.Cut, account.Forged} {
		keys = append(keys, account.Problem{Kind: kind}.Key())
	}
	for _, lang := range i18n.Langs {
		for _, key := range keys {
			if !i18n.For(lang).Has(key) {
				t.Errorf("%s has no %s", lang, key)
			}
		}
	}
}

func TestEveryRecordedActionHasAName(t *testing.T) {
	each(t, func(w *world) {
		w.changeRights()
		rows, err := w.DB.Query(t.Context(), `SELECT DISTINCT action FROM audit_entry`)
		w.ok(err)
		defer rows.Close()
		for rows.Next() {
			var action string
			w.ok(rows.Scan(&action))
			if !i18n.For(i18n.Ja).Has("account.audit." + action) {
				t.Errorf("%s has no name", action)
			}
		}
		w.ok(rows.Err())
	})
}

func TestTheCodeIsMailedInTheReadersLanguage(t *testing.T) {
	each(t, func(w *world) {
		for lang, words := range map[i18n.Lang][]string{
			i18n.Ja: {"確認コード", "10:10まで", "10分間", "お心当たりがない場合"},
			i18n.En: {"Your code", "until 10:10 Japan time", "10 minutes", "If you did not ask"},
		} {
			w.ok(w.RequestCode(t.Context(), account.CodeRequest{Email: "a@example.jp", Browser: "b", Lang: lang}))
			w.work()
			mail := w.post.last()
			for _, word := range words {
				if !strings.Contains(mail.Subject+mail.Text, word) {
					t.Errorf("%s: %q is not in %s", lang, word, mail.Text)
				}
			}
			code := regexp.MustCompile(`\d{6}`)
			if code.FindString(mail.Subject) != code.FindString(mail.Text) || mail.HTML == "" || mail.ID == "" {
				t.Errorf("%s: mail %+v", lang, mail)
			}
		}
	})
}
