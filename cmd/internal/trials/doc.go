// Package trials proves, with the real kiln, that hostile circumstances end in
// one plain sentence and lose nothing: bad lists and pictures, full and
// read-only disks, broken ledgers, two programs at once, copied folders, stolen
// backups, forged badges, a kill in the middle.
//
// It has tests only. It builds cmd/kiln once and runs it as people do, with a
// home and folders of its own and no network. It knows what cli.md promises:
// verbs, exit statuses, JSON documents, files. It must not know how kiln keeps
// its promises, except where it plays the thief (who reads every byte) or the
// forger (who can sign).
package trials
