"""Room: evaluation of the linkage against a known truth. Nothing else may read truth."""
