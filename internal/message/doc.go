// Package message is what staff write to several persons at once.
package message
