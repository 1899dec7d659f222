"""Room: ranking. Train the welfare model on the survey, freeze it, lay it out for SQL to score."""
