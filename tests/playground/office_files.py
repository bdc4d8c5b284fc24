"""The smallest Word and PDF files that say something."""

import io
import zipfile
from xml.sax.saxutils import escape

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

STYLES = '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
HEADING = '<w:pStyle w:val="Heading1"/>'


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_file(body: str, styles: str = "", *, before: str = "") -> bytes:
    """A Word document with that body; ``before`` stands in front of its root."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if styles:
            archive.writestr("word/styles.xml", f"<w:styles {_WORD}>{styles}</w:styles>")
        archive.writestr(
            "word/document.xml", f"{before}<w:document {_WORD}><w:body>{body}</w:body></w:document>"
        )
    return file.getvalue()


def pdf_file(text: str) -> bytes:
    """A PDF of one page."""
    said = f"BT /F1 32 Tf 60 740 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(said)}>>stream\n{said}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(f"{len(content):010d} 00000 n \n")
        content += f"{number} 0 obj{each}endobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(places)}"
    return f"{content}{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF".encode()
