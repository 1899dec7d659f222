"""Room of releases: ids, base chain, sealing, fingerprints, publication, recovery."""
