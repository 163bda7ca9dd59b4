package render

import "sync"

// memoMost is how many results a memo holds at least before it forgets those
// not asked for lately.
const memoMost = 2048

// memo remembers results by address. What an address points to is never
// changed, and while it is remembered it is never reused. The zero memo is
// empty and ready; it is safe for concurrent use.
type memo[K comparable, V any] struct {
	lock     sync.Mutex
	new, old map[K]V
}

// of gives the remembered result of key, or makes and remembers it.
func (m *memo[K, V]) of(key K, build func() V) V {
	m.lock.Lock()
	value, ok := m.new[key]
	if !ok {
		if value, ok = m.old[key]; ok {
			m.put(key, value)
		}
	}
	m.lock.Unlock()
	if ok {
		return value
	}
	value = build()
	m.lock.Lock()
	defer m.lock.Unlock()
	m.put(key, value)
	return value
}

func (m *memo[K, V]) put(key K, value V) {
	if m.new == nil || len(m.new) >= memoMost {
		m.old, m.new = m.new, make(map[K]V)
	}
	m.new[key] = value
}
