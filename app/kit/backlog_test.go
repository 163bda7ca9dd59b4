package kit

import (
	"slices"
	"sync"
	"testing"
	"time"
)

func TestWhatComesBackComesInOneGoAndInOrder(t *testing.T) {
	var posts []func()
	clock := time.Unix(0, 0)
	b := &backlog{post: func(f func()) { posts = append(posts, f) }, now: func() time.Time { return clock }}
	var done []int
	for i := range 5 {
		b.add(func() {
			done = append(done, i)
			if i == 2 {
				b.add(func() { done = append(done, 9) })
			}
		})
	}
	if len(posts) != 1 || len(done) != 0 {
		t.Fatalf("%d posts, %v done; want one and none", len(posts), done)
	}
	posts[0]()
	if want := []int{0, 1, 2, 3, 4, 9}; !slices.Equal(done, want) {
		t.Errorf("done %v, want %v", done, want)
	}
	b.add(func() {})
	if len(posts) != 2 {
		t.Errorf("%d posts after all was done, want another", len(posts))
	}
}

func TestWhatTakesLongLetsInputsBetween(t *testing.T) {
	posts := make(chan func(), 9)
	clock := time.Unix(0, 0)
	b := &backlog{post: func(f func()) { posts <- f }, now: func() time.Time { return clock }}
	n := 0
	for range 3 {
		b.add(func() { n++; clock = clock.Add(5 * time.Millisecond) })
	}
	(<-posts)()
	if n != 2 {
		t.Errorf("%d done at once, want 2", n)
	}
	(<-posts)()
	if n != 3 {
		t.Errorf("%d done, want all 3", n)
	}
}

func TestNothingIsLostThatComesBackAtOnce(t *testing.T) {
	ui := make(chan func(), 1000)
	b := &backlog{post: func(f func()) { ui <- f }, now: time.Now}
	const from, each = 8, 500
	var all sync.WaitGroup
	n := 0
	for range from {
		all.Go(func() {
			for range each {
				b.add(func() { n++ })
			}
		})
	}
	go func() { all.Wait(); b.add(func() { close(ui) }) }()
	for f := range ui {
		f()
	}
	if n != from*each {
		t.Errorf("%d done, want %d", n, from*each)
	}
}
