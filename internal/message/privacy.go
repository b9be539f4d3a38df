package message

import (
	"context"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// exported is one message that a person got, as the export shows it.
type exported struct {
	Kind    Kind      `json:"kind"`
	Subject string    `json:"subject"`
	Body    string    `json:"body"`
	Address string    `json:"address"`
	State   string    `json:"state"`
	Reason  Reason    `json:"reason,omitempty"`
	Code    string    `json:"code,omitempty"`
	At      time.Time `json:"at"`
}

type exportedBounce struct {
	Address string    `json:"address"`
	Source  Source    `json:"source"`
	Code    string    `json:"code"`
	Times   int       `json:"times"`
	LastAt  time.Time `json:"last_at"`
	Cleared bool      `json:"cleared"`
}

// Export gives what was written to a person, and which of their addresses were
// called dead.
func Export(ctx context.Context, q db.Q, org, person string) (any, error) {
	list, err := deliveriesOf(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	out := struct {
		Messages []exported       `json:"messages"`
		Bounces  []exportedBounce `json:"bounces"`
	}{Messages: []exported{}, Bounces: []exportedBounce{}}
	for _, d := range list {
		m, err := findMessage(ctx, q, org, d.MessageID)
		if err != nil {
			return nil, err
		}
		at := d.EndedAt
		if at == 0 {
			at = d.QueuedAt
		}
		out.Messages = append(out.Messages, exported{Kind: m.Kind, Subject: m.Subject, Body: m.Body, Address: d.Address,
			State: string(d.State), Reason: d.Reason, Code: d.Code, At: at.Time()})
	}
	keys, err := addressesOf(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		b, found, err := findBounce(ctx, q, org, key)
		if err != nil {
			return nil, err
		}
		if found {
			out.Bounces = append(out.Bounces, exportedBounce{b.Address, b.Source, b.Code, b.Times, b.LastAt.Time(), b.ClearedAt != 0})
		}
	}
	return out, nil
}

// Erase forgets the addresses of a person. That a copy existed stays, for the
// figures of the message; what still waits is not sent.
func Erase(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error) {
	keys, err := addressesOf(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	bounces, err := deleteBounces(ctx, tx, org, person, keys)
	if err != nil {
		return nil, err
	}
	kept, err := emptyDeliveries(ctx, tx, org, person)
	if err != nil {
		return nil, err
	}
	var erased []people.Erased
	if bounces > 0 {
		erased = append(erased, people.Erased{Table: "bounce", Rows: bounces})
	}
	if kept > 0 {
		erased = append(erased, people.Erased{Table: "message_delivery", Rows: kept, Kept: "privacy.kept.figures"})
	}
	return erased, nil
}

// Repoint gives the copies of one person to another, when both turn out to be
// one. Where both have a copy of a message, each stays where it is: two mails
// were sent.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	return repointDeliveries(ctx, tx, org, from, to)
}

// Holdings are the tables of this package in which a person stands, for the
// image of a merge.
func Holdings() []db.Holding {
	return []db.Holding{{Table: "message_delivery", Key: []string{"id"}, Columns: []string{"person_id"}}}
}
