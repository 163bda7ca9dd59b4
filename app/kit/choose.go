package kit

// Choose says which file or folder is asked for.
type Choose struct {
	Title      string
	Button     string   // what the primary button says; "" is Open or Save
	Extensions []string // ".csv", lower case; none: all files
	Save       bool
	Folder     bool
	Name       string // of the file to save
	Start      string // folder to begin in; "" is where one was last
	Recent     bool   // offer the newest matching files of Downloads, Desktop and Documents
}

// ChooseFile asks for a file by our own dialog, and calls done with its path;
// not at all when nothing is chosen. A file that is there already is asked
// about before it is saved over.
func (e Env) ChooseFile(c Choose, done func(path string)) { newChooser(e, c, done).show() }
