#!/bin/sh
# Sees that the system has what a build needs, and says nothing when it does.
#
#   .ci/packages.sh build         a C compiler and libc headers (for SQLite), those of X11 and
#                                 OpenGL (for the window), certificates
#   .ci/packages.sh conformance   also Node.js 20, npm, a browser, and programs that judge pictures
#   .ci/packages.sh window        also a display without a screen, and what presses keys and takes
#                                 pictures there
#   .ci/packages.sh judges        also the servers and programs of other people that tests hold ours
#                                 against, where they are installed: web and file servers among them,
#                                 which is why make test does not ask for these
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

# The window is compiled against X11 and OpenGL. Elsewhere the system has its
# own.
check_window_headers() {
	[ "$(uname -s)" = Linux ] || return 0
	command -v pkg-config >/dev/null 2>&1 || lacks pkg-config
	for header in GL/gl.h:gl X11/Xlib.h:x11 X11/Xcursor/Xcursor.h:xcursor X11/extensions/XInput2.h:xi \
		X11/extensions/Xinerama.h:xinerama X11/extensions/Xrandr.h:xrandr X11/extensions/xf86vmode.h:xxf86vm; do
		# xf86vmode.h wants Xlib.h before it.
		printf '#include <X11/Xlib.h>\n#include <%s>\n' "${header%%:*}" | $cc -E -x c - >/dev/null 2>&1 || lacks "${header##*:}"
	done
}

# A display without a screen is drawn by the processor.
check_display() {
	for tool in Xvfb:xvfb xdotool:xdotool import:imagemagick dbus-run-session:dbus xclip:xclip; do
		command -v "${tool%%:*}" >/dev/null 2>&1 || lacks "${tool##*:}"
	done
	# Names of the sample in scripts that the window leaves to the system's fonts.
	command -v fc-list >/dev/null 2>&1 || lacks fontconfig
	for script in ja:cjk hi:devanagari; do
		fc-list ":lang=${script%%:*}" 2>/dev/null | grep -q . || lacks "${script##*:}"
	done
	for driver in /usr/lib/dri/swrast_dri.so /usr/lib/*/dri/swrast_dri.so /usr/lib64/dri/swrast_dri.so /usr/lib/*/libgallium-*.so /usr/lib64/libgallium-*.so /usr/lib/libgallium-*.so; do
		[ -e "$driver" ] && return 0
	done
	lacks drivers
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
	command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || lacks browser
}

# Programs and servers of other people.
check_judges() {
	for tool in pngcheck:pngcheck rsvg-convert:rsvg pdftotext:poppler pdftoppm:poppler qpdf:qpdf git:git ssh-keygen:ssh \
		zbarimg:zbar sshd:sshd rclone:rclone apache2:apache nginx:nginx sqlite3:sqlite python3:python dovecot:dovecot xmllint:xmllint; do
		PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" >/dev/null 2>&1 || lacks "${tool##*:}"
	done
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
		debian:pkg-config) echo pkg-config ;;
		debian:gl) echo libgl-dev ;;
		debian:x11 | debian:xcursor | debian:xi | debian:xinerama | debian:xrandr | debian:xxf86vm) echo "lib${thing}-dev" ;;
		fedora:pkg-config | arch:pkg-config) echo pkgconf ;;
		fedora:gl) echo mesa-libGL-devel ;;
		fedora:x11) echo libX11-devel ;;
		fedora:xcursor) echo libXcursor-devel ;;
		fedora:xi) echo libXi-devel ;;
		fedora:xinerama) echo libXinerama-devel ;;
		fedora:xrandr) echo libXrandr-devel ;;
		fedora:xxf86vm) echo libXxf86vm-devel ;;
		arch:gl) echo libglvnd ;;
		arch:x11 | arch:xcursor | arch:xi | arch:xinerama | arch:xrandr | arch:xxf86vm) echo "lib$thing" ;;
		debian:xvfb | debian:xdotool | debian:imagemagick | debian:dbus | debian:xclip) echo "$thing" ;;
		fedora:xvfb) echo xorg-x11-server-Xvfb ;;
		fedora:imagemagick) echo ImageMagick ;;
		fedora:dbus) echo dbus-daemon ;;
		fedora:xdotool | fedora:xclip) echo "$thing" ;;
		arch:xvfb) echo xorg-server-xvfb ;;
		arch:xdotool | arch:imagemagick | arch:dbus | arch:xclip) echo "$thing" ;;
		*:fontconfig) echo fontconfig ;;
		debian:cjk) echo fonts-droid-fallback ;;
		debian:devanagari) echo fonts-lohit-deva ;;
		fedora:cjk) echo google-droid-sans-fonts ;;
		fedora:devanagari) echo lohit-devanagari-fonts ;;
		arch:cjk) echo noto-fonts-cjk ;;
		arch:devanagari) echo noto-fonts ;;
		debian:drivers) echo libgl1-mesa-dri ;;
		debian:pngcheck | debian:qpdf | debian:git | debian:rclone) echo "${thing}" ;;
		debian:rsvg) echo librsvg2-bin ;;
		debian:poppler) echo poppler-utils ;;
		debian:zbar) echo zbar-tools ;;
		debian:ssh) echo openssh-client ;;
		debian:sshd) echo openssh-server ;;
		debian:apache) echo apache2 ;;
		debian:nginx) echo nginx-light ;;
		debian:sqlite) echo sqlite3 ;;
		debian:xmllint) echo libxml2-utils ;;
		fedora:xmllint | arch:xmllint) echo libxml2 ;;
		debian:python) echo python3 ;;
		debian:dovecot) echo dovecot-submissiond ;;
		fedora:rsvg) echo librsvg2-tools ;;
		arch:rsvg) echo librsvg ;;
		fedora:poppler) echo poppler-utils ;;
		fedora:zbar | arch:zbar) echo zbar ;;
		arch:poppler) echo poppler ;;
		fedora:ssh) echo openssh-clients ;;
		fedora:sshd) echo openssh-server ;;
		arch:ssh | arch:sshd) echo openssh ;;
		fedora:apache) echo httpd ;;
		arch:apache) echo apache ;;
		fedora:python) echo python3 ;;
		arch:python) echo python ;;
		fedora:pngcheck | fedora:qpdf | fedora:git | fedora:rclone | fedora:nginx | fedora:sqlite | fedora:dovecot) echo "$thing" ;;
		arch:pngcheck | arch:qpdf | arch:git | arch:rclone | arch:nginx | arch:sqlite | arch:dovecot) echo "$thing" ;;
		fedora:drivers) echo mesa-dri-drivers ;;
		arch:drivers) echo mesa ;;
		*:pngcheck | *:qpdf) echo "$thing" ;;
		macos:rsvg) echo librsvg ;;
		macos:poppler) echo poppler ;;
		arch:node | debian:node | fedora:node) echo nodejs ;;
		arch:npm | debian:npm) echo npm ;;
		fedora:npm) echo nodejs-npm ;;
		debian:browser | fedora:browser | arch:browser | macos:browser) echo chromium ;;
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
		tell "(your system's package manager): a C compiler, headers of libc, X11 and OpenGL, ca-certificates$([ "$want" = conformance ] && echo ', Node.js 20, npm')"
	fi
}

check_all() {
	missing=""
	check_compiler
	check_window_headers
	check_certificates
	[ "$want" = window ] && check_display
	[ "$want" = conformance ] && check_node && check_judges
	[ "$want" = judges ] && check_judges
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
