// Package pdf writes PDF files: pages in millimetres from the top left corner,
// text in TrueType fonts of which only the used glyphs travel, and a structure
// that a screen reader can follow.
//
// A [Face] is a chain of fonts: each character is taken from the first font
// that has it, and one that no font has is drawn as 〓, never as nothing;
// [Face.Lacks] names such characters before anything is printed. Text is
// normalised (NFC); characters that only choose a form (variation selectors,
// joiners) are left out, so that 辻󠄀 prints as 辻.
//
// The package is pure: fonts come as bytes, dates as text.
package pdf
