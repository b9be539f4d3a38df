package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// Own gives the person's card and makes it when there is none.
func (s *Service) Own(ctx context.Context, org, person string) (Card, error) { return Card{}, errLink }

// Token is what the QR holds; URL is the address around it.
func (s *Service) Token(c Card) string { return "" }

// URL is the first face of the QR: https address of the card.
func (s *Service) URL(c Card) string { return "" }

// ByToken resolves the QR. Forged, rotated and hidden: an error each.
func (s *Service) ByToken(ctx context.Context, token string) (Card, people.Person, error) {
	return Card{}, people.Person{}, errForged
}

// Open is the card as the viewer sees it who scanned it (viewer = person of the card's organisation, "" for a stranger).
func (s *Service) Open(ctx context.Context, token, viewer string) (Face, error) {
	return Face{}, errForged
}

// Preview is the person's own card as a stranger, or as a partner (met) sees it.
func (s *Service) Preview(ctx context.Context, org, person string, met bool) (Face, error) {
	return Face{}, errForged
}

// VCardFace is the second face of the QR, at most 300 bytes.
func (s *Service) VCardFace(f Face) string { return "" }

// VCard writes copies for download, one or many. Without a printer language the reader's.
func (s *Service) VCard(copies []Copy, v VCardVersion, p *i18n.Printer) []byte { return nil }

// OwnVCard is Preview(met) as a vCard, for the owner.
func (s *Service) OwnVCard(f Face, v VCardVersion, p *i18n.Printer) []byte { return nil }

// SaveFields chooses what the card shows.
func (s *Service) SaveFields(ctx context.Context, actor account.Actor, org, person string, fields []profile.Field) (Card, error) {
	return Card{}, errLink
}

// Rotate makes all codes of the card that were shown before worthless.
func (s *Service) Rotate(ctx context.Context, actor account.Actor, org, person string) (Card, error) {
	return Card{}, errLink
}

// HideAt hides the card while the event runs, or shows it again.
func (s *Service) HideAt(ctx context.Context, actor account.Actor, org, person, event string, hidden bool) (Card, error) {
	return Card{}, errLink
}

// Exchange is the second act.
func (s *Service) Exchange(ctx context.Context, req ExchangeRequest) (Exchanged, error) {
	return Exchanged{}, errLink
}

// Confirm binds a typed exchange to the person behind the address; token is that of the mail.
func (s *Service) Confirm(ctx context.Context, actor account.Actor, token string) (Copy, error) {
	return Copy{}, errLink
}

// Refuse says "that was not me".
func (s *Service) Refuse(ctx context.Context, actor account.Actor, token string) error {
	return errLink
}

// Copy is what the link /x/{token} opens.
func (s *Service) Copy(ctx context.Context, token string) (Copy, error) { return Copy{}, errLink }

// CopyOf is the person's copy of an exchange.
func (s *Service) CopyOf(ctx context.Context, org, person, exchange string) (Copy, error) {
	return Copy{}, errLink
}

// Met lists the people whom the person met.
func (s *Service) Met(ctx context.Context, org, person string, f MetFilter) (MetPage, error) {
	return MetPage{}, errLink
}

// Note saves the person's own note and tags about a meeting.
func (s *Service) Note(ctx context.Context, actor account.Actor, org, person, exchange, note string, tags []string) error {
	return errLink
}

// Undo takes an exchange back; UndoByToken for who holds a copy's link.
func (s *Service) Undo(ctx context.Context, actor account.Actor, org, person, exchange string) error {
	return errLink
}

// UndoByToken is [Service.Undo] for who holds the link of a copy.
func (s *Service) UndoByToken(ctx context.Context, actor account.Actor, token string) error {
	return errLink
}

// Block keeps the other side of an exchange away for good.
func (s *Service) Block(ctx context.Context, actor account.Actor, org, person, exchange string) error {
	return errLink
}

// BlockByToken is [Service.Block] for who holds the link of a copy.
func (s *Service) BlockByToken(ctx context.Context, actor account.Actor, token string) error {
	return errLink
}

// Unblock ends a block; Blocks lists the person's own.
func (s *Service) Unblock(ctx context.Context, actor account.Actor, org, person, block string) error {
	return errLink
}

// Blocks lists whom the person blocked.
func (s *Service) Blocks(ctx context.Context, org, person string) ([]Blocked, error) { return nil, nil }

// Introduce brings two persons together whom the introducer met.
func (s *Service) Introduce(ctx context.Context, actor account.Actor, r IntroductionRequest) (Introduction, error) {
	return Introduction{}, errLink
}

// AnswerIntroduction says yes or no to one.
func (s *Service) AnswerIntroduction(ctx context.Context, actor account.Actor, org, person, id string, yes bool) (Introduction, error) {
	return Introduction{}, errLink
}

// Introductions lists those that the person made or is asked about.
func (s *Service) Introductions(ctx context.Context, org, person string) ([]Introduction, error) {
	return nil, nil
}

// BoardJoin puts the person on the board of the event.
func (s *Service) BoardJoin(ctx context.Context, actor account.Actor, org, event, person string) error {
	return errLink
}

// BoardLeave takes them off it.
func (s *Service) BoardLeave(ctx context.Context, actor account.Actor, org, event, person string) error {
	return errLink
}

// Board is for those who are checked in.
func (s *Service) Board(ctx context.Context, org, event, viewer string) (BoardPage, error) {
	return BoardPage{}, errLink
}

// TiesOf lists the ties of a person.
func TiesOf(ctx context.Context, q db.Q, org, person string) ([]Pair, error) { return nil, nil }

// Pairs lists the ties, each once, by time.
func Pairs(ctx context.Context, q db.Q, org string, f PairFilter) ([]Pair, error) { return nil, nil }

// TieCounts counts them.
func TieCounts(ctx context.Context, q db.Q, org string, f PairFilter) (TieCount, error) {
	return TieCount{}, nil
}

// WithoutTie lists the participants who attended the event and made no tie there.
func WithoutTie(ctx context.Context, q db.Q, org, event string) ([]string, error) { return nil, nil }
