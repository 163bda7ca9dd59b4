#!/bin/sh
# Sees that the system has what a build needs, and says nothing when it does.
#
#   .ci/packages.sh build         a C compiler and libc headers (for SQLite), certificates
#   .ci/packages.sh conformance   also Node.js 20 and npm
#
# On Debian and its relatives it installs what is missing, as root or through
# sudo. Elsewhere it prints the command to run and stops.
set -eu

want=${1:-build}
cc=${CC:-gcc}
missing=""

lacks() { missing="$missing $1"; }

check_go() {
	if ! command -v go >/dev/null 2>&1; then
		echo "Badgekiln needs Go 1.26 or newer, and there is no go command. See https://go.dev/doc/install" >&2
		exit 1
	fi
	# Asked outside the module, where no other toolchain steps in.
	version=$(cd / && go env GOVERSION)
	minor=${version#go1.}
	minor=${minor%%[!0-9]*}
	if [ "${version#go1.}" != "$version" ] && [ "${minor:-0}" -lt 26 ]; then
		echo "Badgekiln needs Go 1.26 or newer; this is $version. See https://go.dev/doc/install" >&2
		exit 1
	fi
}

check_compiler() {
	if ! command -v "${cc%% *}" >/dev/null 2>&1; then
		lacks compiler
		lacks headers
	elif ! echo '#include <stdlib.h>' | $cc -E -x c - >/dev/null 2>&1; then
		lacks headers
	fi
}

# Go fetches modules over https and trusts the system's certificates.
check_certificates() {
	[ "$(uname -s)" = Linux ] || return 0
	for file in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt \
		/etc/ssl/cert.pem /etc/ssl/ca-bundle.pem; do
		[ -s "$file" ] && return 0
	done
	lacks certificates
}

check_node() {
	command -v node >/dev/null 2>&1 || lacks node
	command -v npm >/dev/null 2>&1 || lacks npm
}

# names gives the package of each missing thing in one system's words.
names() {
	for thing in $missing; do
		case $1:$thing in
		debian:compiler) echo gcc ;;
		debian:headers) echo libc6-dev ;;
		fedora:compiler | arch:compiler) echo gcc ;;
		fedora:headers) echo glibc-devel ;;
		arch:headers) echo glibc ;;
		*:certificates) echo ca-certificates ;;
		arch:node | debian:node | fedora:node) echo nodejs ;;
		arch:npm | debian:npm) echo npm ;;
		fedora:npm) echo nodejs-npm ;;
		macos:node | macos:npm) echo node ;;
		windows:node | windows:npm) echo mingw-w64-ucrt-x86_64-nodejs ;;
		windows:compiler) echo mingw-w64-ucrt-x86_64-gcc ;;
		esac
	done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

tell() {
	echo "Missing here: $(echo "$missing" | sed 's/^ //; s/ /, /g'). Run this, then the same command again:" >&2
	echo "  $1" >&2
	exit 1
}

install_debian() {
	packages=$(names debian)
	command="apt-get install -y --no-install-recommends $packages"
	as=""
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null 2>&1 || tell "su -c 'apt-get update && $command'"
		as="sudo"
		[ -t 0 ] || as="sudo -n" # nobody is there to type a password
		$as true || tell "sudo apt-get update && sudo $command"
	fi
	echo "Installing $packages." >&2
	log=$(mktemp)
	apt="env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq"
	# shellcheck disable=SC2086 # several packages are several words
	if ! { $as $apt update && $as $apt install -y --no-install-recommends $packages; } </dev/null >"$log" 2>&1; then
		cat "$log" >&2
		rm -f "$log"
		echo "The installation failed. Its own words are above." >&2
		exit 1
	fi
	rm -f "$log"
}

supply() {
	case $(uname -s) in
	Darwin)
		case $missing in
		*compiler* | *headers*) tell "xcode-select --install" ;;
		*) tell "brew install $(names macos)" ;;
		esac
		;;
	MINGW* | MSYS* | CYGWIN*) tell "pacman -S --needed $(names windows)" ;;
	esac
	if command -v apt-get >/dev/null 2>&1; then
		install_debian
	elif command -v dnf >/dev/null 2>&1; then
		tell "sudo dnf install $(names fedora)"
	elif command -v pacman >/dev/null 2>&1; then
		tell "sudo pacman -S --needed $(names arch)"
	else
		tell "(your system's package manager): a C compiler, libc headers, ca-certificates$([ "$want" = conformance ] && echo ', Node.js 20, npm')"
	fi
}

check_all() {
	missing=""
	check_compiler
	check_certificates
	[ "$want" = conformance ] && check_node
	return 0
}

check_go
check_all
[ -z "$missing" ] || supply
check_all
[ -z "$missing" ] || { echo "Still missing after the installation:$missing" >&2; exit 1; }

if [ "$want" = conformance ]; then
	node_version=$(node --version)
	node_major=${node_version#v}
	if [ "${node_major%%.*}" -lt 20 ]; then
		echo "The conformance checks need Node.js 20 or newer; this is $node_version." >&2
		exit 1
	fi
fi
