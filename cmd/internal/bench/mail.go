package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"badgekiln/assets"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/ledger"
)

const (
	mailServer  = ".ci/conformance/smtp.mjs"
	mailLatency = 30 // ms, which the server takes for each step of a mail
	mailLines   = 3  // connections at once, of ours and of the peer
)

// mailing sends mails to a server of other people that takes its time for each
// step: with nothing to hold us, beside Python's smtplib with as many connections;
// to a server that says no to more than so many in a second; and by a profile that
// states a limit. What counts is how near to the limit that is.
func mailing(ctx context.Context) (err error) {
	if _, err := os.Stat(".ci/conformance/node_modules/smtp-server"); err != nil {
		fmt.Println("Mail: npm smtp-server is not there (.ci/conformance/install.sh), so nothing is sent.")
		return nil
	}
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	fmt.Printf("Mails to npm smtp-server, which takes %d ms a step; %d connections\n", mailLatency, mailLines)
	fmt.Printf("%-44s %9s %9s %9s %9s\n", "", "wall", "mails/s", "CPU/mail", "of limit")
	for _, one := range []struct {
		say             string
		mails           int
		rate, perMinute int
	}{
		{"no limit", 300, 0, 0},
		{"the server refuses more than 8 a second", 320, 8, 0},
		{"the profile states 300 a minute", 330, 0, 300},
	} {
		if err := mailOnce(ctx, filepath.Join(dir, strconv.Itoa(one.rate)+"-"+strconv.Itoa(one.perMinute)), one.say, one.mails, one.rate, one.perMinute); err != nil {
			return fmt.Errorf("%s: %w", one.say, err)
		}
	}
	fmt.Println()
	return nil
}

func mailOnce(ctx context.Context, dir, say string, mails, rate, perMinute int) (err error) {
	port, stop, err := mailTaker(ctx, dir, rate)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	words, err := assets.LoadWords("en")
	if err != nil {
		return err
	}
	e, err := ledgerIn(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	if _, err := publishMake(ctx, e, strconv.Itoa(mails), dir, "", words); err != nil {
		return err
	}
	if _, err := e.SetMailProfile(ctx, ledger.MailProfile{
		Name: "club", Host: "localhost", Port: port, Security: "none", Auth: "none", Sender: "badges@hafenwerk.example", AtOnce: mailLines, PerMinute: perMinute,
	}, ""); err != nil {
		return err
	}
	all, err := e.Awards(ctx, ledger.Filter{})
	if err != nil {
		return err
	}
	if _, err := e.QueueMail(ctx, engine.Mailing{Batch: all[0].Batch}); err != nil {
		return err
	}
	begin, cpu := time.Now(), now()
	sent, err := e.SendOutbox(ctx, engine.Sending{Patience: 2 * time.Minute}, words.T)
	if err != nil {
		return err
	}
	took, cpu := time.Since(begin).Seconds(), now()-cpu
	if len(sent) != 1 || sent[0].Delivered != mails {
		return fmt.Errorf("not all were sent: %+v", sent)
	}
	of := ""
	switch {
	case rate > 0:
		of = fmt.Sprintf("%.0f %%", 100*float64(mails)/took/float64(rate))
	case perMinute > 0: // those of the first minute may go at once, the rest a minute later
		of = fmt.Sprintf("%.0f %%", 100*60*float64((mails-1)/perMinute)/took)
	}
	fmt.Printf("%-44s %8.2fs %9.1f %6.2f ms %9s\n", say, took, float64(mails)/took, 1000*cpu.Seconds()/float64(mails), of)
	if rate > 0 || perMinute > 0 {
		return nil
	}
	return mailPeer(ctx, e, dir, port, mails, all[0].ID, words)
}

// mailTaker starts the server. stop ends it.
func mailTaker(ctx context.Context, dir string, rate int) (port int, stop func() error, err error) {
	served := filepath.Join(dir, "server")
	cmd := exec.CommandContext(ctx, "node", mailServer, served, "--open", "--notls", "--quick", "--latency", strconv.Itoa(mailLatency), "--rate", strconv.Itoa(rate)) // #nosec G204 -- our own words and folder
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, nil, err
	}
	stop = func() error {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		return nil
	}
	const tries = 3000
	for range tries {
		text, err := os.ReadFile(filepath.Join(served, "port")) // #nosec G304 -- in a folder of the bench
		if port, _ = strconv.Atoi(strings.TrimSpace(string(text))); port > 0 {
			return port, stop, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return 0, nil, errors.Join(errors.New("the mail server does not start"), stop())
}

// smtplib sends one mail again and again: FILE PORT MAILS CONNECTIONS.
const smtplib = `
import smtplib, sys, threading
data, port, mails, lines = open(sys.argv[1], 'rb').read(), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
def work(n):
    s = smtplib.SMTP('127.0.0.1', port, local_hostname='localhost')
    for i in range(n):
        s.sendmail('badges@hafenwerk.example', ['p%d@people.example' % i], data)
    s.quit()
threads = [threading.Thread(target=work, args=(mails // lines,)) for _ in range(lines)]
for t in threads: t.start()
for t in threads: t.join()
`

// mailPeer has Python's smtplib send as many mails of the same size.
func mailPeer(ctx context.Context, e *engine.Engine, dir string, port, mails int, award string, words *assets.Words) error {
	if path, _ := exec.LookPath("python3"); path == "" {
		fmt.Println("There is no Python: smtplib is not compared with.")
		return nil
	}
	folder := filepath.Join(dir, "mails")
	list, _, err := e.WriteMails(ctx, engine.Mailing{Awards: []string{award}}, folder, words.T, nil)
	if err != nil {
		return err
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, "python3", "-c", smtplib, filepath.Join(folder, list[0].File), strconv.Itoa(port), strconv.Itoa(mails), strconv.Itoa(mailLines)) // #nosec G204 -- our own words and folder
	cmd.Stderr = &said
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("smtplib: %w: %s", err, said.String())
	}
	took := time.Since(begin).Seconds()
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("%-44s %8.2fs %9.1f %6.2f ms\n", "Python's smtplib, one mail again and again", took, float64(mails)/took, 1000*cpu.Seconds()/float64(mails))
	return nil
}
