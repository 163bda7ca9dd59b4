package awarding

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/further"
	"badgekiln/app/kit"
	"badgekiln/issuer"
)

// furtherPart leads to what can be said about every award besides who it is
// for.
func (r *Room) furtherPart() fyne.CanvasObject {
	said := 0
	v := reflect.ValueOf(r.more)
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			said++
		}
	}
	rows := []fyne.CanvasObject{kit.Label(r.t("further"))}
	if said > 0 {
		rows = append(rows, kit.Second(r.counted("further.said", said)))
	}
	rows = append(rows, kit.HBox(0, kit.NewButton(r.t("further.do"), "pen", kit.Plain, r.askFurther).Small()))
	return kit.VBox(4, rows...)
}

// askFurther shows the fields of every award, and takes them over when nothing
// is wrong with them.
func (r *Room) askFurther() {
	m, faults := further.Clone(r.more), map[string]string{}
	fields := map[string]interface{ SetError(string) }{}
	holder := container.NewStack()
	var sheet *further.Sheet
	var build func()
	sheet = further.NewSheet(further.Page{
		Env: r.env, Fault: func(path string) string { return faults[path] },
		Field: func(path string, f interface{ SetError(string) }) { fields[path] = f },
		Typed: func(path string) {
			if faults[path] != "" {
				delete(faults, path)
				if f := fields[path]; f != nil {
					f.SetError("")
				}
			}
		},
		Rebuild: func() {
			build()
			sheet.Focus()
		},
	})
	var scroll *container.Scroll
	build = func() {
		clear(fields)
		before := scroll
		scroll = kit.Scroll(kit.Inset(0, 16, 0, 0, kit.VBox(12, sheet.Award(&m, r.plan.Class.Results)...)))
		if before != nil {
			scroll.Offset = before.Offset
		}
		holder.Objects = []fyne.CanvasObject{scroll}
		holder.Refresh()
	}
	build()
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, nil)
	do := kit.NewButton(r.t("further.take"), "", kit.Primary, nil)
	d := r.env.NewDialog(r.t("further.title"), kit.VBox(10, kit.Body(r.t("further.text", "column", "{"+r.t("further.example")+"}")).In(kit.ColorText2), kit.Exactly(0, 420, holder)), no, do).Sized(720, 0)
	no.OnTap(d.Close)
	do.OnTap(func() {
		m = timed(further.Tidy(m))
		faults = further.Say(r.env, furtherFaults(m, r.plan.Class.Results))
		if len(faults) > 0 {
			sheet.OpenFaults(slices.Collect(maps.Keys(faults)))
			build()
			return
		}
		d.Close()
		r.more = m
		r.planIt()
	})
	d.Show()
}

// timed gives days a time, as the standard wants one: noon, which is that day
// nearly everywhere.
func timed(m issuer.AwardMore) issuer.AwardMore {
	for _, at := range []*string{&m.ActivityStart, &m.ActivityEnd, &m.AwardedDate} {
		if _, err := time.Parse(time.DateOnly, *at); err == nil {
			*at += "T12:00:00Z"
		}
	}
	return m
}

// furtherFaults are what is wrong with the members of every award, as far as
// it can be told before the list fills in what stands in braces.
func furtherFaults(m issuer.AwardMore, results []issuer.ResultDescription) []issuer.MoreFault {
	return slices.DeleteFunc(m.Faults(issuer.ClassMore{ResultDescription: results}), func(f issuer.MoreFault) bool { return strings.Contains(f.Value, "{") })
}
