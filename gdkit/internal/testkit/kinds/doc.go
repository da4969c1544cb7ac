// Package kinds holds one of every kind of loss, cost and trace, for tests that go through
// all of them. A test here compares it with what package gdkit exports, so that a new kind
// can't be forgotten.
package kinds
