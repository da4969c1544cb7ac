package gdlive

import (
	"testing"

	"gdlab/gdkit/internal/testkit"
)

func TestFilesKeepToTheirLayers(t *testing.T) { testkit.CheckLayers(t, ".") }
