#!/bin/sh
# Shows a folder that kiln published with Apache, over TLS, to this computer only,
# and runs a command while it does.
#
#   served.sh WORK HOST FOLDER COMMAND...   FOLDER is the document root
#
# In COMMAND's environment SERVED_AT is where it is shown and SERVED_CA the
# certificate to trust. Exit status 77 without Apache or openssl.
set -eu
work=$1 host=$2 folder=$3
shift 3
apache=$(command -v apache2 || command -v /usr/sbin/apache2 || true)
modules=/usr/lib/apache2/modules
if [ -z "$apache" ] || [ ! -d "$modules" ] || ! command -v openssl >/dev/null; then
	echo "Apache or openssl is not installed." >&2
	exit 77
fi
lib=$work/apache
mkdir -p "$lib"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
	-keyout "$lib/key.pem" -out "$lib/cert.pem" 2>/dev/null
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
{
	for m in mpm_event authz_core mime dir headers rewrite ssl; do
		echo "LoadModule ${m}_module $modules/mod_$m.so"
	done
	cat <<-EOF
		ServerName $host
		PidFile $lib/pid
		ErrorLog $lib/log
		DefaultRuntimeDir $lib
		Listen 127.0.0.1:$port
		TypesConfig /dev/null
		AddType text/html .html
		AddType image/png .png
		AddType image/svg+xml .svg
		DocumentRoot $folder
		SSLEngine on
		SSLCertificateFile $lib/cert.pem
		SSLCertificateKeyFile $lib/key.pem
		KeepAliveTimeout 1
		<Directory $folder>
		  AllowOverride All
		  Require all granted
		</Directory>
	EOF
	[ "$(id -u)" -ne 0 ] || printf 'User nobody\nGroup nogroup\n'
} >"$lib/conf"
"$apache" -X -d "$lib" -f "$lib/conf" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
tries=0
until node -e 'require("net").connect(+process.argv[1], "127.0.0.1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$port"; do
	tries=$((tries + 1))
	[ $tries -lt 100 ] || { cat "$lib/log" >&2; exit 1; }
done
SERVED_AT=127.0.0.1:$port SERVED_CA=$lib/cert.pem "$@"
