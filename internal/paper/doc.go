// Package paper draws name tags, posters and lists as PDF.
package paper
