// Command bench measures Koryu's real binary over HTTP beside a peer, alternately
// (A B A B), each time on a fresh database. It prints ratios; absolute figures
// hold for one machine on one day.
//
//	make bench                                all workloads, 7 pairs
//	make bench ARGS="-only W1 -pairs 3"       one of them, shorter
//	make bench ARGS="-pg postgres://…"        W1 on PostgreSQL too
//
// The peer is PocketBase with a capacity hook and durable commits, in
// peers/pocketbase (a module of its own). What each workload counts, and when a
// run is void, stands in its file.
package main
