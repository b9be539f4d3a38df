package wareki_test

import (
	"fmt"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/wareki"
)

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, s, clock.JST)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDatesAndFiscalYearsAtTheirEdges(t *testing.T) {
	for _, c := range []struct{ day, date, fiscal string }{
		{"2024-03-31", "令和6年3月31日", "令和5年度"},
		{"2024-04-01", "令和6年4月1日", "令和6年度"},
		{"2024-11-02", "令和6年11月2日", "令和6年度"},
		{"2025-01-24", "令和7年1月24日", "令和6年度"},
		{"2019-04-30", "平成31年4月30日", "令和元年度"},
		{"2019-05-01", "令和元年5月1日", "令和元年度"},
		{"2019-12-31", "令和元年12月31日", "令和元年度"},
		{"2020-01-01", "令和2年1月1日", "令和元年度"},
		{"2019-03-31", "平成31年3月31日", "平成30年度"},
		{"1989-01-07", "昭和64年1月7日", "昭和63年度"},
		{"1989-01-08", "平成元年1月8日", "昭和63年度"},
		{"1989-04-01", "平成元年4月1日", "平成元年度"},
		{"1926-12-24", "大正15年12月24日", "昭和元年度"},
		{"1926-12-25", "昭和元年12月25日", "昭和元年度"},
		{"1912-07-29", "1912年7月29日", "大正元年度"},
		{"1900-01-01", "1900年1月1日", "1899年度"},
	} {
		d := day(t, c.day)
		if got := wareki.Date(d); got != c.date {
			t.Errorf("%s is written %s, want %s", c.day, got, c.date)
		}
		if got := wareki.FiscalYearName(wareki.FiscalYear(d)); got != c.fiscal {
			t.Errorf("%s lies in %s, want %s", c.day, got, c.fiscal)
		}
	}
}

func TestTheDayBeginsInTokyo(t *testing.T) {
	utc := time.Date(2024, 3, 31, 15, 0, 0, 0, time.UTC)
	if got := wareki.Date(utc); got != "令和6年4月1日" {
		t.Errorf("midnight in Tokyo is %s", got)
	}
	if got := wareki.FiscalYear(utc.Add(-time.Second)); got != 2023 {
		t.Errorf("a second before lies in %d", got)
	}
}

func TestParseDay(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-11-22":         "2026-11-22",
		"2026/11/22":         "2026-11-22",
		"2026.11.22":         "2026-11-22",
		"20261122":           "2026-11-22",
		"2026-1-2":           "2026-01-02",
		"２０２６／１１／２２":         "2026-11-22",
		"2026年11月22日":        "2026-11-22",
		"2026年11月22日(日)":     "2026-11-22",
		"2024年12月13日（金曜日）":   "2024-12-13",
		" 2026 年 11 月 22 日　": "2026-11-22",
		"R8.11.22":           "2026-11-22",
		"r8/11/22":           "2026-11-22",
		"Ｒ８．１１．２２":           "2026-11-22",
		"令和8年11月22日":         "2026-11-22",
		"令8.11.22":           "2026-11-22",
		"㋿8年11月22日":          "2026-11-22",
		"令和元年5月1日":           "2019-05-01",
		"R1.5.1":             "2019-05-01",
		"㍻31年4月30日":          "2019-04-30",
		"H31.4.30":           "2019-04-30",
		"平成31年12月1日":         "2019-12-01",
		"平成元年1月8日":           "1989-01-08",
		"S64.1.7":            "1989-01-07",
		"昭和60年2月28日":         "1985-02-28",
		"T15.12.24":          "1926-12-24",
		"2024-02-29":         "2024-02-29",

		"":              "",
		"令和元年4月30日":     "", // still 平成
		"平成元年1月7日":      "",
		"令和0年5月1日":      "",
		"元年5月1日":        "",
		"8-11-22":       "", // which era?
		"24/11/22":      "",
		"2023-02-29":    "",
		"2026-13-01":    "",
		"2026-00-10":    "",
		"2026-11-31":    "",
		"0000-01-01":    "",
		"2026-11":       "",
		"2026-11-22-1":  "",
		"11/22/2026":    "",
		"明治45年7月1日":     "",
		"2026〜11〜22":    "",
		"2026-11-22T10": "",
		"R99999.1.1":    "",
		"２０２６年１１月２２日（雪）": "",
	} {
		y, m, d, ok := wareki.ParseDay(typed)
		got := ""
		if ok {
			got = fmt.Sprintf("%04d-%02d-%02d", y, m, d)
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func TestEveryHyphenSeparatesADate(t *testing.T) {
	for _, h := range "\u002d\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\uff70\uff0d\ufe63\ufe58" {
		s := fmt.Sprintf("2026%c11%c22", h, h)
		if y, m, d, ok := wareki.ParseDay(s); !ok || y != 2026 || m != 11 || d != 22 {
			t.Errorf("U+%04X: %d %d %d %v", h, y, m, d, ok)
		}
	}
	if _, m, _, ok := wareki.ParseDay("2026-1\u00ad1-22"); !ok || m != 11 {
		t.Error("a soft hyphen is nothing")
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for d := day(t, "1912-07-30"); d.Year() < 2040; d = d.AddDate(0, 0, 13) {
		y, m, dd, ok := wareki.ParseDay(wareki.Date(d))
		if wy, wm, wd := d.Date(); !ok || y != wy || m != int(wm) || dd != wd {
			t.Fatalf("%s: %d-%d-%d %v", wareki.Date(d), y, m, dd, ok)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"", "2026-11-22", "R8.11.22", "㋿元年5月1日", "平成31年12月1日", "20261122", "月月月"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		y, m, d, ok := wareki.ParseDay(s)
		if ok != (y > 0 && m > 0 && d > 0) {
			t.Errorf("%q: %d %d %d %v", s, y, m, d, ok)
		}
	})
}
