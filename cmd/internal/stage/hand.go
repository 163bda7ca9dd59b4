package stage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// Click waits for a thing of the label that can be operated and presses it. What
// moves while the hand is on its way, because something above it grew, is followed
// as a person would follow it.
func (p *Program) Click(label string) error {
	for deadline := time.Now().Add(patience); ; {
		t, err := p.place(label)
		if err != nil {
			return err
		}
		x, y := t.X+t.W/2, t.Y+t.H/2
		if err := p.xdotool("mousemove", px(x), px(y)); err != nil {
			return err
		}
		now, err := p.place(label)
		if err != nil {
			return err
		}
		if now.X == t.X && now.Y == t.Y && now.W == t.W && now.H == t.H {
			return p.ClickAt(x, y)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("\"%s\" does not stand still", label)
		}
	}
}

// place awaits what has the label and can be pressed.
func (p *Program) place(label string) (t Thing, err error) {
	err = p.Await("\""+label+"\"", func(v View) bool {
		var ok bool
		t, ok = v.Find(label)
		return ok && t.Enabled
	})
	return t, err
}

// ClickAt presses a place of the screen.
func (p *Program) ClickAt(x, y float64) error {
	p.Clicks++
	return p.xdotool("mousemove", px(x), px(y), "click", "1")
}

// DoubleClickAt presses a place twice.
func (p *Program) DoubleClickAt(x, y float64) error {
	p.Clicks += 2
	return p.xdotool("mousemove", px(x), px(y), "click", "--repeat", "2", "--delay", "40", "1")
}

// Wheel turns the wheel down at a place, four notches and again, until as is
// so.
func (p *Program) Wheel(x, y float64, as func(View) bool) error {
	for range 20 {
		if v, err := p.See(); err == nil && as(v) {
			return nil
		}
		if err := errors.Join(p.xdotool("mousemove", px(x), px(y), "click", "--repeat", "4", "--delay", "10", "5"), p.Settled()); err != nil {
			return err
		}
	}
	return errors.New("turn the wheel: it is not there")
}

// Turn turns the wheel at a place, so many notches one after the other: button 4
// is up, 5 is down.
func (p *Program) Turn(x, y float64, button, notches string) error {
	return p.xdotool("mousemove", px(x), px(y), "click", "--repeat", notches, "--delay", "8", button)
}

// Drag presses at one place, moves in steps to another and lets go there.
func (p *Program) Drag(x0, y0, x1, y1 float64) error {
	p.Clicks++
	const steps = 12
	args := []string{"mousemove", px(x0), px(y0), "mousedown", "1"}
	for i := 1; i <= steps; i++ {
		k := float64(i) / steps
		args = append(args, "mousemove", px(x0+(x1-x0)*k), px(y0+(y1-y0)*k), "sleep", "0.02")
	}
	return p.xdotool(append(args, "mouseup", "1")...)
}

// Fill presses an entry, replaces what it holds and waits until it stands there.
func (p *Program) Fill(label, text string) error {
	if err := p.focus(label); err != nil {
		return err
	}
	if err := p.Keys("ctrl+a"); err != nil {
		return err
	}
	if err := p.Type(text); err != nil {
		return err
	}
	return p.Await(label+" saying "+text, func(v View) bool { t, _ := v.Find(label); return t.Text == text })
}

// focus presses a thing until it has the focus: a page that has just come may
// give it to its first field once more.
func (p *Program) focus(label string) error {
	for range 5 {
		if err := p.Click(label); err != nil {
			return err
		}
		for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if v, err := p.See(); err == nil {
				if t, _ := v.Find(label); t.Focused {
					return nil
				}
			}
		}
	}
	return fmt.Errorf("%s does not take the focus", label)
}

// Type types a text of plain letters into whatever has the focus.
func (p *Program) Type(text string) error {
	p.Fields++
	return p.xdotool("type", "--delay", "6", text)
}

// Keys presses keys one after the other, each as xdotool names it: ctrl+z.
func (p *Program) Keys(keys ...string) error {
	for _, key := range keys {
		p.Pressed++
		if err := p.xdotool("key", key); err != nil {
			return err
		}
	}
	return nil
}

// Point moves the pointer without pressing.
func (p *Program) Point(x, y float64) error { return p.xdotool("mousemove", px(x), px(y)) }

// Shot takes a picture of the whole screen.
func (p *Program) Shot(file string) error {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	shot := exec.CommandContext(ctx, "import", "-window", "root", file) // #nosec G204 -- a file of ours
	shot.Env = append(os.Environ(), "DISPLAY="+p.display.name)
	if out, err := shot.CombinedOutput(); err != nil {
		return errors.Join(fmt.Errorf("take a picture: %s", out), err)
	}
	return nil
}

func (p *Program) xdotool(args ...string) error {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	tool := exec.CommandContext(ctx, "xdotool", args...) // #nosec G204 -- moves and keys of ours
	tool.Env = append(os.Environ(), "DISPLAY="+p.display.name)
	if out, err := tool.CombinedOutput(); err != nil {
		return errors.Join(fmt.Errorf("xdotool %s: %s", args[0], out), err)
	}
	return nil
}

func px(v float64) string { return strconv.Itoa(int(v + 0.5)) }

// Settled waits until no work goes on and the screen has not changed for a
// while.
func (p *Program) Settled() error {
	last, since := "", time.Now()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		v, err := p.See()
		if err != nil {
			continue
		}
		now := fmt.Sprint(v)
		if now != last || v.Busy {
			last, since = now, time.Now()
		} else if time.Since(since) > 400*time.Millisecond {
			return nil
		}
	}
	return errors.New("the screen does not come to rest")
}

// Hold holds a key down, or lets it go.
func (p *Program) Hold(key string, down bool) error {
	if down {
		return p.xdotool("keydown", key)
	}
	return p.xdotool("keyup", key)
}
