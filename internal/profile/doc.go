// Package profile holds what a person says of themselves, field by field, and
// who may see each of it.
//
// A profile is the person's own account: it is kept under consent h
// (people.ConsentFollowUp), apart from the data of a commission, and nothing of
// it is stored or shown to anybody without that consent. Who withdraws it hides
// the profile at once, from the organiser too; after 30 days a job deletes it,
// and until then giving the consent again brings it back.
//
// Who sees a field is said by a consent e (people.ConsentDirectory) with the
// scope field:<name>, whose recipient is the [Audience]. There is no second
// place where an audience is stored: a field whose consent was withdrawn has
// none. Others read only through [Visible], the organiser through [ForStaff].
//
// Name, reading, e-mail address, affiliation and phone live in people.Person;
// here is only who may see them.
//
// Tables: profile, profile_skill, profile_choice (ties and patterns),
// profile_photo.
package profile
