// Package card is the digital business card: shown, exchanged, taken back.
package card
