"""A certificate for RTMPS on this machine, and the authority that encoders are told to trust."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_DAYS = 365
_MARGIN = timedelta(days=30)


def load_context(folder: Path) -> ssl.SSLContext:
    """Return the server's side of TLS; `ca.pem` in the folder is the authority. Both are made when they are needed."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, server = folder / "ca.pem", folder / "server.pem"
    if not _is_valid(authority) or not _is_valid(server):
        _write_pair(authority, server)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server)
    return context


def _is_valid(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc > datetime.now(UTC) + _MARGIN
    except ValueError:
        return False


def _write_pair(authority: Path, server: Path) -> None:
    """Write both certificates; the authority's key is forgotten, so it signs nothing else."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("ivs-local")
    root = (
        _build(root_name, root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(root_key, SHA256())
    )
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        _build(_name("localhost"), root_name, key.public_key())
        .add_extension(names, critical=False)
        .sign(root_key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    server.touch(mode=0o600)
    server.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
    authority.write_bytes(root.public_bytes(Encoding.PEM))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _build(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS))
    )
