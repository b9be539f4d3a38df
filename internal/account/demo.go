package account

import (
	"context"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

// SignInLink makes the token of a link that signs in as the address in one
// step, any number of times. It exists for demonstrations only: without Demo
// neither making nor opening one works.
func (s *Service) SignInLink(ctx context.Context, tx *db.Tx, email, name string) (string, error) {
	if !s.Demo {
		return "", apperr.New(apperr.Forbidden, "account.forbidden")
	}
	email, err := address(email)
	if err != nil {
		return "", err
	}
	who, err := s.ensureIdentity(ctx, tx, email, name)
	if err != nil {
		return "", err
	}
	return s.Keys.Token("demo.sign_in", who.ID, 1), nil
}

// OpenSignInLink signs the browser in with the token of SignInLink.
func (s *Service) OpenSignInLink(ctx context.Context, token, agent, old string) (SignedIn, error) {
	notFound := apperr.New(apperr.NotFound, "account.not_found")
	if !s.Demo {
		return SignedIn{}, notFound
	}
	identity, _, ok := s.Keys.ParseToken("demo.sign_in", token)
	if !ok {
		return SignedIn{}, notFound
	}
	var in SignedIn
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		who, found, err := findIdentity(ctx, tx, identity)
		if err != nil {
			return err
		}
		if !found {
			return notFound
		}
		in, err = s.openSession(ctx, tx, who, agent, old)
		return err
	})
	return in, err
}
