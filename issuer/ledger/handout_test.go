package ledger_test

import (
	"context"
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

func TestShortCodesAreReadHoweverTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"2346-79CD": "2346-79CD", "234679cd": "2346-79CD", " 23 46 – 79 cd ": "2346-79CD", "2346-79C": "", "2346-79CDF": "", "2346-79C0": "", "": "",
	} {
		if got := ledger.ShortCode(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// A slip and a page are made once for an award, are found again, and say nothing
// of somebody who was erased.
func TestHandouts(t *testing.T) {
	t.Parallel()
	l, _, awards := posting(t, 3)
	var codes []string
	for _, a := range awards {
		update(t, l, func(x *ledger.Tx) error {
			made, err := x.MakeSlips(a.Batch, []string{a.ID})
			if err == nil && made == 1 {
				made, err = x.MakeSlips(a.Batch, []string{a.ID})
				if made != 0 {
					t.Errorf("a second code for %s", a.ID)
				}
			}
			if err == nil {
				_, err = x.MakeClaims(a.Batch, []string{a.ID}, true)
			}
			return err
		})
		update(t, l, func(x *ledger.Tx) error {
			h, found, err := x.HandoutOf(a.ID)
			if !found || len(h.Code) != 9 || len(h.Claim) != 32 || !h.Names {
				t.Errorf("%+v", h)
			}
			codes = append(codes, h.Code)
			return err
		})
	}
	update(t, l, func(x *ledger.Tx) error {
		h, err := x.HandoutByCode(strings.ToLower(strings.ReplaceAll(codes[1], "-", " ")))
		if err != nil || h.Award != awards[1].ID {
			t.Errorf("%+v, %v", h, err)
		}
		if _, err := x.HandoutByCode("2222-2222"); issuer.CodeOf(err) != "slip-unknown" {
			t.Errorf("%v", err)
		}
		if err := x.NoteDelivery(h.Award, ledger.KindPrint, ledger.DeliveryDelivered, "", ""); err != nil {
			return err
		}
		return x.NoteDelivery(h.Award, ledger.KindPrint, ledger.DeliveryCancelled, "", "")
	})
	checked(t, l)
	update(t, l, func(x *ledger.Tx) error {
		_, err := x.Erase("person1@ex.org")
		return err
	})
	update(t, l, func(x *ledger.Tx) error {
		h, _, err := x.HandoutOf(awards[1].ID)
		if h.Code != "" || h.Names || !h.Gone || h.Claim == "" {
			t.Errorf("after erasing: %+v", h)
		}
		list, next, err2 := x.ClaimsAfter(0, 2)
		more, _, err3 := x.ClaimsAfter(next, 2)
		if len(list) != 2 || len(more) != 1 || !list[1].Gone || err2 != nil || err3 != nil {
			t.Errorf("%+v %+v", list, more)
		}
		return err
	})
	checked(t, l)
	if r, err := l.Check(context.Background()); err != nil || len(r.Findings) > 0 {
		t.Errorf("%+v %v", r, err)
	}
}
