// Package names has what the columns of a table are called where nobody has named them.
package names

import (
	"cmp"
	"fmt"
)

// Target is the name of a target, or else "y".
func Target(name string) string { return cmp.Or(name, "y") }

// Feature is the name of feature j, or else "x1", "x2", … by its place.
func Feature(names []string, j int) string {
	if j < len(names) && names[j] != "" {
		return names[j]
	}
	return fmt.Sprintf("x%d", j+1)
}
