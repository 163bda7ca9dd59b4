package windowtrials

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// drop lets go of files over a place of the window, as a file manager does: it is
// the source's side of XDND, version 5, and as much of X11 as that takes.
func (s *scene) drop(x, y float64, paths ...string) {
	s.t.Helper()
	out, err := s.xdotool("search", "--onlyvisible", "--pid", strconv.Itoa(s.PID()))
	s.do(err)
	window, err := strconv.ParseUint(strings.Fields(out)[0], 10, 32)
	// Pointer and message agree, as they do under a hand.
	s.do(err, s.Point(x, y), dragAndDrop(s.t.Context(), s.d.Name(), uint32(window), int(x+0.5), int(y+0.5), paths)) // #nosec G115 -- read as 32 bits
}

func (s *scene) xdotool(args ...string) (string, error) {
	tool := exec.CommandContext(s.t.Context(), "xdotool", args...) // #nosec G204 -- our own numbers
	tool.Env = append(os.Environ(), "DISPLAY="+s.d.Name())
	out, err := tool.Output()
	return string(out), err
}

func dragAndDrop(ctx context.Context, display string, window uint32, x, y int, paths []string) (err error) {
	c, err := dialX(ctx, display)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	atoms, err := c.atoms("XdndSelection", "XdndEnter", "XdndPosition", "XdndDrop", "XdndStatus", "XdndFinished", "XdndActionCopy", "text/uri-list")
	if err != nil {
		return err
	}
	d := dragged{xConn: c, atoms: atoms, window: window, list: uriList(paths)}
	c.ask(1, c.id, c.root, 0, 1|1<<16, 2<<16, 0, 0)    // a window of one pixel that only gets messages
	c.ask(22, c.id, atoms["XdndSelection"], 0)         // whose selection is what is dragged
	d.tell("XdndEnter", 5<<24, atoms["text/uri-list"]) // one kind only
	at := uint32(x&0xffff)<<16 | uint32(y&0xffff)      // #nosec G115 -- places on a screen
	d.tell("XdndPosition", 0, at, 0, atoms["XdndActionCopy"])
	if err := d.until("XdndStatus"); err != nil {
		return err
	}
	if !d.taken {
		return errors.New("the window does not take them")
	}
	d.tell("XdndDrop", 0, 0)
	return d.until("XdndFinished")
}

func uriList(paths []string) []byte {
	var list strings.Builder
	for _, path := range paths {
		list.WriteString((&url.URL{Scheme: "file", Path: path}).String() + "\r\n")
	}
	return []byte(list.String())
}

// dragged is one drag on its way.
type dragged struct {
	*xConn
	atoms  map[string]uint32
	window uint32
	list   []byte
	taken  bool
}

// tell sends a client message to the window.
func (d *dragged) tell(kind string, data ...uint32) {
	e := event(33, 32, append([]uint32{d.window, d.atoms[kind], d.id}, data...)...)
	d.ask(25, append([]uint32{d.window, 0}, e...)...)
}

// until answers the window's questions until it says what is awaited.
func (d *dragged) until(kind string) error {
	for {
		m, err := d.next()
		if err != nil {
			return fmt.Errorf("await %s: %w", kind, err)
		}
		word := func(at int) uint32 { return binary.LittleEndian.Uint32(m[at:]) }
		switch m[0] & 0x7f {
		case 0:
			return fmt.Errorf("await %s: the X server says error %d", kind, m[1])
		case 30: // SelectionRequest: the list, into a property of the window
			d.put(word(12), word(24), word(20), d.list)
			d.ask(25, append([]uint32{word(12), 0}, event(31, 0, word(4), word(12), word(16), word(20), word(24))...)...)
		case 33:
			if word(8) == d.atoms["XdndStatus"] {
				d.taken = word(16)&1 != 0
			}
			if word(8) == d.atoms[kind] {
				return nil
			}
		}
	}
}

// event is an X event of 32 bytes in words.
func event(code, detail uint32, words ...uint32) []uint32 {
	e := make([]uint32, 8)
	e[0] = code | detail<<8
	copy(e[1:], words)
	return e
}

// xConn is a line to an X server: as much of the protocol as a drag takes.
type xConn struct {
	net.Conn
	id, root uint32
}

func dialX(ctx context.Context, display string) (*xConn, error) {
	line, err := (&net.Dialer{}).DialContext(ctx, "unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(display, ":"))
	if err != nil {
		return nil, fmt.Errorf("reach the X server: %w", err)
	}
	c := &xConn{Conn: line}
	if err := errors.Join(line.SetDeadline(time.Now().Add(time.Minute)), c.hello()); err != nil {
		return nil, errors.Join(err, line.Close())
	}
	return c, nil
}

func (c *xConn) hello() error {
	if _, err := c.Write([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}); err != nil {
		return fmt.Errorf("greet the X server: %w", err)
	}
	head := make([]byte, 8)
	if err := c.read(head); err != nil {
		return err
	}
	body := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if err := c.read(body); err != nil {
		return err
	}
	if head[0] != 1 {
		return fmt.Errorf("greet the X server: %s", body)
	}
	c.id = binary.LittleEndian.Uint32(body[4:]) | 1
	vendor := (int(binary.LittleEndian.Uint16(body[16:])) + 3) &^ 3
	c.root = binary.LittleEndian.Uint32(body[32+vendor+8*int(body[21]):])
	return nil
}

func (c *xConn) read(into []byte) error {
	for len(into) > 0 {
		n, err := c.Read(into)
		if err != nil {
			return fmt.Errorf("read from the X server: %w", err)
		}
		into = into[n:]
	}
	return nil
}

// ask sends a request. What fails comes back as an error event, or when the next
// thing is read.
func (c *xConn) ask(code byte, words ...uint32) {
	c.send(code, words, nil)
}

func (c *xConn) send(code byte, words []uint32, data []byte) {
	data = append(data, make([]byte, -len(data)&3)...)
	out := []byte{code, 0}
	out = binary.LittleEndian.AppendUint16(out, uint16(1+len(words)+len(data)/4)) // #nosec G115 -- a few paths
	for _, w := range words {
		out = binary.LittleEndian.AppendUint32(out, w)
	}
	_, _ = c.Write(append(out, data...))
}

// put writes a property of a window, in bytes.
func (c *xConn) put(window, property, kind uint32, data []byte) {
	c.send(18, []uint32{window, property, kind, 8, uint32(len(data))}, data) // #nosec G115 -- a few paths
}

// next is the next event, answer or error, without what is beyond 32 bytes.
func (c *xConn) next() ([]byte, error) {
	m := make([]byte, 32)
	if err := c.read(m); err != nil {
		return nil, err
	}
	if m[0] == 1 {
		if err := c.read(make([]byte, 4*int(binary.LittleEndian.Uint32(m[4:])))); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// atoms are the server's numbers of names.
func (c *xConn) atoms(names ...string) (map[string]uint32, error) {
	out := map[string]uint32{}
	for _, name := range names {
		c.send(16, []uint32{uint32(len(name))}, []byte(name)) // #nosec G115 -- short names
		m, err := c.next()
		if err != nil || m[0] != 1 {
			return nil, fmt.Errorf("ask for %s: %w", name, err)
		}
		out[name] = binary.LittleEndian.Uint32(m[8:])
	}
	return out, nil
}
