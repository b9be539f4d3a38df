package account

import (
	"context"
	"slices"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

const tokenNameMax = 60 // characters

// tokenMark makes a leaked token recognisable to people and to secret scanners.
const tokenMark = "koryu_"

// NewAPIToken is what an owner says about a token.
type NewAPIToken struct {
	Org    string
	Name   string // what uses it: "会場の受付端末"
	Scopes []Action
}

// CreateAPIToken makes a token and returns its text, which nobody can see
// again.
func (s *Service) CreateAPIToken(ctx context.Context, actor Actor, n NewAPIToken) (string, APIToken, error) {
	if err := actor.Require(n.Org, APITokenManage); err != nil {
		return "", APIToken{}, err
	}
	name := text.Clean(n.Name)
	var faults apperr.Fields
	if name == "" || text.Graphemes(name) > tokenNameMax {
		faults.Add("name", "account.token.name_invalid", "max", tokenNameMax)
	}
	if !scopesValid(n.Scopes) {
		faults.Add("scopes", "account.token.scopes_invalid")
	}
	if err := faults.Err(); err != nil {
		return "", APIToken{}, err
	}
	var secret string
	var token APIToken
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		secret = tokenMark + s.newSecret()
		token = APIToken{ID: tx.NewID(), OrgID: n.Org, Name: name, Scopes: n.Scopes,
			CreatedBy: actor.IdentityID, CreatedAt: tx.Now()}
		if err := putAPIToken(ctx, tx, token, s.mac("token", secret)); err != nil {
			return err
		}
		return Record(ctx, tx, Entry{Org: n.Org, Actor: actor, Action: "api_token.created",
			Object: "api_token", ObjectID: token.ID, Data: scopeList{n.Scopes}})
	})
	return secret, token, err
}

// ListAPITokens lists the tokens of an organisation, newest first, revoked
// ones too.
func (s *Service) ListAPITokens(ctx context.Context, actor Actor, org string) ([]APIToken, error) {
	if err := actor.Require(org, APITokenManage); err != nil {
		return nil, err
	}
	return listAPITokens(ctx, s.DB, org)
}

// RevokeAPIToken ends a token with its next request.
func (s *Service) RevokeAPIToken(ctx context.Context, actor Actor, org, token string) error {
	if err := actor.Require(org, APITokenManage); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		ended, err := revokeAPIToken(ctx, tx, org, token, tx.Now())
		if err != nil {
			return err
		}
		if !ended {
			return apperr.New(apperr.NotFound, "account.not_found")
		}
		return Record(ctx, tx, Entry{Org: org, Actor: actor, Action: "api_token.revoked",
			Object: "api_token", ObjectID: token})
	})
}

// FindAPIToken finds whom a bearer token acts for; it fails with category
// Unauthenticated for one that is unknown or revoked.
func (s *Service) FindAPIToken(ctx context.Context, secret string) (Actor, error) {
	refused := apperr.New(apperr.Unauthenticated, "account.token.unknown")
	if !strings.HasPrefix(secret, tokenMark) {
		return Actor{}, refused
	}
	token, found, err := findAPIToken(ctx, s.DB, s.mac("token", secret))
	if err != nil {
		return Actor{}, err
	}
	if !found {
		return Actor{}, refused
	}
	now := s.DB.Now()
	if now.Sub(token.LastUsedAt) >= seenEvery {
		// A failed write loses only the note of when the token was used.
		_ = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return markUsed(ctx, tx, token.OrgID, token.ID, tx.Now())
		})
	}
	return Actor{Kind: KindAPI, OrgID: token.OrgID, Name: token.Name, TokenID: token.ID, Scopes: token.Scopes}, nil
}

type scopeList struct {
	Scopes []Action `json:"scopes"`
}

func scopesValid(list []Action) bool {
	for _, scope := range list {
		if !slices.Contains(Scopes, scope) {
			return false
		}
	}
	return len(list) > 0
}
