// Package profile holds what a person says of themselves, field by field, each
// with who may see it.
package profile
