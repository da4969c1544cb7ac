package gdkit_test

import (
	"testing"

	"gdlab/gdkit/internal/testkit"
)

func TestLayers(t *testing.T) { testkit.CheckLayers(t, ".") }
