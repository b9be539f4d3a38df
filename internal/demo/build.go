package demo

import (
	"context"
	"fmt"
	"slices"

	"koryu/internal/account"
	"koryu/internal/event"
)

// Build plays the sample year into an empty, migrated database and gives the way to everything in it. When it returns,
// the clock stands at [Start].
func Build(ctx context.Context, w World) (Manifest, error) {
	y := &year{
		World: w, cast: map[string]person{}, events: map[string]event.Event{}, regs: map[string]event.Registration{},
		ids: map[string]string{}, actors: map[string]account.Actor{},
	}
	for _, p := range cast() {
		y.cast[p.key] = p
	}
	if err := y.found(ctx); err != nil {
		return Manifest{}, fmt.Errorf("demo: %w", err)
	}
	for _, p := range plansArchive {
		y.announce(p)
		y.invite(p)
		y.openDoor(p, paperDoor)
	}
	for _, p := range plans2024 {
		y.announce(p)
		y.invite(p)
		if !p.draft && p.ends.Before(Start) {
			y.openDoor(p, doors[p.key])
		}
	}
	y.chooseLightning()
	y.uenoDoor()
	y.tell()
	y.meet()
	y.work()
	y.withdrawNews()
	y.enterOthers()
	y.prepareDoor("E5", "2024-11-15 17:20")
	if err := y.play(ctx, Start); err != nil {
		return Manifest{}, err
	}
	if _, err := y.Accounts.Seal(ctx); err != nil {
		return Manifest{}, err
	}
	return y.manifest(ctx)
}

// everybody gives the keys of the cast in order.
func (y *year) everybody() []string {
	all := make([]string, 0, len(y.cast))
	for key := range y.cast {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}
