// Package ui is the look: layouts, components, icons, pattern and mark.
//
// A page hands a component one small struct of finished words and links; a
// component decides nothing about the domain and reads only the language from
// the context. Words of the components themselves stand in the catalogue under
// "core."; everything else is passed in. Each component is one .templ file
// here, one file of the same name under assets/css/components, and one entry
// in the gallery.
//
// The package owns no tables.
package ui
