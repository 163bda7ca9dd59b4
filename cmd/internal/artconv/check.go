package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"badgekiln/designer"
	"badgekiln/designer/preflight"
	"badgekiln/designer/template"
)

// check looks at each template in each palette it is meant for as the preflight
// does, prints what is found, and tells how many do not pass.
func check(catalogue *template.Catalogue) (int, error) {
	fonts, err := fonts()
	if err != nil {
		return 0, err
	}
	var lock sync.Mutex
	var wait sync.WaitGroup
	bad, looked := 0, 0
	next := make(chan template.Template)
	for range runtime.NumCPU() {
		wait.Go(func() {
			for t := range next {
				for _, doc := range palettesOf(t, catalogue) {
					r, err := preflight.Check(context.Background(), doc, preflight.Options{Fonts: fonts})
					lock.Lock()
					looked++
					if err != nil || r.Worst() == preflight.Bad {
						bad++
					}
					said(doc, r, err)
					lock.Unlock()
				}
			}
		})
	}
	for _, t := range catalogue.Templates() {
		next <- t
	}
	close(next)
	wait.Wait()
	fmt.Printf("%d designs, %d bad\n", looked, bad)
	return bad, nil
}

func said(doc designer.Document, r preflight.Report, err error) {
	if err != nil {
		fmt.Println(doc.Template, doc.Name, err)
	}
	for _, f := range r.Findings {
		if f.Code != preflight.NoLicence && f.Code != preflight.NoAlt {
			fmt.Println(doc.Template, doc.Name, f.Severity, f.Code, f.Layer, f.Measured)
		}
	}
}

// palettesOf gives a template in every palette but those it names as unfit. The
// name of each says which.
func palettesOf(t template.Template, catalogue *template.Catalogue) []designer.Document {
	doc, err := catalogue.Open(t.ID)
	if err != nil {
		return nil
	}
	var list []designer.Document
	for _, p := range catalogue.Palettes() {
		if t.Avoids(p.Name) {
			continue
		}
		l, _ := catalogue.Level(p.Level)
		one := template.Recolour(doc, p, l)
		one.Name = p.Name
		list = append(list, one)
	}
	return list
}
