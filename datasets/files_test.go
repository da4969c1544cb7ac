package datasets_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every table has a page beside it, and the page's checksum is the table's.
// A failure here on a fresh clone usually means that line ends were converted.
func TestEveryTableHasItsPageAndChecksum(t *testing.T) {
	tables, err := filepath.Glob("*.csv")
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) < 3 {
		t.Fatalf("found %v, want at least ames, twohouses and sixhouses", tables)
	}
	for _, table := range tables {
		data, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		page := strings.TrimSuffix(table, ".csv") + ".md"
		text, err := os.ReadFile(page)
		if err != nil {
			t.Errorf("%s has no page: %v", table, err)
			continue
		}
		sum := "SHA-256: `" + fmt.Sprintf("%x", sha256.Sum256(data)) + "`"
		if !strings.Contains(string(text), sum) {
			t.Errorf("%s: want the line %s", page, sum)
		}
		for _, part := range []string{"## Columns", "ource", "hanges", "icence"} {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s says nothing of %q", page, part)
			}
		}
		header, _, _ := strings.Cut(string(data), "\n")
		for _, column := range strings.Split(header, ",") {
			if !strings.Contains(string(text), "| `"+column+"` |") {
				t.Errorf("%s: column %s is not in the page's table", page, column)
			}
			if !regexp.MustCompile(`^[a-z0-9_]+$`).MatchString(column) {
				t.Errorf("%s: column %q, want lower_snake_case", table, column)
			}
		}
	}
}
