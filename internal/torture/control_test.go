package torture

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Each planted bug must be found by the test that it was planted for. A control
// that passes proves that the test proves nothing.
func TestPlantedBugsAreFound(t *testing.T) {
	if os.Getenv("KORYU_PLANT") != "" {
		t.Skip("this is a control itself")
	}
	for _, control := range []struct{ bug, tag, test, part, says string }{
		{"the counters are read before the transaction", "plant_read", "TestTheLastSeatHasOneWinner/PostgreSQL", "0.01", "winners"},
		{"the counters are read before the transaction", "plant_read", "TestCountersEqualRowsUnderAnyMixOfActs/PostgreSQL", "0.01", ""},
		{"the answer goes out before the commit", "plant_ack", "TestAKilledServerLosesNothingItAnswered", "0.1", "are lost"},
	} {
		t.Run(control.tag+" "+control.test, func(t *testing.T) {
			if strings.HasSuffix(control.test, "PostgreSQL") && os.Getenv("TEST_POSTGRES_URL") == "" && os.Getenv("KORYU_REQUIRE_ALL") == "" {
				t.Skip("TEST_POSTGRES_URL is not set")
			}
			run := exec.Command("go", "test", "-count=1", "-tags", control.tag, "-run", "^"+strings.ReplaceAll(control.test, "/", "$/^")+"$", ".")
			run.Env = append(os.Environ(), "KORYU_PLANT="+control.tag, "KORYU_TORTURE="+control.part)
			out, err := run.CombinedOutput()
			if err == nil {
				t.Fatalf("%s, and nothing was found:\n%s", control.bug, out)
			}
			if !strings.Contains(string(out), "--- FAIL") || !strings.Contains(string(out), control.says) {
				t.Fatalf("the control failed for another reason:\n%s", out)
			}
		})
	}
}
