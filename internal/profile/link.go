package profile

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"koryu/internal/kit/apperr"
)

// Kinds of link.
const (
	LinkX        = "x"
	LinkFacebook = "facebook"
	LinkLinkedIn = "linkedin"
	LinkGitHub   = "github"
	LinkNote     = "note"
	LinkSite     = "site"
)

// LinkKinds lists the kinds in the order of the page.
var LinkKinds = []string{LinkX, LinkFacebook, LinkLinkedIn, LinkGitHub, LinkNote, LinkSite}

// hosts are where pages of a network may live. A subdomain is meant where the
// network gives them out.
var hosts = map[string][]string{
	LinkX:        {"x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"},
	LinkFacebook: {"facebook.com", "www.facebook.com", "m.facebook.com", "fb.com"},
	LinkLinkedIn: {"linkedin.com", "www.linkedin.com", "jp.linkedin.com"},
	LinkGitHub:   {"github.com", "www.github.com"},
	LinkNote:     {"note.com", "www.note.com"},
}

// Link is an address of the person elsewhere: https, and on the host of the
// network that Kind names.
type Link struct {
	Kind string `json:"kind"`
	URL  string `json:"url"`
}

const maxURL = 300

// wrong is the catalogue key with which the address is refused, or "". Hosts
// are compared letter by letter, so that what looks like a network in other
// letters is not taken for it; a site of one's own is typed in ASCII letters,
// in which such a name shows itself (xn--…).
func (l Link) wrong() string {
	if len(l.URL) > maxURL || strings.ContainsFunc(l.URL, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' }) {
		return "profile.error.link"
	}
	u, err := url.Parse(l.URL)
	if err != nil || u.Opaque != "" || u.User != nil || u.Host == "" {
		return "profile.error.link"
	}
	if u.Scheme != "https" {
		return "profile.error.link_https"
	}
	host := strings.ToLower(u.Host) // with a port it is in no list
	if l.Kind == LinkSite {
		return wrongSite(host)
	}
	if !slices.Contains(hosts[l.Kind], host) {
		return "profile.error.link_host"
	}
	return ""
}

func wrongSite(host string) string {
	for _, r := range host {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' {
			return "profile.error.link_name"
		}
	}
	_, err := netip.ParseAddr(host)
	labels := strings.Split(host, ".")
	if err == nil || len(labels) < 2 || slices.Contains(labels, "") || imitates(host) {
		return "profile.error.link_name"
	}
	return ""
}

// imitates tells whether a site of one's own has a name in letters other than
// ASCII, which may be made to look like another name.
func imitates(host string) bool {
	return strings.HasPrefix(host, "xn--") || strings.Contains(host, ".xn--")
}

func (p Profile) checkLinks(bad *apperr.Fields) {
	var seen []string
	for _, l := range p.Links {
		if !slices.Contains(LinkKinds, l.Kind) || slices.Contains(seen, l.Kind) {
			bad.Add(string(Links), "profile.error.choice")
			return
		}
		seen = append(seen, l.Kind)
		if key := l.wrong(); key != "" {
			bad.Add("link_"+l.Kind, key)
		}
	}
}

// Link is the address of one kind, "" when the person gives none.
func (p Profile) Link(kind string) string {
	if i := slices.IndexFunc(p.Links, func(l Link) bool { return l.Kind == kind }); i >= 0 {
		return p.Links[i].URL
	}
	return ""
}
