// Package durable writes files that appear whole or not at all and are still
// there after a power cut: temporary name, sync, rename.
//
// It knows files and folders. It must not know what is in them, and it chooses
// no words: errors are those of the file system.
package durable
