"""A container is whole or refused: every flip, cut, gap and swapped part is found."""

from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import StoreDamaged
from pdpcli.store import container
from pdpcli.store.container import CONVENTIONS, ENVELOPE, STORE, Header
from pdpcli.store.journal import Head

KEY = b"k" * 32
PARTS = (b"enveloppe", b"cahier" * 500, b"")


def made(parts=PARTS, key=KEY, store_id="0" * 32):
    sizes = tuple(zip((ENVELOPE, STORE, CONVENTIONS), map(len, parts), strict=True))
    header = Header(store_id, 1, "2026-11-22T02:00:00+00:00", Head(1, 12, "a" * 64), sizes)
    file = BytesIO()
    container.write(file, header, [[part] for part in parts], key)
    return file.getvalue()


def read(data, key=KEY):
    """Everything a verification reads of the container itself; the bytes of the store."""
    file, out = BytesIO(data), BytesIO()
    header = container.read_header(file)
    container.check_digest(file, header)
    container.copy_store(file, header, key, out)
    return out.getvalue()


def test_what_is_written_is_read():
    assert read(made()) == PARTS[1]
    file = BytesIO(made())
    header = container.read_header(file)
    assert container.part(file, header, ENVELOPE) == PARTS[0]
    assert container.part(file, header, CONVENTIONS) == b""


def test_every_byte_counts():
    data = made((b"e", b"cahier", b"c"))
    for at in range(len(data)):
        for bit in (1, 32, 128):
            harmed = bytearray(data)
            harmed[at] ^= bit
            with pytest.raises(StoreDamaged):
                read(bytes(harmed))


def test_every_cut_and_every_gap_is_found_and_says_how_much():
    data = made()
    with pytest.raises(StoreDamaged, match=r"vide \(0 octet\)"):
        read(b"")
    for at in range(1, len(data), 53):
        with pytest.raises(StoreDamaged):
            read(data[:at])
        with pytest.raises(StoreDamaged):
            read(data[:at] + data[at + 1 :])
    with pytest.raises(StoreDamaged, match="il en manque 7 octets"):
        read(data[:-7])
    with pytest.raises(StoreDamaged, match="3 octets de trop"):
        read(data + b"abc")


def test_parts_put_together_by_another_hand_are_found_though_the_digest_is_right():
    data = made()
    other = data.replace(b"cahiercahier", b"cahierCAHIER", 1)
    body = other[:-32]
    with pytest.raises(StoreDamaged, match="ne vont pas ensemble"):
        read(body + sha256(body).digest())
    with pytest.raises(StoreDamaged, match="ne vont pas ensemble"):
        read(data, key=b"x" * 32)


@given(st.binary(max_size=400))
def test_anything_else_is_refused(junk):
    for data in (junk, b"pdp-sauvegarde-1\n" + junk, b"pdp-sauvegarde-1\n{}\n" + junk):
        with pytest.raises(StoreDamaged):
            read(data)
