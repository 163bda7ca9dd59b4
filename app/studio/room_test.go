package studio

import (
	"context"
	"slices"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/designer/edit"
	"badgekiln/designer/store"
)

// reader tells when a design's past is read, which is off the window's goroutine.
type reader struct {
	*fake
	reads func()
}

func (r reader) Past(ctx context.Context, id string) (Past, Keeper, error) {
	r.reads()
	return r.fake.Past(ctx, id)
}

// While a design is read the room stays as it is: the gallery, which is read at
// the same time, sets the catalogue too.
func TestReadingADesignLeavesTheRoomAlone(t *testing.T) {
	b := kittest.New(t, kittest.English)
	f := newFake(t)
	if _, err := f.AddDesign(t.Context(), "First Firing", store.File{Doc: sampleDoc()}); err != nil {
		t.Fatal(err)
	}
	var r *Room
	read := false
	r = New(b.Env, reader{f, func() {
		if read = true; r.catalogue != nil {
			t.Error("the catalogue is set off the window's goroutine")
		}
	}})
	b.Show(r.Content())
	r.openDesign(Design{ID: "design-1", Name: "First Firing"})
	b.Settle()
	if !read || r.catalogue == nil {
		t.Error("a design that was read stands there without the catalogue")
	}
}

func TestTheDesignLivesOnInARebuiltWindow(t *testing.T) {
	b, r, f := open(t, kittest.English)
	r.studio.try(r.studio.session.Apply("step.name", edit.Rename("disc", "Round thing")))
	r.studio.session.Select("disc")
	next := New(b.Env, f)
	b.Show(next.Content())
	next.Resume(r.Keep())
	next.Shown()
	b.Settle()
	s := next.studio
	if !next.inStudio() || find(s, "disc").Name != "Round thing" || !slices.Equal(s.session.Selection(), []string{"disc"}) {
		t.Fatal("the design or the selection is gone")
	}
	if s.board.pic.picture == nil || !kittest.Says(s.layers, "Round thing") {
		t.Fatal("it is not shown")
	}
	drawn := r.studio.paper.drawn
	s.keyed("ctrl+z")
	if find(s, "disc").Name != "Disc" {
		t.Fatal("what was done before cannot be undone")
	}
	if r.studio.paper.drawn != drawn {
		t.Fatal("the window that is gone still draws")
	}
}
