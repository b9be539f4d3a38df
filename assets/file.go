package assets

import "fmt"

// File gives the bytes of a bundled file by its plain name, for what the
// program itself reads: the fonts of what is printed.
func File(name string) ([]byte, error) {
	hashed, ok := manifest()[name]
	if !ok {
		return nil, fmt.Errorf("assets: %s is not bundled; run node assets/build.mjs", name)
	}
	return dist.ReadFile("dist/" + hashed)
}
