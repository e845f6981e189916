"""Which schedulers are trusted, and the certificates that it takes."""

from __future__ import annotations

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ovreport.errors import FleetError
from ovreport.fleet import addresses, certificates


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_on_this_machine_nothing_has_to_be_encrypted(address: str) -> None:
    assert addresses.security(address, None) is None


@pytest.mark.parametrize("address", ["tcp://desk:8786", "tcp://192.168.1.5:8786", "tcp://0.0.0.0:8786"])
def test_beyond_this_machine_everything_has_to_be_and_the_way_there_is_told(address: str) -> None:
    with pytest.raises(FleetError, match=r"unencrypted.*ovreport fleet certificates FOLDER"):
        addresses.security(address, None)


@pytest.mark.parametrize(
    "address", ["desk:8786", "http://desk:8786", "tls://desk", "tls://desk:port", "tls://"]
)
def test_what_is_no_address_of_a_scheduler_is_told(address: str) -> None:
    with pytest.raises(FleetError, match="no address of a scheduler"):
        addresses.security(address, None)


def test_an_encrypted_address_needs_its_certificates(tmp_path: Path) -> None:
    with pytest.raises(FleetError, match="--certificates"):
        addresses.security("tls://desk:8786", None)
    with pytest.raises(FleetError, match=r"ca\.pem: not there"):
        addresses.security("tls://desk:8786", tmp_path)


def test_encryption_is_demanded_where_there_are_certificates(tmp_path: Path) -> None:
    certificates.make(tmp_path)
    found = addresses.security("tls://desk:8786", tmp_path)
    assert found is not None
    assert found.require_encryption


def test_the_authority_vouches_for_the_certificate_by_the_strictest_rules(tmp_path: Path) -> None:
    expires = certificates.make(tmp_path)
    trusted = ssl.create_default_context(cafile=str(tmp_path / certificates.AUTHORITY))
    trusted.verify_flags |= ssl.VERIFY_X509_STRICT
    trusted.check_hostname = False
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(tmp_path / certificates.CERTIFICATE, tmp_path / certificates.KEY)
    shaken_hands(trusted, own)
    assert expires - datetime.now(UTC) > timedelta(days=certificates.DAYS - 1)


def shaken_hands(client: ssl.SSLContext, server: ssl.SSLContext) -> None:
    """Both ends of a connection in memory.

    Raises:
        ssl.SSLError: One does not trust the other.
    """
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(back, there), server.wrap_bio(there, back, server_side=True)]
    while ends:
        for each in list(ends):
            try:
                each.do_handshake()
            except ssl.SSLWantReadError:
                continue
            ends.remove(each)


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX systems")
def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    certificates.make(tmp_path)
    assert (tmp_path / certificates.KEY).stat().st_mode & 0o077 == 0


def test_certificates_that_others_may_rely_on_are_not_replaced(tmp_path: Path) -> None:
    certificates.make(tmp_path)
    before = (tmp_path / certificates.KEY).read_bytes()
    with pytest.raises(FleetError, match="there already"):
        certificates.make(tmp_path)
    assert (tmp_path / certificates.KEY).read_bytes() == before
