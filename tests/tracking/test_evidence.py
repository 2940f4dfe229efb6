"""What bears out work: which files are taken, that nothing in them tells who made them, who sees them, when they are gone."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from pypdfium2 import PdfDocument
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desks import World
from upright.extract.sniff import sniff
from upright.tracking import evidence, keep, traces
from upright.tracking.models import Action, Contribution, Entry, Evidence, Person, Value

NAME = "Ann Zimmerling"  # whoever made the files
PLACE = "47 Elm Street"
PEOPLE = f'<people><person author="{NAME}"><presenceInfo providerId="AD" userId="{NAME}"/></person></people>'.encode()
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="attachedTemplate"'
    f' Target="file:///C:/Users/{NAME}/report.dotx" TargetMode="External"/></Relationships>'
).encode()


def picture(kind: str, orientation: int = 6) -> bytes:
    out, image = io.BytesIO(), Image.new("RGB", (40, 20), "red")
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", NAME)
        image.save(out, kind, pnginfo=info)
    else:
        exif = Image.Exif()
        exif[0x0112], exif[0x013B], exif[0x010E] = orientation, NAME, PLACE
        image.save(out, kind, exif=exif, comment=NAME)
    return out.getvalue()


def paper(password: str = "") -> bytes:
    """A PDF with properties, a photograph, and a remark."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setAuthor(NAME)
    canvas.setTitle(PLACE)
    canvas.drawString(72, 700, "The law was amended.")
    canvas.drawImage(ImageReader(io.BytesIO(picture("JPEG"))), 72, 500)
    canvas.textAnnotation("Seen", Rect=[72, 400, 200, 450])
    canvas.save()
    with pikepdf.open(out) as document:
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = [NAME]
        document.pages[0].Annots[0].T = NAME
        jpeg = next(each for each in document.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image")
        jpeg.write(picture("JPEG"), filter=pikepdf.Name.DCTDecode)
        changed = io.BytesIO()
        document.save(changed, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return changed.getvalue()


def word(**parts: bytes) -> bytes:
    """A Word file with properties, a picture, and a remark."""
    out, document = io.BytesIO(), docx.Document()
    run = document.add_paragraph("The law was amended.").runs[0]
    document.add_comment(run, text="Good", author=NAME, initials="QXZ")
    document.add_picture(io.BytesIO(picture("JPEG")))
    document.core_properties.author = document.core_properties.last_modified_by = NAME
    document.core_properties.title = PLACE
    document.save(out)
    parts = {"word/people.xml": PEOPLE, "word/_rels/settings.xml.rels": TEMPLATE, "customXml/item9.xml": PEOPLE, **parts}
    with zipfile.ZipFile(out, "a") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def sheet() -> bytes:
    out, book = io.BytesIO(), openpyxl.Workbook()
    book.properties.creator, book.properties.title = NAME, PLACE
    book.active["A1"] = 12
    book.active["A1"].comment = Comment("Checked", NAME)
    book.save(out)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/persons/person.xml", f'<personList><person displayName="{NAME}" id="{{1}}" userId="{NAME}"/></personList>')
        package.writestr("xl/printerSettings/printerSettings1.bin", PLACE.encode())
    return out.getvalue()


def slides() -> bytes:
    """A presentation's parts that name people."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", '<Types><Override PartName="/docProps/core.xml" ContentType="x"/></Types>')
        package.writestr("docProps/core.xml", f"<creator>{NAME}</creator>")
        package.writestr("ppt/presentation.xml", "<presentation/>")
        package.writestr("ppt/commentAuthors.xml", f'<cmAuthorLst><cmAuthor id="0" name="{NAME}" initials="QXZ"/></cmAuthorLst>')
    return out.getvalue()


def within(data: bytes) -> bytes:
    """All bytes of a file, its parts unpacked."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return data + b"".join(package.read(name) for name in package.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            out = io.BytesIO()
            document.save(
                out,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
        return out.getvalue()
    return data


def jpeg() -> bytes:
    return picture("JPEG")


def png() -> bytes:
    return picture("PNG")


@pytest.mark.parametrize("made", [jpeg, png, paper, word, sheet, slides])
def test_traces_are_taken_out(made: Any, tmp_path: Any) -> None:
    data = made()
    assert NAME.encode() in within(data)
    path = tmp_path / "file"
    path.write_bytes(data)
    cleaned = traces._TASKS[sniff(data)](str(path))
    assert isinstance(cleaned, bytes)
    for trace in (NAME, PLACE, "QXZ"):
        assert trace.encode() not in within(cleaned)
        assert trace.encode("utf-16-be") not in within(cleaned)
    assert sniff(cleaned) == sniff(data)
    path.write_bytes(cleaned)
    assert traces._TASKS[sniff(data)](str(path)) == cleaned  # the same file is the same content


def test_what_the_files_say_is_left(tmp_path: Any) -> None:
    def cleaned(data: bytes) -> io.BytesIO:
        (tmp_path / "file").write_bytes(data)
        found = traces._TASKS[sniff(data)](str(tmp_path / "file"))
        assert isinstance(found, bytes)
        return io.BytesIO(found)

    assert Image.open(cleaned(picture("JPEG"))).size == (20, 40)  # turned as the camera was held
    assert "The law was amended." in PdfDocument(cleaned(paper())).get_page(0).get_textpage().get_text_bounded()
    document = docx.Document(cleaned(word()))
    assert document.paragraphs[0].text == "The law was amended."
    assert [(each.author, each.text) for each in document.comments] == [("Author", "Good")]
    book = openpyxl.load_workbook(cleaned(sheet()))
    assert (book.active["A1"].value, book.active["A1"].comment.text) == (12, "Checked")


# What is not taken, and a word of the sentence that says why.
REFUSED = {
    "program.pdf": (b"MZ\x90\x00" + bytes(4000), "binary data"),
    "page.png": (b"<!doctype html><html><body><script>alert(1)</script></body></html>", "by its content"),
    "drawing.jpg": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "XML"),
    "old.doc": (b"{\\rtf1 hello}", "Rich Text"),
    "nothing.txt": (b"", "empty"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n", "damaged"),
    "cut.jpg": (picture("JPEG")[:200], "damaged"),
    "locked.pdf": (paper(password="secret"), "password"),
    "macros.docx": (word(**{"word/vbaProject.bin": b"x"}), "macros"),
    "objects.docx": (word(**{"word/embeddings/oleObject1.bin": b"x"}), "other files"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_not_taken(name: str) -> None:
    data, why = REFUSED[name]
    with pytest.raises(evidence.NotTaken, match=re.escape(name)) as caught:  # before anything is asked of the database
        evidence.add_file(Action(), data, name=name, title="", by=Person())
    assert why in str(caught.value)


def test_no_type_may_be_larger_than_what_is_read() -> None:
    assert max(each.largest for each in evidence.types().values()) == evidence.LARGEST
    assert set(evidence.types()) == traces.CLEANED


def test_a_file_is_kept_once_and_hidden_evidence_keeps_it(world: World, django_capture_on_commit_callbacks: Any) -> None:
    action, focal = world.action(world.items[0]), world.people["focal"]
    one = evidence.add_file(action, jpeg(), name=f"{NAME}.jpg", title="The new school", by=focal)
    assert evidence.add_file(action, jpeg(), name="copy.jpg", title="Again", by=focal) == one
    assert (one.file, one.media_type, one.created_by) == ("The-new-school.jpg", "image/jpeg", focal)
    assert NAME.encode() not in evidence.place(one).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        keep.hide(one, version=1, by=focal, because="The wrong school")
    assert evidence.place(one).exists()


def test_what_is_given_in_confidence_names_nobody_and_is_really_deleted(world: World, django_capture_on_commit_callbacks: Any) -> None:
    organisation, author = world.organisations["Commission for Human Rights"], world.people["stranger"]
    given = keep.create(Contribution, by=None, item=world.items[0], organisation=organisation, author=author, text="They were beaten.")
    said = evidence.add_file(given, png(), name="stranger at home.png", title="", by=author)
    link = evidence.add_link(given, "https://example.org/blog", "My blog", by=author)
    assert "stranger" not in f"{said.title}{said.file}"
    assert {said.created_by, said.changed_by, link.created_by} == {None}
    assert set(Entry.objects.filter(object__in=[said.uid, link.uid]).values_list("actor", flat=True)) == {None}
    place = evidence.place(said)
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        evidence.delete_of(given)
    assert not place.exists()
    assert not Evidence.objects.exists()
    assert not Value.objects.filter(entry__object__in=[said.uid, link.uid]).exists()


def test_a_file_that_other_evidence_names_stays(world: World, django_capture_on_commit_callbacks: Any) -> None:
    organisation, author = world.organisations["Commission for Human Rights"], world.people["ngo"]
    given = keep.create(Contribution, by=None, item=world.items[0], organisation=organisation, author=author, text="See the law.")
    ours = evidence.add_file(world.assessment(world.items[0]), png(), name="law.png", title="Law", by=author)
    with django_capture_on_commit_callbacks(execute=True):
        evidence.delete(evidence.add_file(given, png(), name="law.png", title="Law", by=author))
    assert evidence.place(ours).exists()
