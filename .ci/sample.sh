#!/bin/sh
# Awards the sample workshop to a folder with the kiln given and says what to
# look at. A second run finds everybody awarded already and says so.
#
#   .ci/sample.sh KILN FOLDER
set -eu

kiln=$1
folder=$2
ledger=$folder/workshop.db

[ -f "$ledger" ] || "$kiln" sample "$folder" >/dev/null # its next steps are taken here
class=$("$kiln" --ledger "$ledger" class list --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)
"$kiln" --ledger "$ledger" award "$class" "$folder/roster.csv" -o "$folder/badges"

cat <<END

The sample workshop is awarded.
  the badges    $folder/badges/*.png        open one: the picture is the credential
  who got one   $folder/badges/report.csv
  the list      $folder/roster.csv          14 rows: one is there twice, one address has a typo

Verify them all, offline:
  $kiln --ledger $ledger verify $folder/badges/*.png
Read the record:
  $kiln --ledger $ledger awards
END
