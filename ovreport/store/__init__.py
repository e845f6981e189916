"""Keep records: one self-describing Parquet file a trial, below one results folder."""
