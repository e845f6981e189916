"""Records on disk: one Parquet file per trial, whole or not there; this room alone knows pyarrow."""

from ovreport.store.examine import Examination, Finding, examine
from ovreport.store.folder import Listing, Store, Stored
from ovreport.store.format import FORMAT_VERSION
from ovreport.store.heads import Head, head_of, measure_key
from ovreport.store.hosts import check_name, derived_name
from ovreport.store.left import Present, belonging, done, lasting, left_out, newest, present, remaining

__all__ = [
    "FORMAT_VERSION",
    "Examination",
    "Finding",
    "Head",
    "Listing",
    "Present",
    "Store",
    "Stored",
    "belonging",
    "check_name",
    "derived_name",
    "done",
    "examine",
    "head_of",
    "lasting",
    "left_out",
    "measure_key",
    "newest",
    "present",
    "remaining",
]
