package award

import (
	"io"
	"os"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// folder puts files into a folder and leaves those that are right alone.
type folder struct {
	to    *durable.Folder
	right int
}

func openFolder(dir string, renamed func()) (*folder, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, issuer.Fail(issuer.Usage, "out-not-folder", "file", dir).At(dir)
	}
	to, err := durable.OpenFolder(dir)
	if err != nil {
		return nil, issuer.Unwritten(dir, err)
	}
	to.Renamed = renamed
	return &folder{to: to}, nil
}

func (f *folder) put(file outFile) error {
	if f.to.Same(file.name, file.data) {
		f.right++
		return nil
	}
	return f.to.Put(file.name, file.data)
}

func (f *folder) pour(name string, write func(io.Writer) error) error {
	same, err := f.to.Pour(name, write)
	if same {
		f.right++
	}
	return err
}

func (f *folder) close() (files, right int, err error) {
	err = f.to.Close()
	return f.to.Files, f.right, err
}

func (f *folder) abandon() { f.to.Abandon() }
