package dense

// Rows is a list that grows without being copied. The zero Rows is empty.
type Rows[T any] struct {
	parts [][]T
	count int
}

const rowsInPart = 1 << 12

// Len is how many there are.
func (r *Rows[T]) Len() int { return r.count }

// Append adds one at the end.
func (r *Rows[T]) Append(one T) {
	last := len(r.parts) - 1
	if last < 0 || len(r.parts[last]) == rowsInPart {
		r.parts = append(r.parts, nil)
		last++
		if last > 0 {
			r.parts[last] = make([]T, 0, rowsInPart)
		}
	}
	r.parts[last] = append(r.parts[last], one)
	r.count++
}

// At is the i-th, where it lies.
func (r *Rows[T]) At(i int) *T { return &r.parts[i/rowsInPart][i%rowsInPart] }

// Drop takes the last one away.
func (r *Rows[T]) Drop() {
	r.count--
	last := len(r.parts) - 1
	if r.parts[last] = r.parts[last][:r.count%rowsInPart]; r.count%rowsInPart == 0 {
		r.parts = r.parts[:last]
	}
}
