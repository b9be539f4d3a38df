// Package seal keeps secrets and vouches for what we handed out.
//
// From one master key it derives a key per purpose (HKDF-SHA-256), so that
// what was made for one purpose is worth nothing for another: message
// authentication codes ([Keys.Sum]), tokens for links and QR codes
// ([Keys.Token]), and encryption of single fields ([Keys.Seal]).
//
// A token holds a version, a serial and a row's identifier, and no personal
// data. Whoever re-issues it raises the serial stored in the row; the token
// with the old serial still parses, and the row refuses it.
package seal
