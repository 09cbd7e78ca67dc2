#!/usr/bin/env python3
"""Makes the demonstration's documents: PDFs by hand, JPEGs through ImageMagick's convert. CC0: no rights reserved."""

import math
import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent / "documents"


def pdf(name, title, lines):
    """One page of text in Helvetica."""

    def shown(text):
        return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")

    content = f"BT /F2 18 Tf 56 770 Td ({shown(title)}) Tj ET\n"
    content += "BT /F1 10 Tf 56 748 Td (Riverside Clinic, a demonstration. Nobody in this document is a real person.) Tj ET\n"
    content += "0.6 w 56 738 m 539 738 l S\n"
    height = 712
    for line in lines:
        for column, text in enumerate(line.split("|")):
            content += f"BT /F1 11 Tf {56 + 170 * column} {height} Td ({shown(text.strip())}) Tj ET\n"
        height -= 18
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
        f"<< /Title ({shown(title)}) >>",
    ]
    data, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    (HERE / name).write_bytes(data)


def chest(x, y):
    """Grey from 0 to 1 at a place from -1 to 1: something like a chest film, computed and not taken."""

    def blob(cx, cy, width, height):
        return math.exp(-(((x - cx) / width) ** 2 + ((y - cy) / height) ** 2) * 2)

    body = blob(0, 0.1, 1.1, 1.3)
    lungs = blob(-0.42, 0, 0.3, 0.62) + blob(0.42, 0, 0.3, 0.62)
    heart = 0.5 * blob(0.12, 0.25, 0.26, 0.3)
    spine = 0.35 * math.exp(-((x / 0.09) ** 2))
    wave = math.sin((y * 1.15 - 0.45 * x * x) * 26)
    ribs = 0.12 * max(0, wave) * blob(0, 0, 0.9, 0.75)
    collar = 0.18 * math.exp(-(((y + 0.62 + 0.18 * abs(x)) / 0.03) ** 2)) * (abs(x) > 0.1)
    return min(1, max(0, 0.06 + 0.62 * body - 0.5 * lungs + heart * 0.5 + spine * 0.5 + ribs + collar))


def film(name):
    width, height = 480, 560
    pixels = bytes(
        int(255 * chest(2 * column / width - 1, 2 * row / height - 1)) for row in range(height) for column in range(width)
    )
    picture = f"P5 {width} {height} 255\n".encode() + pixels
    command = ["convert", "pgm:-", "-strip", "-quality", "82", f"jpg:{HERE / name}"]
    subprocess.run(command, input=picture, check=True)


def card(name):
    lines = ["VACCINATION CARD", "(demonstration)", "", "Tetanus, diphtheria      booster", "Influenza                yearly", "Hepatitis B              3 of 3"]
    command = ["convert", "-size", "640x400", "xc:#f6f1df", "-fill", "#28324a", "-font", "DejaVu-Sans-Mono", "-pointsize", "22"]
    for row, line in enumerate(lines):
        command += ["-annotate", f"+40+{70 + 48 * row}", line]
    command += ["-strip", "-colorspace", "sRGB", "-quality", "80", f"jpg:{HERE / name}"]
    subprocess.run(command, check=True)


HERE.mkdir(exist_ok=True)
pdf(
    "blood-count.pdf",
    "Complete blood count",
    [
        "Test | Result | Reference",
        "Haemoglobin | 13.9 g/dL | 12.0 to 15.5",
        "White cells | 6.4 x 10^9/L | 4.0 to 11.0",
        "Platelets | 254 x 10^9/L | 150 to 400",
        "",
        "No abnormal finding.",
    ],
)
pdf(
    "lipid-panel.pdf",
    "Lipid panel",
    [
        "Test | Result | Reference",
        "Total cholesterol | 212 mg/dL | below 200",
        "LDL cholesterol | 134 mg/dL | below 130",
        "HDL cholesterol | 52 mg/dL | above 40",
        "Triglycerides | 131 mg/dL | below 150",
        "",
        "Slightly raised. Repeat in six months.",
    ],
)
pdf(
    "referral-cardiology.pdf",
    "Referral to cardiology",
    [
        "Dear colleague,",
        "",
        "thank you for seeing this patient with chest tightness on exertion.",
        "Resting ECG without changes. Please consider an exercise test.",
    ],
)
pdf(
    "consent-treatment.pdf",
    "Consent to treatment",
    [
        "I have been told what the treatment is for, what it may cause and what else could be done.",
        "My questions were answered.",
        "",
        "Signed: ______________________",
    ],
)
pdf(
    "hospital-letter.pdf",
    "Discharge letter",
    [
        "Dear colleague,",
        "",
        "we report on the stay of this patient, discharged in good condition.",
        "Medication is unchanged. A check-up in two weeks is advised.",
    ],
)
film("chest-film.jpg")
card("vaccination-card.jpg")
