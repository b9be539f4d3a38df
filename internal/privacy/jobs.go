package privacy

import (
	"time"

	"koryu/internal/kit/jobs"
)

// Kinds of job.
const (
	jobAsked    = "privacy.asked"       // a mail: your request came
	jobAnswered = "privacy.answered"    // a mail: what became of it
	jobErase    = "privacy.erase"       // the erasure itself
	jobLast     = "privacy.certificate" // the last mail
	jobRetain   = "privacy.retention"   // each day: what is old goes
)

// about is the payload of a job about a request.
type about struct {
	Request string `json:"request"`
}

// Handlers are the jobs of this package.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		jobAsked: s.sendAsked, jobAnswered: s.sendAnswered, jobErase: s.runErase, jobLast: s.sendLast, jobRetain: s.runRetain,
	}
}

// Periodics says what happens each day.
func (s *Service) Periodics() []jobs.Periodic {
	return []jobs.Periodic{{Kind: jobRetain, Every: 24 * time.Hour}}
}
