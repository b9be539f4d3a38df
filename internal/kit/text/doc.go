// Package text reads what people type in Japanese forms and writes what
// Japanese offices read.
//
// Names are never normalised: even NFC turns 神 (U+FA19) into another
// character. What is stored is what was typed, through [Clean] alone. Beside it
// stands a [SearchKey], which is folded as far as helps finding, and is never
// shown. Only search keys and numbers ([Digits], [Phone], [Postcode], [Email])
// pass through NFKC here.
//
// Output for spreadsheets goes through [CSV]: guarded against formulas
// ([SafeCell]), in UTF-8 with BOM or in [CP932].
package text
