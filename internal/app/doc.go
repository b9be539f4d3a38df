// Package app puts the house together: it is the only place that knows all services, pages and workers. The server,
// the sample year, the tests and the benchmarks get the same house from it and differ in a [Config] only.
//
// The package owns no tables.
package app
