// Package privacy exports, corrects and erases one person across all packages.
package privacy
