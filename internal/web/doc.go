// Package web is the kit that every page stands on: the one table of routes,
// the guard before them, the request that a handler sees, forms, flash
// messages, answers, and the one place that turns an error into a status.
//
// Words:
//
//   - A [Route] says method, path, audience, action and scope of objects. What
//     is not declared does not start; what is declared twice neither.
//   - The guard finds the organisation of the path and the actor, and asks
//     account.Can before a handler runs. What belongs to another organisation
//     answers exactly like what does not exist.
//   - A [Handler] returns errors; it never writes a status for one. Categories
//     of package apperr become statuses in [statusOf] only.
//   - A [Page] is rendered once and served many times under an ETag.
//
// Rules that are kept here and nowhere else: content security policy and other
// headers, cross-origin protection, limits of bodies and tries, cookies, safe
// redirects, the client's address behind a trusted proxy.
//
// The package owns no tables.
package web
