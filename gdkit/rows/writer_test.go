package rows_test

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"gdlab/gdkit/internal/testkit"
	"gdlab/gdkit/rows"
)

func TestWriteRefuses(t *testing.T) {
	nan, inf := testkit.RandomTable(300, 1000), testkit.RandomTable(300, 1000)
	nan.Row(140)[3] = math.NaN()
	inf.Y[299] = math.Inf(-1)
	for want, src := range map[string]rows.Source{
		"row 140: x4 is NaN":      nan,
		"row 299: y is -Inf":      inf,
		"source is nil":           nil,
		"has 0 rows":              testkit.Table{},
		"Generated.Row is nil":    rows.Generated{Examples: 3, Features: 1},
		"has -3 rows":             rows.Generated{Examples: -3, Features: 1},
		"did that return an erro": (*rows.File)(nil),
	} {
		if err := rows.Write(io.Discard, src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Write: %v, want %q", err, want)
		}
		if _, err := rows.Standardize(src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Standardize: %v, want %q", err, want)
		}
	}
	if err := rows.Write(fullDisk{}, testkit.RandomTable(300, 1000)); !errors.Is(err, errBroken) {
		t.Errorf("a full disk: %v", err)
	}
	err := rows.WriteCSV(io.Discard, strings.NewReader("x,y\n"), "y")
	if err == nil || !strings.Contains(err.Error(), "no rows below") {
		t.Errorf("no rows: %v", err)
	}
}

// fullDisk is a disk without room.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errBroken }
