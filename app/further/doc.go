// Package further is the part of a form that edits the further members of badge
// classes and issuers: what the standards can say beyond name, picture and
// criteria. Rooms put its pieces into their pages.
//
// It knows the vocabulary of package issuer and how its members are asked for in
// plain words. It must not know any room, any engine, nor what becomes of what
// was typed.
package further
