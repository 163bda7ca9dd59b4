package desk

import (
	"sort"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// listRows are the rows of a list as the room shows them.
type listRows struct {
	list    *roster.Reading
	columns []awarding.Column
}

// Len is how many rows there are.
func (l *listRows) Len() int { return l.list.Rows.Len() }

// At is the i-th row.
func (l *listRows) At(i int) awarding.Row {
	state := l.list.Rows.State(i)
	one := awarding.Row{Row: l.list.Rows.Number(i), Bad: state == roster.Bad || state == roster.Conflict, Cells: l.list.Cells.At(i)}
	for _, p := range problemsOf(l.list.Problems, one.Row) {
		column := columnOf(l.columns, p)
		if column < 0 || one.Marks[column] == awarding.Stops {
			continue
		}
		if one.Marks == nil {
			one.Marks = map[int]awarding.Severity{}
		}
		one.Marks[column] = severityOf(p)
	}
	return one
}

// planRows are the rows of a plan as the room shows them. A bad row is told in
// the list's words.
type planRows struct {
	d        Awarding
	rows     award.Rows
	problems []roster.Problem
}

// Len is how many rows there are.
func (l *planRows) Len() int { return l.rows.Len() }

// State is that of the i-th row.
func (l *planRows) State(i int) string { return l.rows.State(i) }

// At is the i-th row.
func (l *planRows) At(i int) awarding.Planned {
	row, say := l.rows.At(i), l.d.words.Fill
	why := engine.Why(row, say)
	if row.State == award.Bad {
		for _, p := range problemsOf(l.problems, row.Row) {
			if p.Severity == roster.SeverityBad {
				why = say("roster."+p.Code, p.Values)
				break
			}
		}
	}
	one := awarding.Planned{Row: row.Row, Name: row.Name, Email: row.Email, State: row.State, Why: sentence(why)}
	for _, note := range engine.Notes(row, say) {
		one.Notes = append(one.Notes, sentence(note))
	}
	return one
}

// problemsOf are those of a row, out of all, which are in the order of rows.
func problemsOf(all []roster.Problem, row int) []roster.Problem {
	from := sort.Search(len(all), func(i int) bool { return all[i].Row >= row })
	to := from
	for to < len(all) && all[to].Row == row {
		to++
	}
	return all[from:to]
}
