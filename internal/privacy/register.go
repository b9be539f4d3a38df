package privacy

// Store says whose data they are (個人情報取扱特記事項). When a commission ends,
// its data are returned or deleted; those of a person's own account stay, as
// long as consent h holds, and nothing goes from one store into the other
// without it.
type Store string

// Stores.
const (
	Commission Store = "commission" // 委託業務
	Own        Store = "own"        // 本人のアカウント
)
