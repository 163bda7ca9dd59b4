package dense

// Index finds places by what lies there: eight bytes for each, and room to grow.
// The zero Index is empty.
type Index struct {
	slots []slot
	count int
}

// slot is a place and a part of the hash of what lies there. The place counts
// from 1; 0 is an empty slot.
type slot struct{ hash, place uint32 }

// Len is how many places there are.
func (x *Index) Len() int { return x.count }

// Find gives the place of which same says that it is the one; same is asked only
// about places with the same hash, hardly ever in vain.
func (x *Index) Find(hash uint64, same func(place int) bool) (place int, found bool) {
	if x.count == 0 {
		return 0, false
	}
	mask := len(x.slots) - 1
	part := uint32(hash >> 32) // #nosec G115 -- a part of it
	for i := int(part) & mask; x.slots[i].place != 0; i = (i + 1) & mask {
		if place := int(x.slots[i].place) - 1; x.slots[i].hash == part && same(place) {
			return place, true
		}
	}
	return 0, false
}

// Add adds a place that Find did not find.
func (x *Index) Add(hash uint64, place int) {
	if 4*(x.count+1) > 3*len(x.slots) {
		old := x.slots
		x.slots = make([]slot, max(16, 2*len(old)))
		for _, s := range old {
			if s.place != 0 {
				x.put(s)
			}
		}
	}
	x.put(slot{uint32(hash >> 32), uint32(place) + 1}) // #nosec G115 -- a part of it; a list has fewer rows
	x.count++
}

func (x *Index) put(s slot) {
	mask := len(x.slots) - 1
	i := int(s.hash) & mask
	for x.slots[i].place != 0 {
		i = (i + 1) & mask
	}
	x.slots[i] = s
}
