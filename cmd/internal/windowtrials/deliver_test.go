package windowtrials

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// awardedTo makes a ledger of its own in a home, with one batch for some people.
func awardedTo(t *testing.T, people string) *scene {
	t.Helper()
	s := &scene{t: t, home: t.TempDir()}
	if built.kiln == "" {
		open(t) // says why it is skipped
	}
	design := filepath.Join(s.home, "seal.badge")
	s.kiln("issuer", "set", "--name", "Salt Marsh Potters", "--email", "badges@marsh.example")
	s.kiln("design", "new", "--template", "seal-scalloped", "--title", "FIRST FIRING", "-o", design)
	s.kiln("class", "add", "--name", "First Firing", "--description", "Fired a first piece.", "--criteria", "Fire a piece.", "--design", design)
	s.kiln("award", "first-firing", write(t, filepath.Join(s.home, "people.csv"), people))
	shown := openIn(t, s.home, 1280, 800, nil)
	shown.do(shown.Settled())
	return shown
}

const potters = "name,email\nAda Quill,ada@marsh.example\nBert Oven,bert@marsh.example\nWolfeschlegelsteinhausenbergerdorff Hubert Blaine,hubert@marsh.example\n"

// Certificates are printed as a PDF and one each, badges handed over by name, and
// the ways of the screen add up to what kiln says.
func TestPaperByHand(t *testing.T) {
	t.Parallel()
	s := awardedTo(t, potters)
	s.click("railItem:Deliver", "tab:Paper")
	s.says("Page 1 of 3, people: 3")
	book := filepath.Join(s.home, "book.pdf")
	s.click("Save as PDF…")
	s.do(s.Fill("File or folder", book))
	s.click("Save")
	s.says("Saved: " + book)
	data, err := os.ReadFile(book) // #nosec G304 -- just written
	s.do(err)
	if n := bytes.Count(data, []byte("/Type/Page/")) + bytes.Count(data, []byte("/Type /Page ")) + bytes.Count(data, []byte("/Type /Page\n")); !bytes.HasPrefix(data, []byte("%PDF-")) || n != 3 && n != 0 {
		t.Errorf("%d pages", n)
	}
	s.click("tab:People")
	s.do(s.Fill("Code or name", "Bert Oven"), s.Keys("Return"))
	s.says("Handed over to Bert Oven.")
	s.says("On paper 1")
	s.says("Not reached 2")
	s.says("1 of 3 handed over")
	s.shot("deliver-given")
	s.do(s.Stop())
	var rows []struct{ Name, Given string }
	s.do(json.Unmarshal([]byte(s.kiln("handout", "list", "--json")), &rows))
	for _, r := range rows {
		if (r.Given != "") != (r.Name == "Bert Oven") {
			t.Errorf("kiln says of %s: given %q", r.Name, r.Given)
		}
	}
	if len(rows) != 3 {
		t.Errorf("kiln knows %d", len(rows))
	}
	s.kiln("ledger", "check")
}

// Mails saved as files, with no server at all: nobody counts as reached by them, nor as
// left out, on the screen and by kiln.
func TestMailFilesByHand(t *testing.T) {
	t.Parallel()
	s := awardedTo(t, potters)
	s.click("railItem:Deliver", "tab:Mail", "Save as .eml files…")
	folder := filepath.Join(s.home, "mails")
	s.do(os.Mkdir(folder, 0o750), s.Fill("File or folder", folder))
	s.click("Choose this folder")
	s.says("3 mails are in " + folder)
	s.click("tab:People")
	s.says("Saved as a file 3")
	s.says("Not reached 0")
	s.click("tab:Outbox")
	s.says("saved")
	s.shot("deliver-saved")
	s.do(s.Stop())
	if files := found(t, folder, ".eml"); len(files) != 3 {
		t.Errorf("files: %q", files)
	}
	if said := s.kiln("outbox", "--json"); strings.Count(said, `"state": "saved"`) != 3 {
		t.Error(said)
	}
	s.kiln("ledger", "check")
}

// A server is typed in and tried, its certificate trusted by its fingerprint, a test
// sent, then everybody's mail: each arrives once, with the very picture that the
// ledger gives.
func TestMailByHand(t *testing.T) {
	t.Parallel()
	const password = "correct horse battery"
	p := serve(t, "ada", password)
	s := awardedTo(t, potters)
	s.click("railItem:Deliver", "tab:Mail")
	s.do(s.Fill("Server", "localhost"), s.Fill("Port", p.Port), s.Fill("User name", "ada"), s.Fill("Password", password), s.Fill("From address", "badges@marsh.example"))
	s.click("Keep and try")
	s.says("Nobody but itself vouches for the certificate")
	s.do(s.Fill("Trusted certificate (optional)", p.Fingerprint))
	s.click("Keep and try")
	s.says("The server lets us in.")
	s.click("Use this server")
	s.says("This will send 3 mails.")
	s.do(s.Settled(), s.Fill("Your own address", "me@marsh.example"))
	s.click("Send test mail")
	s.says("A test mail went to me@marsh.example.")
	s.do(s.Settled())
	s.click("Send 3 mails")
	s.says("3 sent.")
	s.says("Mail 3")
	s.says("This will send 0 mails.")
	s.shot("deliver-sent")
	s.do(s.Stop())

	var awards []struct{ ID, Email string }
	s.do(json.Unmarshal([]byte(s.kiln("awards", "--json")), &awards))
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(awards) != 3 || len(p.mails) != 4 || len(p.mails["me@marsh.example"]) != 1 || p.open != 0 {
		t.Errorf("%d awards, mails to %d, %d before the sign-in", len(awards), len(p.mails), p.open)
	}
	for _, a := range awards {
		if n := len(p.mails[a.Email]); n != 1 {
			t.Errorf("%s got %d mails", a.Email, n)
			continue
		}
		dir := t.TempDir()
		s.kiln("show", a.ID, "--files", dir, "--names", "badge")
		want, err := os.ReadFile(filepath.Join(dir, "badge.png")) // #nosec G304 -- just written
		s.do(err)
		if got := attached(t, p.mails[a.Email][0]); !bytes.Equal(got, want) {
			t.Errorf("%s got another picture: %d bytes, the ledger's has %d", a.Email, len(got), len(want))
		}
	}
	if strings.Contains(s.kiln("outbox", "--json"), `"state": "waiting"`) {
		t.Error("something waits")
	}
	s.kiln("ledger", "check")
	for _, file := range found(t, s.home, "") {
		if data, err := os.ReadFile(file); err == nil && bytes.Contains(data, []byte(password)) { // #nosec G304 -- the trial's own
			t.Errorf("the password stands in %s", file)
		}
	}
}

// attached is the PNG that is attached to a mail under the badge's name.
func attached(t *testing.T, text string) []byte {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var found []byte
	var look func(kind string, encoding, disposition string, body io.Reader)
	look = func(kind, encoding, disposition string, body io.Reader) {
		media, params, err := mime.ParseMediaType(kind)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(media, "multipart/") {
			for r := multipart.NewReader(body, params["boundary"]); ; {
				part, err := r.NextRawPart()
				if err != nil {
					return
				}
				look(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part.Header.Get("Content-Disposition"), part)
			}
		}
		if strings.HasPrefix(disposition, "attachment") && strings.EqualFold(encoding, "base64") {
			if found, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, body)); err != nil {
				t.Fatal(err)
			}
		}
	}
	look(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body)
	return found
}
