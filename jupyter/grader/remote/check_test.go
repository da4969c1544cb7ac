package remote

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheReportEndsWhereTheCheckDoes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report")
	t.Setenv(reportVariable, file)
	if err := end(); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(file); string(text) != "{\"end\":true}\n" {
		t.Errorf("%q", text)
	}
}
