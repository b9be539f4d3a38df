package account

import "strings"

// agentName makes "Safari / iPhone" of a User-Agent header, so that people
// recognise their browsers in the list of sessions. The header itself is not
// kept: it tells too much and can be of any length.
func agentName(header string) string {
	browser := firstOf(header, "Line/ LINE", "EdgA/ Edge", "Edg/ Edge", "OPR/ Opera", "FxiOS/ Firefox", "Firefox/ Firefox",
		"CriOS/ Chrome", "Chrome/ Chrome", "Safari/ Safari")
	system := firstOf(header, "iPhone iPhone", "iPad iPad", "Android Android", "Windows Windows", "Macintosh Mac",
		"CrOS ChromeOS", "Linux Linux")
	switch {
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return browser + " / " + system
}

// firstOf finds the first mark that occurs in the header; pairs are "mark name".
func firstOf(header string, pairs ...string) string {
	for _, pair := range pairs {
		mark, name, _ := strings.Cut(pair, " ")
		if strings.Contains(header, mark) {
			return name
		}
	}
	return ""
}
