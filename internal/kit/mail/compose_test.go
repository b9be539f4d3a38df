package mail_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
)

var content = mail.Content{
	Org:     "あおもり交流",
	Heading: "お申し込みを受け付けました",
	Paras:   []string{"見本 りんご 様", "当日は受付でQRコードをお見せください。\nお待ちしています。"},
	Facts:   [][2]string{{"日時", "12月13日(金) 18:30–20:30"}, {"場所", "八戸市\n十三日町1"}},
	Picture: mail.Picture{CID: "ticket", Alt: "受付用のQRコード", Width: 240},
	Buttons: []mail.Button{{Label: "参加券を開く", URL: "https://koryu.example.jp/t/abc"}, {Label: "取り消す", URL: "https://koryu.example.jp/t/abc#cancel"}},
	Foot:    []string{"このメールは、お申し込みいただいた方にお送りしています。"},
}

func TestTheTextStandsForItself(t *testing.T) {
	text, _ := mail.Compose(i18n.For(i18n.Ja), content)
	want := `あおもり交流

お申し込みを受け付けました

見本 りんご 様

当日は受付でQRコードをお見せください。
お待ちしています。

・日時: 12月13日(金) 18:30–20:30
・場所: 八戸市
  十三日町1

▶ 参加券を開く
https://koryu.example.jp/t/abc

▶ 取り消す
https://koryu.example.jp/t/abc#cancel

----------------
このメールは、お申し込みいただいた方にお送りしています。
`
	if text != want {
		t.Errorf("got\n%s", text)
	}
}

func TestTheHTMLCanBeReadByEveryone(t *testing.T) {
	for _, l := range i18n.Langs {
		_, page := mail.Compose(i18n.For(l), content)
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			count[n.Data]++
			at := map[string]string{}
			for _, a := range n.Attr {
				at[a.Key] = a.Val
			}
			switch n.Data {
			case "html":
				if at["lang"] != string(l) {
					t.Errorf("lang is %q", at["lang"])
				}
			case "img":
				if at["src"] != "cid:ticket" || at["alt"] != content.Picture.Alt || at["width"] != "240" {
					t.Errorf("picture %v", at)
				}
			case "th":
				if at["scope"] != "row" {
					t.Error("a fact's name heads no row")
				}
			}
		}
		for tag, want := range map[string]int{"h1": 1, "a": 2, "th": 2, "td": 2, "img": 1, "script": 0, "style": 0, "link": 0, "title": 1} {
			if count[tag] != want {
				t.Errorf("%s: %d × %s, want %d", l, count[tag], tag, want)
			}
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Error("a value was filtered")
		}
		if remote := regexp.MustCompile(`(src|background)="?http|url\(`).FindString(page); remote != "" {
			t.Errorf("something is loaded from afar: %s", remote)
		}
	}
}

func TestWhatPeopleTypedDoesNothingInTheHTML(t *testing.T) {
	const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>"'`
	_, page := mail.Compose(i18n.For(i18n.En), mail.Content{Org: evil, Heading: evil, Paras: []string{evil}, Facts: [][2]string{{evil, evil}},
		Picture: mail.Picture{CID: "x", Alt: evil}, Buttons: []mail.Button{{Label: evil, URL: "javascript:alert(1)"}, {Label: "b", URL: `https://a/"onclick="x`}}, Foot: []string{evil}})
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if n.Data == "script" || n.Data == "img" && attribute(n, "src") != "cid:x" {
			t.Errorf("<%s> came through", n.Data)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestAShortMailIsShort(t *testing.T) {
	text, page := mail.Compose(i18n.For(i18n.Ja), mail.Content{Heading: "確認コード 123456"})
	if text != "確認コード 123456\n" {
		t.Errorf("%q", text)
	}
	for _, tag := range []string{"<table", "<a ", "<img", "<p "} {
		if strings.Contains(page, tag) {
			t.Errorf("an empty %s", tag)
		}
	}
}
