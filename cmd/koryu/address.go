package main

import "net"

// addressOf is how this machine reaches a listener; one on all networks is reached on the loopback.
func addressOf(l net.Listener) string {
	tcp, ok := l.Addr().(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return "http://" + l.Addr().String()
	}
	local := *tcp
	local.IP = net.IPv4(127, 0, 0, 1)
	return "http://" + local.String()
}
