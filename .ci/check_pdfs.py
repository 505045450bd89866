"""Every PDF below a folder against PDF/UA-1, by a validator that is not ours. Fails on the first rule broken."""

import pathlib
import sys

import page

files = sorted(pathlib.Path(sys.argv[1]).rglob("*.pdf"))
broken = [
    str(file)
    for file in files
    if not page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant
]
print(f"{len(files)} PDFs looked at, {len(broken)} not PDF/UA-1")
for file in broken:
    print("  " + file)
sys.exit(1 if broken or not files else 0)
