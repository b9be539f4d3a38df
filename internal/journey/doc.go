// Package journey walks through the sample year in a real browser, against the real program: what a visitor, a helper
// at the door and an organiser do on one evening, and a look at every page for what shuts people out.
//
// It holds tests only and owns no tables. The tests need Chromium, the bundled assets and axe-core; they are skipped
// where one is missing, and fail instead with KORYU_REQUIRE_ALL=1.
package journey
