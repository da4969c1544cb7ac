package gdkit

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// traceColumns stand in front of the parameters in a trace's CSV.
var traceColumns = []string{"step", "seen", "J", "grad_norm", "grad_max", "rate", "step_norm"}

// traceHead is what a trace's CSV says in its first line, behind "# ".
type traceHead struct {
	Label  string
	Reason Reason
	Rule   string `json:",omitempty"`
	Advice string `json:",omitempty"`
	Ascend bool   `json:",omitempty"`
	Named  bool   `json:",omitempty"` // the parameters have names of their own
}

// WriteCSV writes the trace as a table that any tool reads: a first line that begins with # and
// says in JSON how the run ended, a line with the names of the columns (step, seen, J, grad_norm,
// grad_max, rate, step_norm, then the parameters), and a line for each point. Numbers keep all
// their digits, so that ReadTraceCSV gives the same trace back. In Python: pandas.read_csv(file,
// comment="#").
func (t *Trace) WriteCSV(w io.Writer) error {
	head, err := json.Marshal(traceHead{t.Label, t.Reason, t.Rule, t.Advice, t.Ascend, t.Names != nil})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "# %s\n", head); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	row := slices.Clone(traceColumns)
	for j := range t.Dim {
		row = append(row, t.name(j))
	}
	if err := out.Write(row); err != nil {
		return err
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	for i := range t.Len() {
		row = append(row[:0], strconv.Itoa(t.T[i]), strconv.Itoa(t.Seen[i]),
			number(t.J[i]), number(t.GradNorm[i]), number(t.GradMax[i]), number(t.Rate[i]), number(t.StepNorm[i]))
		for _, v := range t.W(i) {
			row = append(row, number(v))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// ReadTraceCSV reads what WriteCSV wrote. It reports what isn't such a table, with the line.
func ReadTraceCSV(r io.Reader) (*Trace, error) {
	buffered := bufio.NewReader(r)
	text, err := buffered.ReadString('\n')
	text = strings.TrimRight(text, "\r\n")
	var head traceHead
	if err != nil || !strings.HasPrefix(text, "# {") || json.Unmarshal([]byte(text[2:]), &head) != nil {
		return nil, fmt.Errorf("gdkit: ReadTraceCSV: line 1 is %.40q, want a line that begins with # {, as Trace.WriteCSV writes it", text)
	}
	in := csv.NewReader(buffered)
	in.FieldsPerRecord = -1
	columns, err := in.Read()
	fixed := len(traceColumns)
	if err != nil || len(columns) <= fixed || !slices.Equal(columns[:fixed], traceColumns) {
		return nil, fmt.Errorf("gdkit: ReadTraceCSV: line 2 is %q, want the columns %s and then the parameters", columns, strings.Join(traceColumns, ","))
	}
	t := &Trace{Label: head.Label, Reason: head.Reason, Rule: head.Rule, Advice: head.Advice, Ascend: head.Ascend, Dim: len(columns) - fixed}
	if head.Named {
		t.Names = slices.Clone(columns[fixed:])
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, fmt.Errorf("gdkit: ReadTraceCSV: %w", err)
		}
		if err := t.readPoint(in, row); err != nil {
			return nil, err
		}
	}
}

func (t *Trace) readPoint(in *csv.Reader, row []string) error {
	line, _ := in.FieldPos(0)
	line++ // the first line was read apart
	fixed := len(traceColumns)
	if len(row) != fixed+t.Dim {
		return fmt.Errorf("gdkit: ReadTraceCSV: line %d has %d values, want %d", line, len(row), fixed+t.Dim)
	}
	var values []float64
	for i, field := range row {
		v, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return fmt.Errorf("gdkit: ReadTraceCSV: line %d has %q in column %d, want a number", line, field, i+1)
		}
		values = append(values, v)
	}
	t.T, t.Seen = append(t.T, int(values[0])), append(t.Seen, int(values[1]))
	t.J, t.GradNorm, t.GradMax = append(t.J, values[2]), append(t.GradNorm, values[3]), append(t.GradMax, values[4])
	t.Rate, t.StepNorm = append(t.Rate, values[5]), append(t.StepNorm, values[6])
	t.Params = append(t.Params, values[fixed:]...)
	t.Examples = t.Seen[len(t.Seen)-1]
	return nil
}

// name is the name of parameter j: the cost's, or w where there is one, else w1, w2, …
func (t *Trace) name(j int) string {
	switch {
	case j < len(t.Names):
		return t.Names[j]
	case t.Dim == 1:
		return "w"
	}
	return fmt.Sprintf("w%d", j+1)
}

// MarshalText writes the reason in words, so that JSON has "converged" and not a number.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Reason) UnmarshalText(text []byte) error {
	for known := Running; known <= Interrupted; known++ {
		if known.String() == string(text) {
			*r = known
			return nil
		}
	}
	return fmt.Errorf("gdkit: Reason: %q is none of the reasons why a run ends, want for example %q", text, Converged)
}
