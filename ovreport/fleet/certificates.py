"""An authority of a fleet's own, and the one certificate that its desk, scheduler and workers share."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ovreport.errors import FleetError

AUTHORITY, CERTIFICATE, KEY = "ca.pem", "fleet.pem", "fleet.key"
DAYS = 730
_BOTH_ENDS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])


def make(folder: Path) -> datetime:
    """Write the authority, the certificate and its key into a folder; the key can be read by its owner alone.

    The authority's own key is kept nowhere, so that it vouches for nobody else. Dask looks at who signed a
    certificate and not at the names in it.

    Returns:
        When they expire.

    Raises:
        FleetError: They are there already, or cannot be written.
    """
    now = datetime.now(UTC)
    expires = (now + timedelta(days=DAYS)).replace(microsecond=0)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def signed(name: str, of: ec.EllipticCurvePrivateKey, *, authority: bool) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named("ovreport fleet authority"))
            .public_key(of.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))  # clocks of a laboratory differ
            .not_valid_after(expires)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(_usage(authority=authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(of.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
            )
        )
        if not authority:
            builder = builder.add_extension(_BOTH_ENDS, critical=False)
        return builder.sign(authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(folder / AUTHORITY, signed("ovreport fleet authority", authority_key, authority=True), 0o644)
    _write(folder / CERTIFICATE, signed("ovreport fleet", key, authority=False), 0o644)
    _write(folder / KEY, private, 0o600)
    return expires


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise FleetError(
            f"{path}: there already, and others may rely on it. Name another folder, or move it away."
        ) from error
    except OSError as error:
        raise FleetError(f"{path}: cannot be written: {error.strerror}. Name another folder.") from error
