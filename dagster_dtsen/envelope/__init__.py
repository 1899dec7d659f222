"""Room of sealed hand-over packages: certificates, CMS, manifest, building, checking, opening."""
