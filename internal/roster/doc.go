// Package roster is the list of persons as staff work with it.
package roster
