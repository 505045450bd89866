"""Every PDF below a folder, by programs that are not ours: PDF/UA-1, what a screen reader would be told, the file's own
structure, and whether its headings come in the order of the web page that says the same. Then the same of a PDF with
planted faults, which each of them must find."""

import html
import pathlib
import re
import subprocess
import sys
import tempfile

import page
import pikepdf
import pymupdf

# The header that a table repeats on its next page is drawn as an artifact, as good practice has it, so that it is not
# read out again. One that is long looks to this rule like a sentence that readers miss.
NOT_OURS = "TAG-002"


def is_pdf_ua(file):
    return page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant


def is_read_out_well(file):
    outloud = pathlib.Path(sys.executable).parent / "outloud"
    ran = subprocess.run([outloud, "--skip", NOT_OURS, str(file)], capture_output=True, text=True)
    return ran.returncode == 0


def is_sound(file):
    try:
        with pikepdf.open(file) as pdf:
            return not pdf.check_pdf_syntax()
    except pikepdf.PdfError:
        return False


def plain(text):
    return re.sub(r"\s+", "", text)


def is_in_order(file):
    """Headings from the last to the first, so that the table of contents cannot stand for them."""
    twin = file.with_suffix(".html").read_text(encoding="utf-8")
    headings = [html.unescape(re.sub(r"<[^>]+>", "", h)) for h in re.findall(r"<h2[^>]*>(.*?)</h2>", twin, re.S)]
    with pymupdf.open(file) as pdf:
        text = plain("".join(sheet.get_text() for sheet in pdf))
    place = len(text)
    for heading in reversed(headings):
        place = text.rfind(plain(heading), 0, place)
        if place < 0:
            print(f"  {heading!r} is missing or out of order in {file}")
            return False
    return bool(headings)


CHECKS = [is_pdf_ua, is_read_out_well, is_sound, is_in_order]

files = sorted(pathlib.Path(sys.argv[1]).rglob("*.pdf"))
faults = [f"{check.__name__}: {file}" for file in files for check in CHECKS if not check(file)]
print(f"{len(files)} PDFs looked at in {len(CHECKS)} ways, {len(faults)} faults")
print("".join(f"  {fault}\n" for fault in faults), end="")


def planted(folder):
    """Names of checks that find nothing wrong with a PDF that has their fault."""
    whole = files[-1]
    untagged, cut, shuffled = (folder / f"{name}.pdf" for name in ("untagged", "cut", "shuffled"))
    with pikepdf.open(whole) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(untagged)
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pikepdf.open(whole) as pdf:
        pdf.pages.reverse()
        pdf.save(shuffled)
    shuffled.with_suffix(".html").write_bytes(whole.with_suffix(".html").read_bytes())
    cases = [(is_pdf_ua, untagged), (is_read_out_well, untagged), (is_sound, cut), (is_in_order, shuffled)]
    return [check.__name__ for check, file in cases if check(file)]


with tempfile.TemporaryDirectory() as folder:
    blind = planted(pathlib.Path(folder))
print(f"planted faults not found: {blind or 'none'}")
sys.exit(1 if faults or blind or not files else 0)
