package account

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/id"
	"koryu/internal/kit/text"
)

const (
	codeLife  = 10 * time.Minute
	codeTries = 5 // also a CHECK of the table

	codesPerAddress = 5  // an hour
	codesPerNetwork = 60 // an hour; a hall of guests shares one address
	triesPerNetwork = 60 // in ten minutes
)

// NewBrowser makes the random value that the web keeps in a cookie of the
// browser which asks for a code.
func (s *Service) NewBrowser() string {
	return base64.RawURLEncoding.EncodeToString(s.DB.IDs().Token(16))
}

// RequestCode mails a code to the address. It refuses a malformed address
// (field "email") and too many requests; it never says whether the address is
// known, and does not look.
func (s *Service) RequestCode(ctx context.Context, r CodeRequest) error {
	email, err := address(r.Email)
	if err != nil {
		return err
	}
	if r.Browser == "" {
		return apperr.New(apperr.Invalid, "account.code.no_cookie")
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.Allow(ctx, tx, "code.address", email, codesPerAddress, time.Hour); err != nil {
			return err
		}
		if err := s.Allow(ctx, tx, "code.network", Network(r.IP), codesPerNetwork, time.Hour); err != nil {
			return err
		}
		code := id.Code6(s.DB.IDs())
		ends := tx.Now().Add(codeLife)
		email_, browser := s.mac("code.email", email), s.mac("code.browser", r.Browser)
		if err := putCode(ctx, tx, email_, browser, s.codeMAC(email, r.Browser, code), ends); err != nil {
			return err
		}
		return s.enqueueCode(ctx, tx, codeMail{Email: email, Code: code, Lang: r.Lang, Ends: ends})
	})
}

// VerifyCode signs the browser in. A wrong code spends one of five tries; a
// code that is right works once. Both refusals are on field "code".
func (s *Service) VerifyCode(ctx context.Context, t CodeTry) (SignedIn, error) {
	email, err := address(t.Email)
	if err != nil {
		return SignedIn{}, err
	}
	var in SignedIn
	var refused error
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		in, refused = SignedIn{}, nil
		if err := s.Allow(ctx, tx, "try.network", Network(t.IP), triesPerNetwork, codeLife); err != nil {
			return err
		}
		// A refusal is carried past the commit: the spent try must stay spent.
		var err error
		if refused, err = s.spendTry(ctx, tx, email, t); refused != nil || err != nil {
			return err
		}
		who, err := s.ensureIdentity(ctx, tx, email, "")
		if err != nil {
			return err
		}
		in, err = s.openSession(ctx, tx, who, t.Agent, t.Old)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	return in, refused
}

// spendTry counts the try before it looks at the code, so that any number of
// tries at the same moment are at most five.
func (s *Service) spendTry(ctx context.Context, tx *db.Tx, email string, t CodeTry) (refused, err error) {
	email_, browser := s.mac("code.email", email), s.mac("code.browser", t.Browser)
	kept, tries, found, err := spendTry(ctx, tx, email_, browser, tx.Now())
	if err != nil {
		return nil, err
	}
	if !found {
		return apperr.New(apperr.Invalid, "account.code.gone").On("code"), nil
	}
	if !s.codeRight(kept, email, t.Browser, typedCode(t.Code)) {
		if tries >= codeTries {
			return apperr.New(apperr.Invalid, "account.code.spent").On("code"), nil
		}
		return apperr.New(apperr.Invalid, "account.code.wrong", "left", codeTries-tries).On("code"), nil
	}
	return nil, dropCode(ctx, tx, email_, browser)
}

func (s *Service) codeMAC(email, browser, code string) string {
	return s.mac("code", email, browser, code)
}

// codeRight compares in constant time.
func (s *Service) codeRight(kept, email, browser, code string) bool {
	mac, err := hex.DecodeString(kept)
	return err == nil && s.Keys.Equal("account.code", mac, []byte(email), []byte(browser), []byte(code))
}

// typedCode forgives what phones make of six digits: full width, spaces,
// hyphens.
func typedCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text.Digits(typed))
}
