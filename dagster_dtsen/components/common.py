"""What every definition shares: the release partitions and the one-writer pool."""

import dagster as dg

# One release = one partition; `dtsen run` adds it before it starts.
RELEASES = dg.DynamicPartitionsDefinition(name="rilis")

# Everything that opens the warehouse file: DuckDB admits one writing process.
POOL = "duckdb"

# Group and key prefix of the trained models.
TRAINED = "terlatih"
