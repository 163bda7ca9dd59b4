package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"badgekiln/cmd/internal/engine"
)

// The store's owner. It lives as long as the measuring, on this computer only.
const (
	storeUser   = "badgekiln"
	storeSecret = "measured-and-gone"
	storeAt     = "BADGEKILN_BENCH_STORE" // its address, told to the child
)

// storing brings the tree of many awards to an object store, for the first time, with
// nothing changed and with one award in a hundred revoked, and has the store's own
// program mirror the same tree into another bucket.
func storing(ctx context.Context, n string) (err error) {
	server, client := tool(ctx, "minio"), tool(ctx, "mc")
	if server == "" || client == "" {
		fmt.Println("Publishing to a store: MinIO and its mc are not installed; .ci/minio.sh builds both.")
		return nil
	}
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	address := storeAddress()
	stop, err := storeIn(ctx, server, filepath.Join(dir, "store"), address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	mc := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, client, append([]string{"--config-dir", filepath.Join(dir, "mc"), "--quiet"}, args...)...) // #nosec G204 -- found by name, fixed words
		cmd.Env = append(os.Environ(), "MC_HOST_here=http://"+storeUser+":"+storeSecret+"@"+address)
		return cmd
	}
	if text, err := mc("ready", "here").CombinedOutput(); err != nil { // it waits
		return fmt.Errorf("wait for MinIO: %w\n%s", err, text)
	}
	for _, bucket := range []string{"ours", "theirs"} {
		if text, err := mc("mb", "here/"+bucket).CombinedOutput(); err != nil {
			return fmt.Errorf("make a bucket: %w\n%s", err, text)
		}
	}
	fmt.Println("Publishing " + n + " awards to MinIO on this computer, and mc with the same tree. CPU is of all cores together, without the store's.")
	fmt.Printf("%-44s %9s %9s %9s %8s\n", "", "wall", "CPU", "peak", "files")
	tree := filepath.Join(dir, "tree")
	mirror := func(say string) func() error {
		return func() error {
			cmd := mc("mirror", "--overwrite", tree, "here/theirs")
			return reportOf(say, cmd, false)
		}
	}
	ours := func(say, step string) func() error {
		return func() error {
			cmd := exec.CommandContext(ctx, os.Args[0], "publish-child", step, n, dir) // #nosec G204 G702 -- this very program
			cmd.Env = append(os.Environ(), storeAt+"="+address)
			return report(say, cmd)
		}
	}
	for _, step := range []func() error{
		ours("(making the ledger)", "make"), ours("(the tree, into a folder)", "tree"),
		ours("first time", "store"), mirror("mc mirror, first time"),
		ours("nothing changed", "store"), mirror("mc mirror, nothing changed"),
		ours("(revoking 1 %)", "revoke"), ours("(the tree, what changed)", "tree"),
		ours("1 % revoked", "store"), mirror("mc mirror, 1 % revoked"),
	} {
		if err := step(); err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

// tool finds a program on the path, or where go install puts them; "" for nowhere.
func tool(ctx context.Context, name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOPATH").Output()
	if err != nil {
		return ""
	}
	path, err := exec.LookPath(filepath.Join(string(out[:max(0, len(out)-1)]), "bin", name))
	if err != nil {
		return ""
	}
	return path
}

// storeAddress is one that hardly anybody has: a port of this program's own number. If
// somebody does, MinIO says so and ends.
func storeAddress() string { return "127.0.0.1:" + strconv.Itoa(20_000+os.Getpid()%20_000) }

// storeIn is MinIO over a folder. stop ends it.
func storeIn(ctx context.Context, server, dir, address string) (stop func() error, err error) {
	cmd := exec.CommandContext(ctx, server, "server", dir, "--address", address, "--quiet") // #nosec G204 -- found by name
	cmd.Env = append(os.Environ(), "MINIO_ROOT_USER="+storeUser, "MINIO_ROOT_PASSWORD="+storeSecret, "MINIO_BROWSER=off", "MINIO_UPDATE=off")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return func() error {
		err := cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		return err
	}, nil
}

// publishStored publishes to the store, which becomes a place first.
func publishStored(ctx context.Context, e *engine.Engine, words func(key string, pairs ...string) string) (int, error) {
	all, err := e.Targets(ctx)
	if err != nil {
		return 0, err
	}
	if len(all) < 2 {
		at := "s3+http://" + storeUser + "@" + os.Getenv(storeAt) + "/ours?path=yes&region=us-east-1"
		if _, err := e.AddTarget(ctx, engine.NewTarget{Name: "store", Address: at, Secret: storeSecret}); err != nil {
			return 0, err
		}
	}
	done, err := e.Publish(ctx, engine.Publication{Target: "store"}, words)
	return done.Done, err
}
