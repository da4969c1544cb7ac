// Package testkit is what the tests of several packages share. It imports no package of the lab, so that
// the tests inside any of them can use it.
package testkit
