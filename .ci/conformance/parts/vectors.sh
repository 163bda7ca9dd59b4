# The published vectors. Read by ../part.sh.

say "published vectors, byte for byte"
go test -json ./issuer/proof ./issuer/ob3 ./issuer/ob2 ./issuer/bake | tally
