"""What a file is, decided by its content: a matrix of the true, the renamed and the hidden."""

import io
import re
import socket
import struct
import threading
import zipfile

import pytest

from touchstone.kernel.errors import Refused
from touchstone.portfolio.content import drawing, reading, scanning
from touchstone.portfolio.content.kinds import BY_MEDIA_TYPE, DOCX, MP3, ODT, PDF, RTF, TXT
from touchstone.portfolio.content.names import clean_name
from touchstone.portfolio.content.sniffing import recognise
from touchstone.portfolio.tests import samples

TRUE = {
    "plan.docx": samples.docx_file,
    "plan.odt": samples.odt_file,
    "plan.pdf": samples.pdf_file,
    "plan.rtf": lambda: samples.RTF,
    "plan.txt": lambda: samples.TEXT,
    "plan.png": samples.png_file,
    "plan.jpg": samples.jpg_file,
    "plan.jpeg": samples.jpg_file,
    "talk.mp3": samples.mp3_file,
    "tagged.mp3": lambda: b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10 + samples.mp3_file(),
    "talk.m4a": lambda: samples.mp4_file(b"soun", b"M4A "),
    "sound.mp4": lambda: samples.mp4_file(b"soun"),
    "telephone.m4a": lambda: samples.mp4_file(b"soun", b"3gp4"),
    "camera.mp4": lambda: samples.mp4_file(b"vide", b"MSNV"),
    "film.mp4": samples.mp4_file,
    "film.webm": samples.webm_file,
    "western.txt": lambda: "Café – she said: yes".encode("cp1252"),
    "wide.txt": lambda: "Café".encode("utf-16"),
    "marked.txt": lambda: "Café".encode("utf-8-sig"),
}


def kind_of(name, content):
    return recognise(io.BytesIO(content), name, name.rpartition(".")[2])


def test_a_western_text_that_ends_in_an_accented_letter_is_read_as_it_was_written():
    assert reading.text_of(io.BytesIO("Un café".encode("cp1252"))) == "Un café"


@pytest.mark.parametrize("name", TRUE)
def test_a_true_file_is_known_by_its_content(name):
    found = kind_of(name, TRUE[name]())
    assert name.rpartition(".")[2] in found.extensions


@pytest.mark.parametrize("name", TRUE)
@pytest.mark.parametrize("other", ["docx", "pdf", "png", "mp3", "webm", "rtf"])
def test_a_renamed_file_is_refused_with_its_true_kind(name, other):
    found = kind_of(name, TRUE[name]())
    if other in found.extensions:
        return
    with pytest.raises(Refused, match=found.words):
        recognise(io.BytesIO(TRUE[name]()), f"renamed.{other}", other)


REFUSED = {
    "a program": (b"MZ\x90\0" + b"\0" * 300, "Windows program"),
    "a Linux program": (b"\x7fELF" + b"\0" * 300, "a program"),
    "a script": (b"#!/bin/sh\necho hello\n", "a script"),
    "a drawing": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
    "a bare drawing": (b"  <svg onload='x()'/>", "SVG"),
    "a web page": (b"<!DOCTYPE html><html><body>Hello</body></html>", "web page"),
    "a web page after a note": (b"<!-- x --><script>alert(1)</script>", "web page"),
    "a wide web page": ("<html><body>Hello</body></html>".encode("utf-16"), "web page"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word file"),
    "a GIF": (b"GIF89a" + b"\0" * 40, "GIF"),
    "a plain archive": (samples.zip_of(note=b"hello"), "content is"),
    "a Matroska film": (samples.webm_file(b"matroska"), "content is"),
    "a QuickTime film": (samples.mp4_file(brand=b"qt  "), "content is"),
    "noise": (bytes(range(256)) * 4, "content is"),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("extension", ["docx", "txt", "png", "pdf"])
def test_what_is_not_taken_is_refused_under_any_name(what, extension):
    content, words = REFUSED[what]
    with pytest.raises(Refused, match=words):
        recognise(io.BytesIO(content), f"evidence.{extension}", extension)


RELATIONS = (
    b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
    b"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s' Target='%s' "
    b"TargetMode='External'/></Relationships>"
)

HARMFUL = {
    "a macro": (lambda: samples.docx_with("word/vbaProject.bin", b"\0"), "macro"),
    "a macro by its type": (
        lambda: samples.docx_with(
            "word/x.xml",
            b"<x/>",
            types=(
                b"openxmlformats-officedocument.wordprocessingml.document.main",
                b"ms-word.document.macroEnabled.main",
            ),
        ),
        "macro",
    ),
    "an object": (lambda: samples.docx_with("word/embeddings/oleObject1.bin", b"\0"), "embedded object"),
    "a control": (lambda: samples.docx_with("word/activeX/activeX1.xml", b"<x/>"), "embedded object"),
    "a template outside": (
        lambda: samples.docx_with(
            "word/_rels/settings.xml.rels", RELATIONS % (b"attachedTemplate", b"https://elsewhere.example/t.dotm")
        ),
        "attachedTemplate",
    ),
    "an entity bomb": (
        lambda: samples.docx_with("word/_rels/x.xml.rels", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        "broken",
    ),
    "a bomb": (lambda: samples.docx_with("word/media/big.bmp", b"\0" * 30_000_000), "far more"),
    "too many parts": (
        lambda: samples.zip_of(**{f"p{n}": b"" for n in range(2_001)}, **{"word/document.xml": b""}),
        "far more",
    ),
    "a file before it": (lambda: b"MZ\x90\0" + samples.docx_file(), "content is"),
    "a file after it": (lambda: samples.docx_file() + b"<script>alert(1)</script>", "hidden"),
    "its end cut off": (lambda: samples.docx_file()[:-80], "broken"),
}


@pytest.mark.parametrize("what", HARMFUL)
def test_a_word_file_with_more_than_words_is_refused(what):
    make, words = HARMFUL[what]
    with pytest.raises(Refused, match=words):
        kind_of("plan.docx", make())


def test_a_link_in_a_word_file_is_no_harm():
    content = samples.docx_with("word/_rels/extra.xml.rels", RELATIONS % (b"hyperlink", b"https://example.org/"))
    assert kind_of("plan.docx", content) is DOCX


def test_a_locked_archive_is_refused_for_its_password():
    content = bytearray(samples.docx_file())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    with pytest.raises(Refused, match="password"):
        kind_of("plan.docx", bytes(content))


HIDING = {
    "a script after a picture": ("photo.png", lambda: samples.png_file() + b"<script>x</script>"),
    "an archive after a photo": ("photo.jpg", lambda: samples.jpg_file() + samples.zip_of(a=b"b")),
    "an archive after a PDF": ("plan.pdf", lambda: samples.pdf_file() + samples.zip_of(a=b"b")),
    "an object in rich text": ("plan.rtf", lambda: rb"{\rtf1 {\object\objdata 0105}}"),
    "a template in rich text": ("plan.rtf", lambda: rb"{\rtf1 {\*\template http://elsewhere.example/x}}"),
    "words after rich text": ("plan.rtf", lambda: samples.RTF + b"MZ"),
    "a macro in an OpenDocument": ("plan.odt", lambda: _odt_with("Basic/Standard/Module1.xml")),
    "a broken PDF": ("plan.pdf", lambda: b"%PDF-1.7\nnothing"),
    "a broken picture": ("photo.png", lambda: samples.png_file()[:40]),
    "a film cut off": ("film.mp4", lambda: samples.mp4_file()[:60]),
}


def _odt_with(part):
    sink = io.BytesIO(samples.odt_file())
    with zipfile.ZipFile(sink, "a") as archive:
        archive.writestr(part, b"<x/>")
    return sink.getvalue()


@pytest.mark.parametrize("what", HIDING)
def test_a_file_that_hides_another_or_is_broken_is_refused(what):
    name, make = HIDING[what]
    with pytest.raises(Refused):
        kind_of(name, make())


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000])
def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn(side):
    with pytest.raises(Refused, match="million points"):
        kind_of("photo.png", samples.png_that_claims(side, side))


@pytest.mark.parametrize(
    "name",
    ["plan.exe", "plan.docm", "plan", "plan.docx.exe", "plan.exe.docx", "a.html.pdf", ".docx", "plan\x00.docx", ""],
)
def test_a_name_that_hides_something_is_refused(name):
    with pytest.raises(Refused):
        clean_name(name)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("../../etc/plan.PDF", "plan.pdf"),
        ("pl\u202ean\n.txt", "plan.txt"),
        ("2026.04.02 talk.mp3", "2026.04.02 talk.mp3"),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"),
    ],
)
def test_a_name_is_made_safe_to_keep(sent, kept):
    assert clean_name(sent) == kept


@pytest.mark.parametrize("name", ["plan.docx", "plan.odt", "plan.rtf", "plan.txt", "plan.pdf"])
def test_the_words_of_a_document_are_read(name):
    source = io.BytesIO(TRUE[name]())
    kind = recognise(source, name, name.rpartition(".")[2])
    assert "We agreed one goal" in reading.read_facts(source, kind).text


def test_pages_and_length_are_read():
    assert reading.read_facts(io.BytesIO(samples.pdf_file()), PDF).pages == 1
    assert reading.read_facts(io.BytesIO(samples.mp3_file(400)), MP3).duration_seconds == 10


@pytest.mark.parametrize("kind", [DOCX, ODT, PDF, MP3, RTF, TXT])
def test_a_file_that_will_not_be_read_gives_nothing_and_no_error(kind):
    assert reading.read_facts(io.BytesIO(b"\x01\x02 no such thing"), kind).pages is None


@pytest.mark.parametrize("name", ["plan.docx", "plan.odt", "plan.rtf", "plan.txt", "plan.pdf"])
def test_a_document_is_drawn_with_an_id_for_each_paragraph(name):
    kind = kind_of(name, TRUE[name]())
    drawn = drawing.draw(io.BytesIO(TRUE[name]()), kind.media_type)
    assert drawn.form == "text"
    html = "".join(section.html for section in drawn.sections)
    assert [f'id="p{n}"' in html for n in range(1, drawn.paragraphs + 1)] == [True] * drawn.paragraphs
    assert drawing.draw(io.BytesIO(TRUE[name]()), kind.media_type) == drawn


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://a.example/x.png)",
    ],
)
def test_nothing_that_runs_or_fetches_is_ever_drawn(words):
    for media_type in ("text/markdown", "text/plain"):
        html = drawing.draw(io.BytesIO(words.encode()), media_type).sections[0].html
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html


def test_headings_of_a_document_stand_below_those_of_the_page():
    words = b"## Plan\n\ntext\n\n#### Detail\n\n# Top\n\n#### Deep\n"
    html = drawing.draw(io.BytesIO(words), "text/markdown").sections[0].html
    assert re.findall(r"<(h\d)", html) == ["h3", "h4", "h3", "h4"]


def test_a_recording_is_played_and_not_drawn():
    assert BY_MEDIA_TYPE["audio/mpeg"].is_text is False


# The scanner: a fake that speaks as clamd does.


class Clamd(threading.Thread):
    def __init__(self, answer: bytes):
        super().__init__(daemon=True)
        self.answer, self.received = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"

    def run(self):
        line, _ = self.door.accept()
        with line, line.makefile("rb") as stream:
            stream.read(len(b"zINSTREAM\0"))
            while length := struct.unpack("!L", stream.read(4))[0]:
                self.received += stream.read(length)
            line.sendall(self.answer)
        self.door.close()


@pytest.mark.parametrize(
    ("answer", "found"), [(b"stream: OK\0", ""), (b"stream: Eicar-Test-Signature FOUND\0", "Eicar-Test-Signature")]
)
def test_the_scanner_gets_every_byte_and_is_believed(answer, found):
    scanner = Clamd(answer)
    scanner.start()
    assert scanning.scan([b"abc", b"def"], scanner.address) == found
    scanner.join(5)
    assert scanner.received == b"abcdef"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"OKAY\0"])
def test_a_scanner_that_says_neither_yes_nor_no_lets_nothing_through(answer):
    scanner = Clamd(answer)
    scanner.start()
    with pytest.raises(scanning.NoAnswer):
        scanning.scan([b"abc"], scanner.address)
    scanner.join(5)


def test_a_scanner_that_is_down_lets_nothing_through():
    free = socket.create_server(("127.0.0.1", 0))
    address = f"127.0.0.1:{free.getsockname()[1]}"
    free.close()
    with pytest.raises(scanning.NoAnswer):
        scanning.scan([b"abc"], address)
