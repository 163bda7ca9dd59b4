package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"

	"badgekiln/cmd/internal/engine"
)

// prefs are the small choices of this user, in one file beside the usual
// ledger. They are written when one changes; what cannot be written is only
// forgotten.
type prefs struct {
	path string
	mu   sync.Mutex
	has  map[string]any
}

func loadPrefs(path string) *prefs {
	p := &prefs{path: path, has: map[string]any{}}
	data, err := os.ReadFile(path) // #nosec G304 -- our own file
	if err == nil && json.Unmarshal(data, &p.has) != nil || p.has == nil {
		p.has = map[string]any{}
	}
	return p
}

func get[T any](p *prefs, key string, fallback T) T {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v, ok := p.has[key].(T); ok {
		return v
	}
	return fallback
}

func (p *prefs) set(key string, value any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.has[key] == value {
		return
	}
	p.has[key] = value
	data, err := json.MarshalIndent(p.has, "", " ")
	if err != nil || os.MkdirAll(filepath.Dir(p.path), 0o700) != nil {
		return
	}
	_ = engine.WriteFile(p.path, data) // see above
}

// String gives a text.
func (p *prefs) String(key, fallback string) string { return get(p, key, fallback) }

// SetString sets a text.
func (p *prefs) SetString(key, value string) { p.set(key, value) }

// Bool gives a choice.
func (p *prefs) Bool(key string, fallback bool) bool { return get(p, key, fallback) }

// SetBool sets a choice.
func (p *prefs) SetBool(key string, value bool) { p.set(key, value) }

// Float gives a number.
func (p *prefs) Float(key string, fallback float64) float64 { return get(p, key, fallback) }

// SetFloat sets a number.
func (p *prefs) SetFloat(key string, value float64) { p.set(key, value) }
