package gdkit_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"gdlab/gdkit"
	"reflect"
	"strings"
	"testing"
)

func TestTraceGoesOutAndComesBack(t *testing.T) {
	for name, run := range traces() {
		var table, words, cache bytes.Buffer
		if err := run.WriteCSV(&table); err != nil {
			t.Fatal(err)
		}
		back, err := gdkit.ReadTraceCSV(&table)
		if err != nil || !reflect.DeepEqual(run, back) {
			t.Errorf("%s: CSV gave %v (%v), want %v", name, back, err, run)
		}
		var again gdkit.Trace
		if err := json.NewEncoder(&words).Encode(run); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(words.String(), `"Reason":"`+run.Reason.String()+`"`) {
			t.Errorf("%s: JSON does not say the reason in words: %.80s", name, &words)
		}
		if err := json.NewDecoder(&words).Decode(&again); err != nil || !reflect.DeepEqual(*run, again) {
			t.Errorf("%s: JSON gave %v (%v), want %v", name, &again, err, run)
		}
		again = gdkit.Trace{}
		if err := gob.NewEncoder(&cache).Encode(run); err != nil {
			t.Fatal(err)
		}
		if err := gob.NewDecoder(&cache).Decode(&again); err != nil || !reflect.DeepEqual(*run, again) {
			t.Errorf("%s: gob gave %v (%v), want %v", name, &again, err, run)
		}
	}
}

func TestBadTraceFiles(t *testing.T) {
	const head = "# {\"Label\":\"a\",\"Reason\":\"converged\"}\n"
	const columns = "step,seen,J,grad_norm,grad_max,rate,step_norm,w\n"
	for text, want := range map[string]string{
		"":                                     "line 1 is \"\"",
		"a,b\n1,2\n":                           `line 1 is "a,b"`,
		"# {\"Reason\":\"tired\"}\n":           "line 1 is",
		head + "x,y\n":                         `line 2 is ["x" "y"], want the columns step,seen,J`,
		head + columns + "0,0,1,2,3,4,5\n":     "line 3 has 7 values, want 8",
		head + columns + "0,0,1,2,3,4,5,six\n": `line 3 has "six" in column 8`,
	} {
		if tr, err := gdkit.ReadTraceCSV(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v; want an error with %s", text, tr, err, want)
		}
	}
}
