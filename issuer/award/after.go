package award

import (
	"context"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// AddFaces adds a format to the awards of a batch that were issued before, for
// the issuer's present identity. Faces made earlier do not change. Called
// again it finishes what was interrupted and adds nothing twice. It returns
// how many faces this call made, or in a dry run would make.
// alg is the kind of key for tokens, "" for the usual.
func (c *Clerk) AddFaces(ctx context.Context, batch string, formats []issuer.Format, alg string, progress func(done, total int)) (int, error) {
	m := c.maker()
	total := 0
	err := c.update(ctx, func(t *ledger.Tx) error {
		b, err := t.Batch(batch)
		if err != nil {
			return err
		}
		if err := c.planFaces(t, m, b, formats, alg); err != nil {
			return err
		}
		waiting, err := t.PlannedFaces(batch, -1)
		total = len(waiting)
		return err
	})
	if err != nil || c.Dry {
		return total, err
	}
	done := 0
	for err == nil && done < total {
		if err = ctx.Err(); err != nil {
			break
		}
		if progress != nil {
			progress(done, total)
		}
		var n int
		if n, err = c.faceGroup(ctx, m, batch); n == 0 {
			break
		}
		done += n
	}
	return done, err
}

// planFaces writes, as planned, the faces a batch's awards do not have yet.
func (c *Clerk) planFaces(t *ledger.Tx, m *maker, b ledger.Batch, formats []issuer.Format, alg string) error {
	class, err := t.Class(b.Class, b.Version)
	if err != nil {
		return err
	}
	profile, err := t.Issuer(class.Issuer)
	if err != nil {
		return err
	}
	if formats, err = Formats(formats, profile); err != nil {
		return err
	}
	by, err := identity(t, class.Issuer, alg)
	if err != nil {
		return err
	}
	if err := by.open(m, formats); err != nil {
		return err
	}
	if err := by.complete(t, class, formats); err != nil {
		return err
	}
	awards, err := t.Awards(ledger.Filter{Batch: b.ID, State: issuer.Issued})
	if err != nil {
		return err
	}
	for _, a := range awards {
		faces, err := t.Faces(a.ID)
		if err != nil {
			return err
		}
		for _, format := range formats {
			if has(faces, format, by.who) || !format.Verifiable() && a.Email == "" {
				continue
			}
			if err := addFace(t, a.ID, format, class, by, true); err != nil {
				return err
			}
		}
	}
	return publishLists(t, m, by, nil)
}

func has(faces []issuer.Face, format issuer.Format, who issuer.Identity) bool {
	for _, f := range faces {
		if f.Format == format && f.Identity.ID == who.ID {
			return true
		}
	}
	return false
}

// facesAtOnce is how many added faces are signed and committed at a time.
const facesAtOnce = 500

// faceGroup signs and commits the next planned faces of a batch.
func (c *Clerk) faceGroup(ctx context.Context, m *maker, batch string) (int, error) {
	var jobs []job
	err := c.Ledger.View(ctx, func(t *ledger.Tx) error {
		faces, err := t.PlannedFaces(batch, facesAtOnce)
		if err != nil {
			return err
		}
		desk := newDesk(t)
		for _, f := range faces {
			a, err := t.Award(f.Award)
			if err != nil {
				return err
			}
			claim, err := desk.claim(a, f)
			if err != nil {
				return err
			}
			jobs = append(jobs, job{award: a, claims: []issuer.Claim{claim}})
		}
		return nil
	})
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	if err := sign(m, jobs); err != nil {
		return 0, err
	}
	c.at(StepSigned)
	err = c.Ledger.Update(ctx, func(t *ledger.Tx) error {
		for _, j := range jobs {
			now, found, err := t.FaceByID(j.claims[0].Face.ID)
			if err != nil {
				return err
			}
			if !found || now.SHA256 != "" {
				continue // another program was first, with the same bytes
			}
			face := j.claims[0].Face
			face.SHA256 = j.frozen[0].Sum()
			if err := t.FreezeFace(face, j.frozen[0]); err != nil {
				return err
			}
			if err := t.RecordFace(face); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	c.at(StepCommitted)
	return len(jobs), nil
}
