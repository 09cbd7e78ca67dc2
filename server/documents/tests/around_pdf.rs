//! What may come before a PDF's header and follow its end.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use documents::inspect_bytes;
use model::document::{
    AfterEnd::{Archive, Film, LongText, Picture, Program, Unknown, WebPage},
    FileFormat::{self, Pdf},
    FileRefusal::{self, AfterEnd, NotPdfOrJpeg, TwoFormats},
};
use support::pdf;

/// The end of a print job, and the beginning of one: "Universal Exit Language".
const UEL: &str = "\x1B%-12345X";

fn before(start: &[u8]) -> Result<FileFormat, FileRefusal> {
    inspect_bytes(&[start, &pdf("", &[])].concat())
}

fn after(end: &[u8]) -> Result<FileFormat, FileRefusal> {
    inspect_bytes(&[&pdf("", &[]), end].concat())
}

#[test]
fn padding_and_a_print_job_may_come_before_the_header() {
    for start in ["\u{FEFF}\r\n", "\x04", "\x1BE", UEL] {
        assert_eq!(before(start.as_bytes()), Ok(Pdf), "{start:?}");
    }
    let job = format!("{UEL}@PJL\r\n@PJL SET RESOLUTION=600\r\n@PJL COMMENT a scan\r\n@pjl enter language = pdf\r\n");
    assert_eq!(before(job.as_bytes()), Ok(Pdf));
}

#[test]
fn nothing_else_may_come_before_the_header() {
    assert_eq!(before(b"<html>"), Err(TwoFormats));
    assert_eq!(before(b"GIF89a"), Err(TwoFormats));
    assert_eq!(before(b"Dear colleague"), Err(TwoFormats));
    assert_eq!(before(&[b' '; 1024]), Err(NotPdfOrJpeg));
    // What a printer would keep or answer with, and another language.
    for command in [
        "FSDOWNLOAD FORMAT:BINARY NAME=\"0:\\x\"",
        "DEFAULT PASSWORD=1",
        "ENTER LANGUAGE=POSTSCRIPT",
        "COMMENT <script>",
        "COMMENT \u{7}",
    ] {
        assert_eq!(before(format!("{UEL}@PJL {command}\r\n").as_bytes()), Err(TwoFormats), "{command}");
        assert!(after(format!("\n{UEL}@PJL {command}\r\n").as_bytes()).is_err(), "{command} behind");
    }
}

#[test]
fn padding_may_follow_the_end() {
    for end in ["", "\r\n", "\x1A", "\r\n\x1A\x1A\x1A", "\x04", "\n\x0C", "\0\0\x1A\0\r\n"] {
        assert_eq!(after(end.as_bytes()), Ok(Pdf), "{end:?}");
    }
    assert_eq!(after(&[0; 4096]), Ok(Pdf));
    assert_eq!(after(&[b'\n'; 100_000]), Ok(Pdf));
}

#[test]
fn the_end_of_a_print_job_may_follow() {
    for end in [UEL.to_owned(), "\x1BE".into(), format!("{UEL}@PJL EOJ NAME=\"scan\"\r\n{UEL}"), format!("{UEL}\x1A\0")]
    {
        assert_eq!(after(end.as_bytes()), Ok(Pdf), "{end:?}");
    }
}

#[test]
fn a_text_may_follow_whatever_its_letters() {
    for end in [
        "\n--boundary--\n",
        "\r\nGesendet über Faxserver\r\n",
        "\nОтправлено с факса\n",
        "\nFrom: Clinic <info@clinic.example>\nUnsubscribe: <https://clinic.example/a?b#c>, 3 < 4 > 2\n",
        "\n------=_Part_1\r\nContent-Type: application/pkcs7-signature\r\n\r\nMIIGyAYJKoZIhvcNAQcCoIIGuTCC+/aF==\r\n",
    ] {
        assert_eq!(after(end.as_bytes()), Ok(Pdf), "{end}");
    }
    assert_eq!(after(b"\r\nGesendet \xFCber Faxserver\r\n"), Ok(Pdf), "as Latin-1");
    let signature = "MIIGyAYJKoZIhvcNAQcCoIIGuTCCBrUCAQExDTALBglghkgBZQMEAgEwCwYJKoZIhvcN\r\n".repeat(120);
    assert_eq!(after(signature.as_bytes()), Ok(Pdf), "a signature with its certificates");
}

#[test]
fn a_long_text_is_called_that() {
    assert_eq!(after(&[b'x'; 16 * 1024]), Ok(Pdf));
    assert_eq!(after(&[b'x'; 16 * 1024 + 1]), Err(AfterEnd(LongText)));
    assert_eq!(after("ü".repeat(10_000).as_bytes()), Err(AfterEnd(LongText)));
}

#[test]
fn a_web_page_or_a_script_is_called_that() {
    for end in [
        "<html>",
        "\n<!DOCTYPE html>",
        "text <ScRiPt>alert(1)</script>",
        "<svg onload=alert(1)>",
        "<?php system($_GET[0]);",
        "<%@ Page %>",
        "<br>Scanned by the gateway",
        "</body>",
        "<a@b.example onclick=x>",
        "<https://a.example onclick=x>",
        "<https://a/onclick=x>",
        "<a/@b>",
        "<\0s\0c\0r\0i\0p\0t\0>",
        "\x1B%-12345X<script>",
        "\n#!/bin/sh\nrm -r /\n",
    ] {
        assert_eq!(after(end.as_bytes()), Err(AfterEnd(WebPage)), "{end}");
    }
}

#[test]
fn another_file_is_called_what_it_is() {
    let picture = fs::read(support::file("portrait_2.jpg")).unwrap();
    for (end, what) in [
        (b"PK\x03\x04\x14\0\0\0".as_slice(), Archive),
        (b"Rar!\x1A\x07\0", Archive),
        (b"\r\n7z\xBC\xAF\x27\x1C\0\x04", Archive),
        (b"\x1F\x8B\x08\0\0\0", Archive),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", Film),
        (b"\x1A\x45\xDF\xA3\x01", Film),
        (b"RIFF\x01\x02\x03\x04AVI LIST", Film),
        (b"MZ\x90\0\x03\0\0\0", Program),
        (b"\n\x7FELF\x02\x01\x01\0", Program),
        (b"\xCA\xFE\xBA\xBE\0\0\0\x34", Program),
        (picture.as_slice(), Picture),
        (b"\x89PNG\r\n\x1A\n", Picture),
        (b"GIF89a\x01\0\x01\0", Picture),
        (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Picture),
        (b"%!PS-Adobe-3.0 EPSF", Unknown),
        (b"{\\rtf1 text}", Unknown),
        (b"\n%PDF-1.7\n1 0 obj", Unknown),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08", Unknown),
        (b"\x1B&l0O", Unknown),
        (b"\xFC\xE4\xF6", Unknown),
    ] {
        assert_eq!(after(end), Err(AfterEnd(what)), "{:?}", end.escape_ascii().to_string().get(..20));
    }
}

/// The end is the last mark of it; a file without one ends behind the position of its table, or its last object.
#[test]
fn the_end_is_found_without_its_mark() {
    let whole = String::from_utf8(pdf("", &[])).unwrap();
    let (unmarked, without_table) = (whole.replace("%%EOF\n", ""), &whole[..whole.find("xref\n").unwrap()]);
    for text in [whole.as_str(), &unmarked, without_table] {
        let before = |end: &[u8]| inspect_bytes(&[text.as_bytes(), end].concat());
        assert_eq!(before(b""), Ok(Pdf));
        assert_eq!(before(b"\x1A"), Ok(Pdf));
        assert_eq!(before(b"\n\x7FELF\x02\x01\x01\0"), Err(AfterEnd(Program)));
    }
}
