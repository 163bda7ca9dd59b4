# What the other parts begin with: the list and the design of the sample. Read
# by ../part.sh before all others.

ledger=$work/sample/workshop.db
kiln sample "$work/sample" --seed 7 >/dev/null
