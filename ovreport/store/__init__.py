"""Records on disk: one Parquet file per trial, whole or not there; this room alone knows pyarrow."""

from ovreport.store.combined import write_frames
from ovreport.store.examine import Examination, Finding, examine
from ovreport.store.folder import RECORD_NAME, Listing, Store, Stored, read_file
from ovreport.store.format import FORMAT_VERSION
from ovreport.store.headers import RecordHeader, header_of, measure_key
from ovreport.store.hosts import check_name, derived_name
from ovreport.store.lock import locked
from ovreport.store.resume import (
    Present,
    belonging,
    done,
    left_out,
    newest,
    permanent_failures,
    remaining,
)
from ovreport.store.writing import texts

__all__ = [
    "FORMAT_VERSION",
    "RECORD_NAME",
    "Examination",
    "Finding",
    "Listing",
    "Present",
    "RecordHeader",
    "Store",
    "Stored",
    "belonging",
    "check_name",
    "derived_name",
    "done",
    "examine",
    "files",
    "header_of",
    "left_out",
    "locked",
    "measure_key",
    "newest",
    "permanent_failures",
    "read_file",
    "remaining",
    "texts",
    "write_frames",
]
