# An award that is killed. Read by ../part.sh.

kills=${BADGEKILN_KILLS:-12}
say "an award of 2,000 people killed $kills times, anywhere"
BADGEKILN_KILLS=$kills go test -count=1 -json -timeout 30m -run '^TestKilledAnywhere$' ./cmd/internal/engine | tally
